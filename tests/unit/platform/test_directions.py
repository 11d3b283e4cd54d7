"""Text of one direction inside a page of the other stays in its place."""

from __future__ import annotations

import pytest

from site_world import client_of

pytestmark = pytest.mark.usefixtures("database")


def page(login: str, where: str, language: str) -> str:
    client = client_of(login)
    client.cookies["language"] = language
    answer = client.get(where)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_arabic_page_says_so_and_isolates_an_address_and_a_name() -> None:
    html = page("person", "/account", "ar")
    assert '<html lang="ar" dir="rtl">' in html
    assert "<bdi>person@example.org</bdi>" in html
    assert "<bdi>Klinikum am Beispielsee</bdi>" in page("employer", "/organisations/", "ar")


def test_what_somebody_writes_runs_the_way_of_its_letters() -> None:
    html = page("person", "/account/email/", "ar")
    assert html.count('dir="auto"') == 1
    assert 'dir="auto"' in page("admin", "/organisations/", "fr")


@pytest.mark.parametrize(("language", "words"), [("fr", "Votre compte"), ("es", "Su cuenta"), ("ar", "حسابك")])
def test_a_reader_gets_the_language_that_was_chosen(language: str, words: str) -> None:
    assert words in page("person", "/account", language)
