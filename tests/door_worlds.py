"""A tiny catalogue of pathways to two countries, and people and vacancies that meet its edges."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from hypothesis import strategies as st

from crosswalk.pathways import Pathway, load_pathways
from crosswalk.records import LanguageSkill, PersonSkill, SkillNeed
from crosswalk.types import Cefr
from matching_worlds import SKILLS, linked_here, maybe, people, vacancies

__all__ = ["IDS", "PATHWAYS", "tiny_catalogue", "worlds"]

HEAD = """\
pathway: {id}
version: 1
destination: {country}
purpose: {purpose}
names: {{en: {name}, fr: {name} en français, es: {name} en español, ar: {name} بالعربية}}
summary: {{en: Invented for tests.}}
official: https://example.org/way
in_force: {{from: 2024-01-01, to: null}}
review_by: 2027-01-01
sources:
  act: {{instrument: Act of Tests, section: s. 1, url: "https://example.org/act", read_on: 2026-11-22, tier: {tier}}}
"""
GERMAN = "german: {type: level, scale: cefr, about: person, record: language de, ask: {en: How good is your German?}}"
NATIONS = "nations: {type: countries, about: person, record: nationalities, ask: {en: Which nationalities?}}"
BORN = "born: {type: date, about: person, record: birth_date, ask: {en: When were you born?}}"
PAY = (
    "pay: {type: money, currency: EUR, per: year, about: offer, record: salary EUR/year, ask: {en: How much is paid?}}"
)
SAFE = "safe: {type: yes_no, about: person, sensitive: true, ask: {en: Do you need asylum?}}"
PAPERS = "papers: {type: yes_no, about: person, ask: {en: Do you have the papers?}}"
LIVES = "lives: {type: country, about: person, record: residence, ask: {en: Where do you live?}}"

PATHWAYS = {
    # closed by the person's language, or by the offer's pay; a lever opens the first
    "deu.speech": (HEAD.format(id="deu.speech", country="DEU", purpose="work", name="Speech", tier="C"), f"""\
facts:
  {GERMAN}
  {PAY}
parameters:
  floor: {{unit: EUR/year, values: [{{from: 2024-01-01, value: 30000, source: act}}]}}
criteria:
  - {{id: speaks, title: {{en: German B1}}, rule: german >= B1, source: act}}
  - {{id: paid, title: {{en: Pay of the floor}}, rule: pay >= floor, source: act}}
levers:
  - {{id: course, title: {{en: Learn German}}, changes: german, steps: [{{to: B1, months: 6, cost: 900 EUR, source: act}}]}}
"""),
    # only for some nationals; closed by age as well
    "deu.region": (HEAD.format(id="deu.region", country="DEU", purpose="work", name="Region", tier="A"), f"""\
facts:
  {NATIONS}
  {BORN}
parameters:
  oldest: {{unit: years, values: [{{from: 2024-01-01, value: 45, source: act}}]}}
lists:
  region: {{of: country, values: [{{from: 2024-01-01, source: act, entries: [ALB, SRB]}}]}}
criteria:
  - {{id: national, title: {{en: Passport of the region}}, rule: any of nations in region, source: act}}
  - {{id: young, title: {{en: Younger than 45}}, rule: "age(born, on) < oldest", source: act}}
"""),
    # both sides in one criterion: neither closes it alone; a sensitive fact, and one that is only asked
    "can.either": (HEAD.format(id="can.either", country="CAN", purpose="work", name="Either", tier="A"), f"""\
facts:
  {GERMAN}
  {PAY}
  {SAFE}
  {PAPERS}
parameters:
  floor: {{unit: EUR/year, values: [{{from: 2024-01-01, value: 30000, source: act}}]}}
criteria:
  - {{id: one, title: {{en: Pay or German}}, rule: {{any: [german >= B2, pay >= floor]}}, source: act}}
  - {{id: no_asylum, title: {{en: No asylum asked}}, rule: not safe, source: act}}
  - {{id: papers, kind: document, title: {{en: Papers}}, rule: papers, source: act}}
"""),
    "can.shelter": (HEAD.format(id="can.shelter", country="CAN", purpose="complementary", name="Shelter", tier="A"), f"""\
facts:
  {SAFE}
  {LIVES}
criteria:
  - {{id: displaced, title: {{en: Needs protection}}, rule: safe, source: act}}
  - {{id: abroad, title: {{en: Lives elsewhere}}, rule: lives != CAN, source: act}}
"""),
}  # fmt: skip

CASES = """\
on: 2026-06-01
base: {}
cases:
  - {name: nothing is known, verdict: unknown}
"""


def tiny_catalogue(folder: Path, names: tuple[str, ...] = tuple(PATHWAYS)) -> tuple[Pathway, ...]:
    """The catalogue, or a part of it, written to a folder and read again."""
    (folder / "shared.yaml").write_text("scales:\n  cefr: [none, A1, A2, B1, B2, C1, C2]\n", encoding="utf-8")
    for name in names:
        place = folder.joinpath(*name.split("."))
        place.mkdir(parents=True)
        (place / "pathway.yaml").write_text("".join(PATHWAYS[name]), encoding="utf-8")
        (place / "cases.yaml").write_text(CASES, encoding="utf-8")
    return load_pathways(folder)


#: Ids of both sides.
IDS = [f"p{number}" for number in range(8)]
_nations = maybe(
    st.lists(st.sampled_from(["TUN", "TUN", "TUN", "SRB", "XXA", "DEU", "ROU"]), min_size=1, max_size=2).map(tuple)
)
_spoken = st.none() | (
    st.lists(
        st.builds(
            LanguageSkill,
            language=st.sampled_from(["de", "fr"]),
            level=maybe(st.sampled_from([Cefr.A2, Cefr.B1, Cefr.B2])),
            native=st.sampled_from([None, False]),
        ),
        max_size=2,
    ).map(tuple)
)
_people = st.builds(
    lambda person, skills, nations, lives, born, spoken: replace(
        person, skills=skills, nationalities=nations, residence=lives, birth_date=born, languages=spoken
    ),
    people,
    st.lists(st.builds(PersonSkill, text=st.just("x"), uri=st.sampled_from(SKILLS)), min_size=3, max_size=6).map(tuple),
    _nations,
    st.sampled_from(["TUN", "TUN", "SRB", None, "DEU", "CAN"]),
    maybe(st.dates(date(1975, 1, 1), date(2000, 1, 1))),
    _spoken,
)
_vacancies = st.builds(
    lambda vacancy, skills, country, pay: replace(
        vacancy,
        skills=skills,
        country=country,
        salary_min=pay,
        salary_max=None,
        currency="EUR" if pay else None,
        salary_period="month",
    ),
    vacancies,
    st.lists(st.builds(SkillNeed, text=st.just("x"), uri=st.sampled_from(SKILLS)), min_size=3, max_size=6).map(tuple),
    st.sampled_from(["DEU", "DEU", "DEU", "CAN", "FRA", None]),
    st.sampled_from([100_000, 200_000, 250_000, None]),
)
worlds = st.tuples(
    st.lists(_people, min_size=3, max_size=8)
    .filter(linked_here)
    .map(lambda rows: [replace(row, person_id=name) for row, name in zip(rows, IDS)]),  # noqa: B905
    st.lists(_vacancies, min_size=2, max_size=6)
    .filter(linked_here)
    .map(lambda rows: [replace(row, vacancy_id=name.replace("p", "v")) for row, name in zip(rows, IDS)]),  # noqa: B905
)
