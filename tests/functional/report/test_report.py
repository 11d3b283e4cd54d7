"""The report as a reader gets it: one file that holds everything, tells nothing private, and works for everybody."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import date
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import polars as pl
import pytest

from crosswalk.errors import UsageError
from crosswalk.matching import Engine, audit, why_nobody
from crosswalk.matching.pairs import PAIR_SCHEMA
from crosswalk.records import (
    Credential,
    Education,
    Evidence,
    Experience,
    FactEvidence,
    Person,
    PersonSkill,
    SkillNeed,
    Vacancy,
    schema_of,
    to_frame,
)
from crosswalk.report import LANGUAGES
from crosswalk.types import Sex
from report_pages import AS_OF, Corridor, report

VOID = {"meta", "br", "hr", "img", "input", "link"}


class Page(HTMLParser):
    """What a test wants to know of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.headings: list[int] = []
        self.tags: Counter[str] = Counter()
        self.attributes: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags[tag] += 1
        self.attributes.append((tag, found))
        if tag not in VOID:
            self.open.append(tag)
        if found.get("id"):
            self.ids.append(str(found["id"]))
        if tag == "a":
            self.links.append(str(found.get("href")))
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_file_holds_everything_in_every_language(tmp_path: Path, corridor: Corridor, language: str) -> None:
    people = to_frame(corridor.people, Person)
    checked = audit(corridor.matches, people, by=("sex",), top=10, as_of=AS_OF)
    text = report(tmp_path, corridor, lang=language, audit=checked, programme="Invented corridor")
    page = Page(text)
    assert page.open == []
    assert len(text.encode()) < 400_000
    assert not {"script", "link", "img", "iframe", "object", "form", "base"} & set(page.tags)
    assert not re.search(r"https?:|//[a-z]|@import|url\(|\son\w+=", text)
    assert "default-src 'none'" in text
    html = page.attributes[0]
    assert html == ("html", {"lang": language, "dir": "rtl" if language == "ar" else "ltr"})
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_landmarks_headings_links_and_tables_are_in_order(tmp_path: Path, corridor: Corridor, language: str) -> None:
    page = Page(report(tmp_path, corridor, lang=language))
    assert page.headings[0] == 1
    assert page.headings.count(1) == 1
    assert all(after - before <= 1 for before, after in zip(page.headings, page.headings[1:], strict=False))
    assert len(page.ids) == len(set(page.ids))
    assert {link.removeprefix("#") for link in page.links} <= set(page.ids)
    assert page.tags["main"] == page.tags["nav"] == page.tags["footer"] == 1
    assert page.tags["caption"] == page.tags["table"] >= 5
    assert all(attributes.get("scope") in ("row", "col") for tag, attributes in page.attributes if tag == "th")
    assert all(attributes.get("aria-label") for tag, attributes in page.attributes if tag == "svg")
    labelled = [a["aria-labelledby"] for _, a in page.attributes if "aria-labelledby" in a]
    assert set(labelled) <= set(page.ids)


def test_every_chart_has_its_figures_as_a_table_beside_it(tmp_path: Path, corridor: Corridor) -> None:
    page = Page(report(tmp_path, corridor))
    assert page.tags["figure"] == 5
    assert page.tags["svg"] == page.tags["details"]


MARKER = "Zephyrine"


def marked(person: Person) -> Person:
    """A person whose every private fact is one that a test can find again."""
    evidence = Evidence(by=f"{MARKER} by", source=f"{MARKER} source")
    return replace(
        person,
        family_name=f"{MARKER} family",
        email=f"{MARKER}@example.org",
        phone="+999 555 0101",
        birth_date=date(1977, 12, 17),
        sex=Sex.FEMALE,
        nationalities=("ISL", "XXA"),
        residence="NPL",
        legal_status=f"{MARKER} refugee",
        headline=f"{MARKER} headline",
        summary=f"{MARKER} summary",
        experience=(
            *(person.experience or ()),
            Experience(title=f"{MARKER} title", employer=f"{MARKER} employer", description=MARKER, country="BTN"),
        ),
        education=(*(person.education or ()), Education(title=MARKER, institution=MARKER, country="BTN")),
        credentials=(*(person.credentials or ()), Credential(name=f"{MARKER} card", kind="document", country="BTN")),
        skills=None if person.skills is None else (*person.skills, PersonSkill(text=f"{MARKER} prayer")),
        employers_excluded=(f"{MARKER} Ltd",),
        evidence=(FactEvidence(field="nationalities", evidence=evidence),),
        not_understood=(f"{MARKER} line",),
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_private_about_a_person_is_in_the_file(tmp_path: Path, corridor: Corridor, language: str) -> None:
    secretive = corridor._replace(people=[marked(person) for person in corridor.people])
    text = report(tmp_path, secretive, lang=language)
    private = {
        "en": ["Iceland", "Nepal", "Bhutan", "stateless", "female", "refugee", "December 17"],
        "fr": ["Islande", "Népal", "Bhoutan", "apatride", "femme", "réfugié", "17 décembre"],
        "es": ["Islandia", "Nepal", "Bután", "apátrida", "mujer", "refugiad", "17 de diciembre"],
        "ar": ["آيسلندا", "نيبال", "بوتان", "عديم", "أنثى", "لاجئ", "17 ديسمبر"],
    }[language]
    for secret in [MARKER, "ISL", "NPL", "BTN", "XXA", "1977", "555 0101", "@", *private]:
        assert secret not in text.replace("@media", "").replace("@page", ""), secret


def test_given_names_are_shown_unless_they_are_switched_off(tmp_path: Path, corridor: Corridor) -> None:
    best = corridor.matches.sort("fit")["person_id"][-1]
    people = [
        replace(p, given_names="Qamarah", consent_matching=True) if p.person_id == best else p for p in corridor.people
    ]
    named = corridor._replace(people=people)
    assert "<bdi>Qamarah</bdi>" in report(tmp_path, named)
    without = report(tmp_path, named, names=False)
    assert "Qamarah" not in without
    assert best in without


def test_people_who_do_not_agree_are_counted_and_not_shown(tmp_path: Path, corridor: Corridor) -> None:
    best = corridor.matches.sort("fit")["person_id"][-1]
    people = [replace(p, consent_matching=False) if p.person_id == best else p for p in corridor.people]
    refusing = sum(person.consent_matching is False for person in people)
    text = report(tmp_path, corridor._replace(people=people))
    assert best not in text
    assert f"they are not shown</dt><dd>{refusing}</dd>" in text


def test_people_of_whom_too_little_is_known_are_listed_with_what_to_ask(tmp_path: Path, corridor: Corridor) -> None:
    blank = Person(person_id="KAK-0019", given_names="Deng", consent_matching=True)
    text = report(tmp_path, corridor._replace(people=[*corridor.people, blank]))
    section = text[text.index('id="little"') : text.index('id="closed"')]
    assert "KAK-0019" in section
    assert "Which work so far, paid or unpaid?" in section


def test_words_of_a_user_never_become_markup(tmp_path: Path, corridor: Corridor) -> None:
    hostile = '"><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7*7 }}'
    people = [replace(person, given_names=hostile, consent_matching=True) for person in corridor.people]
    needs = (SkillNeed(text=hostile),)
    vacancies = [
        replace(
            v, title=hostile, employer=hostile, region=hostile, licences=(hostile,), skills=(*(v.skills or ()), *needs)
        )
        for v in corridor.vacancies
    ]
    attacked = corridor._replace(people=people, vacancies=vacancies)
    text = report(tmp_path, attacked, title=hostile, programme=hostile)
    page = Page(text)
    assert not {"script", "img"} & set(page.tags)
    assert not any(name.startswith("on") for _, attributes in page.attributes for name in attributes)
    assert "{{ 7*7 }}" in text


def test_an_empty_programme_still_makes_a_readable_page(tmp_path: Path, corridor: Corridor) -> None:
    people, vacancies = (pl.DataFrame(schema=schema_of(record)) for record in (Person, Vacancy))
    text = report(
        tmp_path,
        corridor,
        people=people,
        vacancies=vacancies,
        matches=pl.DataFrame(schema=PAIR_SCHEMA),
        explanations=[],
    )
    page = Page(text)
    assert page.open == []
    assert page.tags["svg"] == 0
    assert "There is nothing to show here." in text


def test_a_job_without_matches_says_why_nobody_is_listed(tmp_path: Path, corridor: Corridor) -> None:
    text = report(tmp_path, corridor, matches=pl.DataFrame(schema=PAIR_SCHEMA))
    assert text.count("Nobody fits well yet.") == len(corridor.vacancies)
    people, jobs = to_frame(corridor.people, Person), to_frame(corridor.vacancies, Vacancy)
    engine = Engine(people, jobs, corridor.taxonomy, as_of=AS_OF)
    nobody = why_nobody(engine, jobs["vacancy_id"].to_list())
    text = report(tmp_path, corridor, matches=pl.DataFrame(schema=PAIR_SCHEMA), nobody=nobody)
    assert text.count("Of 60 people, ruled out by a condition") == sum(bool(why.ruled_out) for why in nobody)


def test_the_audit_is_there_only_when_given_and_carries_its_caution(tmp_path: Path, corridor: Corridor) -> None:
    checked = audit(corridor.matches, to_frame(corridor.people, Person), by=("sex",), top=10, as_of=AS_OF)
    assert 'id="audit"' not in report(tmp_path, corridor)
    text = report(tmp_path, corridor, audit=checked)
    assert "A gap is a question, not an answer." in text
    assert "women" in text


def test_it_says_that_a_person_decides_and_that_admission_is_another_matter(tmp_path: Path, corridor: Corridor) -> None:
    text = report(tmp_path, corridor)
    assert "A person decides" in text
    assert "It says nothing about visas, admission or the right to work" in text


def test_reasons_come_before_the_fit_in_every_card(tmp_path: Path, corridor: Corridor) -> None:
    cards = re.findall(
        r'<li class="card">.*?</li>\n(?=<li class="card">|</ol>)', report(tmp_path, corridor), flags=re.S
    )
    assert cards
    for card in cards:
        assert (
            card.index('class="sum"')
            < card.index('class="ask"')
            < card.index('class="parts"')
            < card.index('class="fit"')
        )


def test_a_language_without_words_is_refused_before_anything_is_written(tmp_path: Path, corridor: Corridor) -> None:
    with pytest.raises(UsageError, match="no sentences in the language de"):
        report(tmp_path, corridor, lang="de")
    assert list(tmp_path.iterdir()) == []


def test_the_same_input_gives_the_same_file(tmp_path: Path, corridor: Corridor) -> None:
    assert report(tmp_path, corridor) == report(tmp_path, corridor)


def test_a_card_says_which_skills_are_held_related_and_not_found(tmp_path: Path, corridor: Corridor) -> None:
    text = report(tmp_path, corridor)
    for how in ("own", "related", "missing"):
        assert f'<div class="how {how}">' in text
    assert re.search(r"through [^<]+ \((very near|near|somewhat near), \d+ of 100\)", text)
    assert re.search(r"<b>fit \+\d+</b>", text)


def test_skills_speak_the_language_of_the_report(tmp_path: Path, corridor: Corridor) -> None:
    need = next(skill.uri for job in corridor.vacancies for skill in job.skills or () if skill.uri)
    for language in LANGUAGES:
        assert corridor.taxonomy.label(need, language) in unescape(report(tmp_path, corridor, lang=language))
