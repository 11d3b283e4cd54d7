"""My doors: answers carried by the page, answers kept with a record, and what is never kept or asked."""

from __future__ import annotations

import gzip
import html
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest

from site_world import LOGINS, client_of, seen_by, user

pytestmark = pytest.mark.usefixtures("database")

DAY = date(2026, 11, 22)


def held_in(page: str) -> str:
    return page.split('name="held" value="', 1)[1].split('"', 1)[0]


@contextmanager
def writes() -> Iterator[list[str]]:
    """Every statement that writes, while it lasts."""
    from django.db import connection

    found: list[str] = []

    def look(execute: Any, sql: str, *rest: Any) -> Any:
        if sql.split(maxsplit=1)[0].upper() in {"INSERT", "UPDATE", "DELETE"}:
            found.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(look):
        yield found


def test_answers_come_back_from_the_page_as_they_were_told() -> None:
    from crosswalk_platform.doors.given import Given
    from crosswalk_platform.doors.in_page import carried, held

    given = Given(residence="MAR", destinations=("DEU",)).told("german", "B1").passing("health_clear", "unsaid")
    assert carried(held(given)) == given


@pytest.mark.parametrize("change", ["tampered", "old", "foreign", "long", "nonsense"])
def test_what_cannot_be_read_gets_one_quiet_answer(change: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.core import signing

    from crosswalk_platform.doors import in_page
    from crosswalk_platform.doors.given import Given

    text = in_page.held(Given().told("german", "B1"))
    if change == "old":
        monkeypatch.setattr(in_page, "LIFETIME", -1)
    sent = {
        "tampered": text[:-4] + "AAAA",
        "old": text,
        "foreign": signing.dumps({"answers": {"german": "C2"}}, salt="another"),
        "long": "x" * (in_page.LONGEST + 1),
        "nonsense": "\x00 not signed",
    }[change]
    answers = [client_of(None).post(where, {"held": sent}) for where in ("/doors/", "/doors/question", "/doors/wishes")]
    pages = {answer.content.decode().split("<main", 1)[1].split("</main>", 1)[0] for answer in answers}
    assert {answer.status_code for answer in answers} == {400}
    assert len(pages) == 1
    assert "German" not in pages.pop()


def test_every_answer_of_the_catalogue_fits_into_a_page() -> None:
    from crosswalk_platform.doors.catalogue import every_fact
    from crosswalk_platform.doors.given import Given
    from crosswalk_platform.doors.in_page import LONGEST, carried, held

    samples: dict[str, Any] = {"yes_no": True, "date": "1994-03-31", "country": "MAR", "countries": ["MAR", "SYR"]}
    given = Given()
    for name, fact in every_fact().items():
        if fact.entry.type == "occupation":
            continue
        plain = fact.options[-1] if fact.options else str(fact.show(fact.high))
        given = given.told(name, samples.get(fact.entry.type, plain) if fact.entry.type != "date" else plain)
    assert len(held(given)) < LONGEST / 2
    assert len(carried(held(given)).answers) == len(given.answers)


def test_an_old_answer_that_the_catalogue_no_longer_takes_is_asked_again() -> None:
    from crosswalk_platform.doors.given import given_from

    given = given_from({"answers": {"german": "Z9", "gone": True, "english": "B2"}, "destinations": ["XXX", "DEU"]})
    assert given.answers == {"english": "B2"}
    assert given.destinations == ("DEU",)


@pytest.mark.parametrize("how", ["unknown", "unsaid", "later"])
def test_a_question_passed_over_is_unknown_and_not_no(how: Any) -> None:
    from crosswalk_platform.doors.doors import doors_of
    from crosswalk_platform.doors.given import Given

    nothing, passed = Given(), Given().told("job_offer", answer=True).passing("job_offer", how)
    assert passed.facts() == {}
    before = [(each.pathway.id, each.group) for each in doors_of(nothing, nothing.facts(), DAY)]
    assert [(each.pathway.id, each.group) for each in doors_of(passed, passed.facts(), DAY)] == before
    assert "closed" not in {group for _, group in before}


def test_only_what_was_not_told_is_asked_and_what_is_put_off_comes_last() -> None:
    from crosswalk_platform.doors.doors import doors_of, next_question
    from crosswalk_platform.doors.given import Given

    given, asked = Given(destinations=("SWE",)), []
    for _ in range(40):
        found = next_question(doors_of(given, given.facts(), DAY), given.facts(), given)
        if found is None:
            break
        asked.append(found.fact)
        given = given.passing(found.fact, "later" if len(asked) == 1 else "unknown")
    assert found is None
    assert asked.count(asked[0]) == 2
    assert asked[-1] == asked[0]


def test_nothing_about_an_offer_is_asked_before_there_is_one_nor_what_only_an_authority_knows() -> None:
    from crosswalk_platform.doors.catalogue import every_fact
    from crosswalk_platform.doors.doors import doors_of, next_question
    from crosswalk_platform.doors.given import Given

    given = Given(destinations=("DEU", "GBR")).passing("job_offer", "unknown")
    for _ in range(60):
        found = next_question(doors_of(given, given.facts(), DAY), given.facts(), given)
        if found is None:
            break
        assert every_fact()[found.fact].entry.about == "person"
        given = given.passing(found.fact, "unsaid")


def test_the_next_question_is_the_first_of_the_whole_ranking() -> None:
    from crosswalk.pathways.ask import best_question, questions
    from crosswalk_platform.doors.catalogue import every_pathway
    from crosswalk_platform.doors.doors import doors_of
    from crosswalk_platform.doors.given import Given

    given = (
        Given(destinations=("DEU", "SWE", "JPN"), residence="MAR").told("english", "B2").told("citizenships", ["MAR"])
    )
    facts = given.facts()
    wanted = [each for each in every_pathway() if each.file.destination in given.destinations]
    open_ids = {each.pathway.id for each in doors_of(given, facts, DAY) if each.group == "undecided"}
    undecided = [each.on(DAY) for each in wanted if each.id in open_ids]
    ranking = questions(wanted, [facts], DAY)
    assert best_question(undecided, facts, lambda _: True) == ranking[0]
    wanted_one = next(each for each in ranking if each.about == "offer")
    assert best_question(undecided, facts, lambda fact: fact.entry.about == "offer") == wanted_one


def test_without_an_account_nothing_is_kept_on_the_site_or_in_the_browser() -> None:
    client = client_of(None)
    with writes() as found:
        page = client.post("/doors/wishes", {"wishes": "yes", "destinations": ["DEU"], "residence": "MAR"})
        for fact, value in (("job_offer", "no"), ("asylum_in_germany", "none"), ("german", "B1")):
            sent = {"held": held_in(page.content.decode()), "fact": fact, "do": "answer", "value": value}
            page = client.post("/doors/question", sent)
        page = client.post("/doors/", {"held": held_in(page.content.decode())})
        page = client.post("/doors/deu.opportunity_card/", {"held": held_in(page.content.decode())})
    assert page.status_code == 200
    assert not found
    assert set(client.cookies) <= {"csrf", "language"}
    assert page.headers["Cache-Control"] == "no-store"


def test_no_address_of_my_doors_holds_an_answer() -> None:
    from django.urls import reverse

    client = client_of(None)
    for name in ("doors", "doors_wishes", "doors_question"):
        page = client.get(reverse(name), {"fact": "asylum_in_germany", "value": "yes"})
        assert page.status_code == 200
        assert "asylum" not in page.content.decode()


def test_a_wrong_answer_is_kept_in_the_field_and_what_to_mend_stands_beside_it() -> None:
    sent = {"fact": "contract_months", "do": "answer", "value": "9000"}
    page = client_of(None).post("/doors/question", sent)
    text = page.content.decode()
    assert page.status_code == 422
    assert 'value="9000"' in text
    assert "between 0 and 600" in text


@pytest.mark.parametrize("fact", ["in_need_of_protection", "clean_criminal_record", "asylum_in_germany"])
def test_a_sensitive_question_says_why_it_is_asked_and_how_to_leave(fact: str) -> None:
    text = client_of(None).post("/doors/question", {"fact": fact}).content.decode()
    assert "You need not answer" in text
    assert 'href="/leave"' in text
    assert 'value="unsaid"' in text
    assert 'rel="noreferrer' in text


def test_the_page_to_which_one_leaves_says_nothing_of_this_site_and_signs_out() -> None:
    client = client_of("person")
    text = client.get("/leave").content.decode()
    assert "Crosswalk" not in text
    assert "door" not in text.lower()
    assert client.get("/account").status_code == 302


def test_with_an_account_answers_are_kept_and_the_sensitive_ones_are_sealed() -> None:
    from crosswalk_platform.doors.models import DoorAnswers

    client = client_of("person")
    client.post("/doors/wishes", {"wishes": "yes", "destinations": ["DEU"], "residence": "MAR"})
    client.post("/doors/question", {"fact": "german", "do": "answer", "value": "B1"})
    client.post("/doors/question", {"fact": "asylum_in_germany", "do": "unsaid"})
    client.post("/doors/question", {"fact": "in_need_of_protection", "do": "answer", "value": "yes"})
    with seen_by("person"):
        row = DoorAnswers.objects.get(person__account=user("person"))
        assert row.plain["answers"] == {"german": "B1"}
        assert "asylum" not in str(row.plain)
        assert b"protection" not in bytes(row.sealed)
    page = client.get("/doors/deu.opportunity_card/").content.decode()
    assert "B1" in page
    assert "held" not in page
    again = client.post("/doors/question", {"fact": "in_need_of_protection"}).content.decode()
    assert "You need not answer" in again


def test_with_an_account_the_browser_can_go_back_from_question_to_question() -> None:
    client = client_of("person")
    told = client.post("/doors/wishes", {"wishes": "yes", "destinations": ["DEU"]})
    assert (told.status_code, told["Location"]) == (302, "/doors/")
    for sent in ({"do": "answer", "value": "B1"}, {"do": "unknown"}):
        answer = client.post("/doors/question", {"fact": "german", **sent})
        assert (answer.status_code, answer["Location"]) == (302, "/doors/question")
    assert client.get("/doors/question").status_code == 200
    nothing = client_of("employer").post("/doors/wishes", {"wishes": "yes"}, follow=False)
    assert nothing.status_code == 200, "who looks for nothing in particular is not asked again"


def test_the_sealed_part_is_of_one_length_whatever_was_told() -> None:
    from crosswalk_platform.doors.actions import save_answers
    from crosswalk_platform.doors.given import Given
    from crosswalk_platform.doors.models import DoorAnswers
    from crosswalk_platform.people.actions import begin_own_record
    from crosswalk_platform.people.queries import own_person

    with seen_by("person") as by:
        person = own_person(by) or begin_own_record(by=by, user=user("person"))
        sizes = set()
        for given in (
            Given(),
            Given().told("in_need_of_protection", answer=True).passing("asylum_in_germany", "unsaid"),
        ):
            save_answers(by=by, person=person, given=given)
            sizes.add(len(bytes(DoorAnswers.objects.get(person=person).sealed)))
    assert len(sizes) == 1


@pytest.mark.parametrize("login", sorted(set(LOGINS) - {"person"}))
def test_nobody_else_reads_or_writes_the_answers(login: str) -> None:
    from django.core.exceptions import PermissionDenied

    from crosswalk_platform.doors.actions import save_answers
    from crosswalk_platform.doors.given import Given
    from crosswalk_platform.doors.models import DoorAnswers
    from crosswalk_platform.doors.queries import own_answers
    from crosswalk_platform.people.actions import begin_own_record
    from crosswalk_platform.people.queries import own_person

    with seen_by("person") as by:
        person = own_person(by) or begin_own_record(by=by, user=user("person"))
        save_answers(by=by, person=person, given=Given().told("german", "B1"))
    with seen_by(login) as by:
        assert not DoorAnswers.objects.exists()
        assert own_answers(by, person) == Given()
        with pytest.raises(PermissionDenied):
            save_answers(by=by, person=person, given=Given())


def test_answers_that_are_forgotten_are_gone() -> None:
    from crosswalk_platform.doors.models import DoorAnswers

    client = client_of("person")
    client.post("/doors/question", {"fact": "german", "do": "answer", "value": "B1"})
    assert client.post("/doors/forget").status_code == 200
    with seen_by("person"):
        assert not DoorAnswers.objects.exists()


def test_facts_of_the_record_count_and_an_answer_comes_before_them() -> None:
    from crosswalk_platform.doors.queries import facts_of_record

    record = {
        "birth_date": "1994-03-31",
        "nationalities": ["MAR"],
        "residence": "MAR",
        "languages": [{"language": "de", "level": "A2"}],
        "experience": [{"title": "Nurse", "isco": "2221", "start": "2022-01-01", "end": "2023-12-31"}],
    }
    told = facts_of_record(record, "222", DAY)
    assert told["citizenships"] == frozenset({"MAR"})
    assert told["german"] == 2
    assert told["english"] == 0
    assert told["work_months_last_5_years"] == 24
    assert "job_offer" not in told
    assert facts_of_record({}, "", DAY) == {}


@pytest.mark.parametrize("login", [None, "person"])
def test_a_page_of_my_doors_asks_the_database_few_questions(login: str | None) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = client_of(login)
    if login:
        client.post("/doors/wishes", {"wishes": "yes", "destinations": ["DEU"]})
    for where in ("/doors/", "/doors/question", "/doors/deu.opportunity_card/"):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(where).status_code == 200
        own = [each["sql"] for each in asked.captured_queries if "SAVEPOINT" not in each["sql"]]  # those are the test's
        assert len(own) <= 12, own


def test_an_open_door_whose_next_number_is_not_published_is_said_to_be_undecided_then_not_closed() -> None:
    from crosswalk.pathways import CATALOGUE
    from crosswalk.pathways.loading import load_cases
    from crosswalk_platform.doors.doors import closing_days, doors_of
    from crosswalk_platform.doors.given import given_from
    from crosswalk_platform.doors.templatetags.doors import closing

    base = load_cases(CATALOGUE / "deu" / "opportunity_card")[0].base
    given = given_from(
        {
            "destinations": ["DEU"],
            "answers": {name: str(told) if name == "date_of_birth" else told for name, told in base.items()},
        }
    )
    doors = doors_of(given, given.facts(), DAY)
    days = closing_days(doors, given.facts(), DAY)
    card = next(each for each in doors if each.pathway.id == "deu.opportunity_card")
    assert card.group == "open"
    assert days[card.pathway.id].after == "unknown"
    assert "undecided" in closing(card, days)
    assert "closed" not in closing(card, days)


#: The two facts of the catalogue whose answer is an occupation of ISCO-08.
OCCUPATIONS = ("offer_occupation", "qualification_occupation")


def in_language(login: str | None, language: str) -> Any:
    client = client_of(login)
    client.cookies["language"] = language
    return client


def choices_in(page: str) -> dict[str, str]:
    """Value and words of each choice of a list, and of each button to choose one of a few."""
    found = re.findall(r'<option value="([^"]+)"[^>]*>([^<]+)</option>|value="(\d{4})"[^>]*>\s*([^<]+)</label>', page)
    return {one or other: html.unescape(words or more).strip() for one, words, other, more in found}


def test_every_language_of_the_site_has_its_own_title_of_every_occupation() -> None:
    from django.conf import settings

    from crosswalk_platform.doors.catalogue import occupations

    english = occupations("en")
    assert {len(code) for code in english} == {1, 2, 3, 4}
    for language, _name in settings.LANGUAGES:
        titles = occupations(language)
        assert titles.keys() == english.keys()
        assert all(titles.values())
        same = [code for code, title in titles.items() if title == english[code]]
        assert language == "en" or len(same) < 5, same
    assert occupations("sw") == english


@pytest.mark.parametrize(
    ("language", "kind", "group"),
    [
        ("en", "Professionals", "Nursing and Midwifery Professionals"),
        ("fr", "Professions intellectuelles et scientifiques", "Infirmiers et sages-femmes diplômés"),
        ("es", "Profesionales científicos e intelectuales", "Profesionales de enfermería y partería"),
        ("ar", "الاختصاصيون", "اختصاصيو التمريض والقبالة"),
    ],
)
def test_the_work_that_one_looks_for_is_chosen_in_the_readers_language(language: str, kind: str, group: str) -> None:
    page = in_language(None, language).get("/doors/").content.decode()
    work = page.split('<select name="occupation"', 1)[1].split("</select>", 1)[0]
    choices = choices_in(work)
    assert len(choices) == 130
    assert choices["222"] == group
    assert f'<optgroup label="{kind}">' in work
    assert [*choices][:2] == ["111", "112"]
    assert [*choices][-1] == "031"


@pytest.mark.parametrize("fact", OCCUPATIONS)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_an_occupation_is_asked_in_two_small_steps(fact: str, language: str) -> None:
    client = in_language(None, language)
    page = client.post("/doors/question", {"fact": fact}).content.decode()
    assert len(choices_in(page)) == 130
    page = client.post("/doors/question", {"fact": fact, "do": "answer", "group": "222", "held": held_in(page)})
    assert page.status_code == 200
    text = page.content.decode()
    titles = {"en": "Nursing and Midwifery Professionals", "ar": "اختصاصيو التمريض والقبالة"}
    assert titles[language] in text
    assert set(choices_in(text.split("<main", 1)[1])) == {"2221", "2222"}
    answer = client.post(
        "/doors/question", {"fact": fact, "do": "answer", "within": "222", "value": "2221", "held": held_in(text)}
    )
    assert carried_answers(answer)[fact] == "2221"


def carried_answers(answer: Any) -> Any:
    from crosswalk_platform.doors.in_page import carried

    assert answer.status_code == 200
    return carried(html.unescape(held_in(answer.content.decode()))).answers


def test_a_group_of_one_occupation_is_the_answer_at_once() -> None:
    answer = client_of(None).post("/doors/question", {"fact": "offer_occupation", "do": "answer", "group": "512"})
    assert carried_answers(answer) == {"offer_occupation": "5120"}


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"group": ""},
        {"group": "22"},
        {"group": "2221"},
        {"group": "999"},
        {"within": "222"},
        {"within": "222", "value": "7212"},
        {"within": "999", "value": "2221"},
        {"value": "2221"},
    ],
)
def test_what_is_no_group_or_no_occupation_of_it_is_asked_again(sent: dict[str, str]) -> None:
    answer = client_of(None).post("/doors/question", {"fact": "offer_occupation", "do": "answer", **sent})
    assert answer.status_code == 422
    assert 'class="error"' in answer.content.decode()


def test_the_group_stays_when_the_language_changes_and_another_can_be_chosen() -> None:
    client = client_of(None)
    text = client.post(
        "/doors/question", {"fact": "offer_occupation", "within": "721", "language": "fr"}
    ).content.decode()
    assert "Soudeurs et oxycoupeurs" in text
    assert text.count('name="within" value="721"') == 2
    assert 'value="<' not in text
    assert 'name="do" value="group"' in text
    again = client.post("/doors/question", {"fact": "offer_occupation", "do": "group", "within": "721"})
    assert again.status_code == 200
    assert len(choices_in(again.content.decode())) == 130


def test_the_group_that_one_looks_for_is_marked_when_an_occupation_is_asked() -> None:
    client = client_of(None)
    held = held_in(client.post("/doors/wishes", {"wishes": "yes", "occupation": "721"}).content.decode())
    text = client.post("/doors/question", {"fact": "offer_occupation", "held": held}).content.decode()
    assert '<option value="721" selected>' in text


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_an_occupation_that_was_told_is_read_back_in_the_readers_language(language: str) -> None:
    from django.utils.translation import override

    from crosswalk_platform.doors.catalogue import every_fact, occupations
    from crosswalk_platform.doors.told import in_words

    fact = every_fact()["offer_occupation"]
    with override(language):
        assert in_words(fact, fact.encode("7212")) == f"7212 {occupations(language)['7212']}"


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_the_pages_that_ask_for_work_are_light(language: str) -> None:
    client = in_language(None, language)
    pages = [client.get("/doors/"), client.post("/doors/question", {"fact": "offer_occupation"})]
    sizes = [len(gzip.compress(page.content)) for page in pages]
    assert max(sizes) < 12_000, sizes
