"""The numbers behind the charts count what they say, and keep unknown apart from no."""

from __future__ import annotations

from typing import Any

import polars as pl

from crosswalk.matching.pairs import PAIR_SCHEMA
from crosswalk.records import LanguageNeed, LanguageSkill, Person, Vacancy, to_frame
from crosswalk.report.figures import Figure, figures
from crosswalk.report.jobs import Job
from crosswalk.report.reasons import SkillLine
from crosswalk.report.shortlist import Card, Shortlist
from crosswalk.report.words import Words
from crosswalk.types import Cefr


def card(person: str, *skills: SkillLine, topics: tuple[str, ...] = ()) -> Card:
    return Card(1, person, None, skills, (), (), topics, 60, None)


def shortlist(vacancy: str, *cards: Card, places: int | None = 2) -> Shortlist:
    return Shortlist(Job(vacancy, "welder", None, None, places, (), (), ()), "job-1", f"welder {vacancy}", cards)


def pairs(*rows: dict[str, Any]) -> pl.DataFrame:
    blank: dict[str, Any] = dict.fromkeys(PAIR_SCHEMA)
    return pl.DataFrame([blank | row for row in rows], schema=PAIR_SCHEMA)


def drawn(
    shortlists: list[Shortlist],
    matches: pl.DataFrame,
    people: list[Person] | None = None,
    vacancies: list[Vacancy] | None = None,
) -> dict[str, Figure]:
    frame = to_frame(people or [], Person)
    return {f.name: f for f in figures(shortlists, frame, vacancies or [], matches, matches, Words("en"))}


def test_people_are_counted_in_the_band_of_the_fit_that_is_printed() -> None:
    fits = (0.9, 0.695, 0.694, 0.495, 0.494, 0.1)
    matches = pairs(*[{"person_id": f"p{k}", "vacancy_id": "v", "fit": fit} for k, fit in enumerate(fits)])
    (bar,) = drawn([shortlist("v")], matches)["places"].bars
    assert bar.segments == (2, 2, 2)
    assert (bar.mark, bar.value) == (2, "fit 50+: 4 · places: 2")


def test_a_job_without_people_and_without_stated_places_says_so() -> None:
    (bar,) = drawn([shortlist("v", places=None)], pairs())["places"].bars
    assert (bar.segments, bar.mark) == ((0, 0, 0), None)
    assert bar.value.endswith("places: ?")


def test_each_person_is_counted_once_at_their_best_fit() -> None:
    rows = [("a", 0.3), ("a", 0.72), ("b", 0.75), ("c", 1.0)]
    matches = pairs(*[{"person_id": who, "vacancy_id": "v", "fit": fit} for who, fit in rows])
    counts = [bar.segments[0] for bar in drawn([shortlist("v")], matches)["fit"].bars]
    assert counts == [0, 0, 0, 0, 0, 0, 0, 2, 0, 1]


def test_gains_are_summed_over_people_and_only_for_what_training_can_add() -> None:
    weld = SkillLine("weld with TIG", True, "missing", gain=0.06)
    read = SkillLine("read drawings", True, "related", gain=0.02)
    proof = SkillLine("weld with MIG", True, "own")
    extra = SkillLine("drive a forklift", False, "missing", gain=0.01)
    shown = [shortlist("v", card("a", weld, read, proof, extra), card("b", weld))]
    gains = drawn(shown, pairs())["gain"]
    assert [(bar.label, bar.segments[0]) for bar in gains.bars] == [("weld with TIG", 12), ("read drawings", 2)]
    assert gains.bars[0].value == "+12, people: 2"


def test_an_open_question_counts_a_person_once_however_many_jobs_ask() -> None:
    rows = [("a", "v", ["licence"]), ("a", "w", ["licence", "destination"]), ("b", "v", [])]
    matches = pairs(*[{"person_id": p, "vacancy_id": v, "fit": 0.5, "unknown": u} for p, v, u in rows])
    bars = drawn([shortlist("v", card("b", topics=("licence",)))], matches)["unknown"].bars
    assert [(bar.label, bar.segments[0]) for bar in bars] == [("Licences held", 2), ("Countries wanted", 1)]


def test_whom_somebody_excludes_is_nobodys_business() -> None:
    matches = pairs({"person_id": "a", "vacancy_id": "v", "fit": 0.5, "unknown": ["exclusions"]})
    assert drawn([shortlist("v")], matches)["unknown"].bars == ()


def test_a_language_of_unknown_level_is_neither_enough_nor_short() -> None:
    german = LanguageNeed(language="de", level=Cefr.B1)
    vacancies = [Vacancy(vacancy_id="v", places=4, languages=(german,)), Vacancy(vacancy_id="w", languages=(german,))]
    spoken = {
        "native": LanguageSkill(language="de", native=True),
        "short": LanguageSkill(language="de", level=Cefr.A2),
        "open": LanguageSkill(language="de"),
        "other": LanguageSkill(language="fr", level=Cefr.C1),
    }
    people = [Person(person_id=name, languages=(skill,)) for name, skill in spoken.items()]
    people.append(Person(person_id="nothing known"))
    (bar,) = drawn([], pairs(), people, vacancies)["language"].bars
    assert (bar.label, bar.segments, bar.mark) == ("German B1", (1, 1, 1), 4)


def test_a_level_by_skill_is_the_lowest_of_all_five_and_unknown_where_one_is_missing() -> None:
    need = Vacancy(vacancy_id="v", places=1, languages=(LanguageNeed(language="de", level=Cefr.B1),))
    five = {"listening": Cefr.B2, "reading": Cefr.B2, "spoken_interaction": Cefr.B1, "spoken_production": Cefr.B1}
    whole = LanguageSkill(language="de", writing=Cefr.B1, **five)
    part = LanguageSkill(language="de", **five)
    people = [Person(person_id="a", languages=(whole,)), Person(person_id="b", languages=(part,))]
    (bar,) = drawn([], pairs(), people, [need])["language"].bars
    assert bar.segments == (1, 0, 1)
