"""crosswalk explain: why a person and a vacancy fit as they do."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Annotated

import typer

from crosswalk.cli.common import PeopleFile, TaxonomyFile, VacanciesFile, open_people, open_taxonomy, open_vacancies
from crosswalk.cli.doors import AnswersFile, WithPathways, open_doors
from crosswalk.cli.match import On, as_date
from crosswalk.cli.output import Json, note, print_json
from crosswalk.cli.pathways.common import CatalogueFolder
from crosswalk.errors import NotFoundError

if TYPE_CHECKING:
    import polars as pl


def explain(
    person: Annotated[str, typer.Argument(help="Id of the person.")],
    vacancy: Annotated[str, typer.Argument(help="Id of the vacancy.")],
    people: PeopleFile,
    vacancies: VacanciesFile,
    taxonomy: TaxonomyFile = None,
    lang: Annotated[
        str, typer.Option(help="Language: en, fr, es, ar; in others the labels only, the sentences in English.")
    ] = "en",
    pathways: WithPathways = True,
    facts: AnswersFile = None,
    catalogue: CatalogueFolder = None,
    on: On = None,
    json: Json = False,
) -> None:
    """Show for a pair what is covered, related, missing; what is unknown; and the regular ways in."""
    import polars as pl

    from crosswalk.matching import explain as explain_pair
    from crosswalk.matching import in_words
    from crosswalk.matching.explain import matching_words, with_pathway
    from crosswalk.matching.way_words import ways_in_words
    from crosswalk.matching.ways import Way, ways_of
    from crosswalk.records import Person, Vacancy, from_frame
    from crosswalk.wording import LANGUAGES

    store = open_taxonomy(taxonomy)
    if lang not in LANGUAGES:
        note(f"There are no sentences in the language {lang}; they are in English, and labels in {lang} where known.")
    someone = _one(open_people(people, store), "person_id", person)
    job = _one(open_vacancies(vacancies, store), "vacancy_id", vacancy)
    why = explain_pair(from_frame(someone, Person)[0], from_frame(job, Vacancy)[0], store, as_of=as_date(on), lang=lang)
    ways: tuple[Way, ...] = ()
    if pathways:
        doors = open_doors(someone, job, as_date(on), catalogue=catalogue, facts=facts, taxonomy=store)
        why = with_pathway(why, int(doors.factor().verdict[0, 0]), matching_words(lang), job["country"][0])
        (ways,) = ways_of(doors, pl.DataFrame({"person_id": [person], "vacancy_id": [vacancy]})).values()
    if json:
        print_json(why.as_json() | ({"ways": [way.as_json() for way in ways]} if pathways else {}))
        return
    print(in_words(why, lang))
    if pathways:
        print("\n" + ways_in_words(ways, matching_words(lang)))


def _one(frame: pl.DataFrame, key: str, value: str) -> pl.DataFrame:
    """The row of an id; where there is none, the error names the nearest ids."""
    row = frame.filter(frame[key] == value)
    if row.is_empty():
        near = difflib.get_close_matches(value, frame[key].to_list(), n=3)
        raise NotFoundError(
            f"No record has the {key} {value}.", remedy=f"Did you mean {', '.join(near)}?" if near else "Check the id."
        )
    return row
