"""Linking of whole records: words in people's and vacancies' records get URIs, and work done implies skills."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

import polars as pl

from crosswalk.taxonomy.linking.agreement import Agreement, agreeing, least_before
from crosswalk.taxonomy.linking.linker import Link, Linker
from crosswalk.taxonomy.linking.titles import HEAD_AMONG, best_of_title, title_heads, title_pieces
from crosswalk.taxonomy.store import Taxonomy

__all__ = ["link_people", "link_vacancies"]

FEW_STATED = 8  #: who states fewer linked skills than this has those implied that past work asks for
FEW_NEEDS = 3  #: a vacancy with fewer linked skills takes those of its occupation as well
LONG_ENOUGH = 3  #: months in an occupation from which its essential skills are implied
TITLE = 0.15  #: least probability of an occupation; lower than for a bare title, since its pieces are tried too
FEW_WORDS = 4  #: skill texts of up to so many words name one skill
MOST_SKILLS = 3  #: skills that a longer text may name
CANDIDATES = 12  #: skills of a text that are weighed against the occupations of its record

Progress = Callable[[int, int], None]


def link_people(
    people: pl.DataFrame, linker: Linker, taxonomy: Taxonomy, *, imply: bool = True, progress: Progress | None = None
) -> pl.DataFrame:
    """People whose job titles and skill words carry URIs; what no concept fits keeps its words and no URI.

    Args:
        people: Frame under `schema_of(Person)`.
        imply: To people who state few skills, add the essential ones of the occupations they worked in, marked
            with `implied_by`. Who states many is taken at their word: a skill left out is then worth asking about.
        progress: Called with (texts linked, texts in all).
    """
    titles = _texts(people, "experience", "title", "occupation") | set(people["headline"].drop_nulls())
    texts = _texts(people, "skills", "text", "uri")
    occupation, candidates = _linked(linker, titles, texts, progress)
    job = pl.element().struct
    people = people.with_columns(
        experience=pl.col("experience").list.eval(
            job.with_fields(
                occupation=pl.coalesce(job.field("occupation"), _mapped(job.field("title"), occupation, "uri")),
                isco=pl.coalesce(job.field("isco"), _mapped(job.field("title"), occupation, "isco")),
            )
        ),
        occupation=pl.coalesce("occupation", _mapped(pl.col("headline"), occupation, "uri")),
    )
    worked = pl.col("experience").list.eval(job.field("occupation")).fill_null([])
    occupations = pl.concat_list(worked, pl.concat_list("occupation"))
    people = _with_uris(people, "person_id", occupations, candidates, Agreement(taxonomy), linker.threshold("skill"))
    return _imply_for_people(people, taxonomy) if imply else people


def link_vacancies(
    vacancies: pl.DataFrame, linker: Linker, taxonomy: Taxonomy, *, imply: bool = True, progress: Progress | None = None
) -> pl.DataFrame:
    """Vacancies whose title and skill needs carry URIs; a vacancy without needs is read for them in its text.

    Args:
        vacancies: Frame under `schema_of(Vacancy)`.
        imply: Where fewer than three needs are known, add the essential skills of the occupation.
    """
    titles = set(vacancies.filter(pl.col("occupation").is_null())["title"].drop_nulls())
    texts = _texts(vacancies, "skills", "text", "uri")
    occupation, candidates = _linked(linker, titles, texts, progress)
    vacancies = vacancies.with_columns(
        occupation=pl.coalesce("occupation", _mapped(pl.col("title"), occupation, "uri")),
        isco=pl.coalesce("isco", _mapped(pl.col("title"), occupation, "isco")),
    )
    agreement, wanted = Agreement(taxonomy), pl.concat_list("occupation")
    vacancies = _needs_from_text(vacancies, linker, agreement)
    vacancies = _with_uris(vacancies, "vacancy_id", wanted, candidates, agreement, linker.threshold("skill"))
    return _imply_for_vacancies(vacancies, taxonomy) if imply else vacancies


def _texts(frame: pl.DataFrame, column: str, text: str, uri: str) -> set[str]:
    """Words in a nested column that have no URI yet."""
    rows = frame.select(pl.col(column)).explode(column).drop_nulls().unnest(column)
    return set(rows.filter(pl.col(uri).is_null())[text].drop_nulls()) if rows.height else set()


def _linked(
    linker: Linker, titles: Iterable[str], skills: Iterable[str], progress: Progress | None
) -> tuple[dict[str, Link], dict[str, list[Link]]]:
    """For each title its occupation, where one is good enough; for each skill text the skills that it may name."""
    variants = {title: title_pieces(title) for title in sorted(set(titles))}
    phrases = sorted({phrase for title, pieces in variants.items() for phrase in (*pieces, *title_heads(title))})
    texts = sorted(set(skills))
    total = len(phrases) + len(texts)
    by_title = partial(linker.occupations, top=HEAD_AMONG, threshold=0)
    by_words = partial(linker.skills, top=CANDIDATES, threshold=least_before(linker.threshold("skill")))
    occupation = _in_blocks(phrases, by_title, 0, total, progress)
    skill = _in_blocks(texts, by_words, len(phrases), total, progress)
    best = {
        title: link
        for title, pieces in variants.items()
        if (link := best_of_title(title, pieces, occupation)) is not None and link.score >= TITLE
    }
    return best, {text: links for text, links in skill.items() if links}


def _in_blocks(
    texts: list[str],
    link: Callable[[list[str]], list[list[Link]]],
    done: int,
    total: int,
    progress: Progress | None,
) -> dict[str, list[Link]]:
    found: dict[str, list[Link]] = {}
    for start in range(0, len(texts), 512):
        block = texts[start : start + 512]
        found |= dict(zip(block, link(block), strict=True))
        if progress is not None:
            progress(done + start + len(block), total)
    return found


def _as_many_as_said(text: str, links: list[Link]) -> list[Link]:
    """A few words name one skill; a sentence may name several."""
    return links[: 1 if len(text.split()) <= FEW_WORDS else MOST_SKILLS]


def _mapped(text: pl.Expr, links: dict[str, Link], attribute: str) -> pl.Expr:
    values = {t: getattr(link, attribute) for t, link in links.items()}
    return text.replace_strict(values, default=None, return_dtype=pl.String) if values else pl.lit(None, pl.String)


def _with_uris(
    frame: pl.DataFrame,
    key: str,
    occupations: pl.Expr,
    candidates: dict[str, list[Link]],
    agreement: Agreement,
    limit: float,
) -> pl.DataFrame:
    """Skills whose texts carry URIs that agree with the occupations; a text that names several stands for each."""
    known = occupations.list.drop_nulls().list.unique().list.sort().list.join(" ")
    rows = frame.select(key, "skills", occupations=known).explode("skills").drop_nulls("skills").with_row_index("place")
    words = pl.col("skills").struct
    rows = rows.with_columns(text=pl.when(words.field("uri").is_null()).then(words.field("text")))
    pairs = [
        (text, named, link.uri)
        for text, named in rows.select("text", "occupations").drop_nulls("text").unique(maintain_order=True).iter_rows()
        if text in candidates
        for link in _as_many_as_said(text, agreeing(text, candidates[text], agreement.favour(named.split()), limit))
    ]
    schema = {"text": pl.String, "occupations": pl.String, "found": pl.String}
    found = pl.DataFrame(pairs, schema=schema, orient="row")
    rows = rows.join(found, on=["text", "occupations"], how="left", maintain_order="left_right")
    uri = pl.coalesce(pl.col("skills").struct.field("uri"), pl.col("found"))
    rows = rows.with_columns(skills=pl.col("skills").struct.with_fields(uri=uri))
    lists = rows.group_by(key, maintain_order=True).agg(linked="skills")
    joined = frame.join(lists, on=key, how="left", maintain_order="left")
    return joined.with_columns(skills=pl.coalesce("linked", "skills")).drop("linked")


def _needs_from_text(vacancies: pl.DataFrame, linker: Linker, agreement: Agreement) -> pl.DataFrame:
    """Skill needs read from the description of vacancies that list none."""
    silent = (pl.col("skills").is_null() | (pl.col("skills").list.len() == 0)) & pl.col("description").is_not_null()
    rows = vacancies.filter(silent).select("vacancy_id", "description", "language_of_text", "occupation")
    if rows.is_empty():
        return vacancies
    needs: dict[str, list[dict[str, Any]]] = {}
    for vacancy_id, description, lang, occupation in rows.iter_rows():
        favour = agreement.favour([occupation] if occupation else [])
        mentions = linker.skills_in_document(description, lang=lang, favour=favour)
        needs[vacancy_id] = [
            {"text": description[m.start : m.end], "uri": m.uri, "essential": True, "level": None, "implied_by": None}
            for m in mentions
        ]
    read = pl.DataFrame(
        {"vacancy_id": list(needs), "read": list(needs.values())},
        schema={"vacancy_id": pl.String, "read": vacancies.schema["skills"]},
    )
    joined = vacancies.join(read, on="vacancy_id", how="left", maintain_order="left")
    found = pl.when(pl.col("read").list.len() > 0).then(pl.col("read")).otherwise(pl.col("skills"))
    return joined.with_columns(skills=found).drop("read")


def _essential(taxonomy: Taxonomy, occupations: Iterable[str]) -> pl.DataFrame:
    """Essential skills of occupations: one row each (occupation, uri, text)."""
    known = [o for o in sorted(set(occupations)) if taxonomy.has(o)]
    rows = [(o, s, taxonomy.label(s)) for o in known for s in taxonomy.occupation_skills(o)[0]]
    return pl.DataFrame(rows, schema={"occupation": pl.String, "uri": pl.String, "text": pl.String}, orient="row")


def _imply_for_people(people: pl.DataFrame, taxonomy: Taxonomy) -> pl.DataFrame:
    jobs = people.select("person_id", "experience").explode("experience").drop_nulls().unnest("experience")
    long = pl.coalesce("months", pl.lit(LONG_ENOUGH)) >= LONG_ENOUGH
    worked = pl.concat(
        [jobs.filter(long).select("person_id", "occupation"), people.select("person_id", "occupation")]
    ).drop_nulls()
    stated = people.select("person_id", "skills").explode("skills").drop_nulls()
    stated = stated.select("person_id", uri=pl.col("skills").struct.field("uri")).drop_nulls()
    silent = people.select("person_id").join(
        stated.group_by("person_id").len().filter(pl.col("len") >= FEW_STATED), on="person_id", how="anti"
    )
    implied = (
        worked.unique()
        .join(silent, on="person_id", how="semi")
        .join(_essential(taxonomy, worked["occupation"]), on="occupation")
        .join(stated, on=["person_id", "uri"], how="anti")
        .sort("person_id", "uri", "occupation")
        .unique(["person_id", "uri"], keep="first", maintain_order=True)
        .rename({"occupation": "implied_by"})
    )
    return _append(people, "person_id", implied)


def _imply_for_vacancies(vacancies: pl.DataFrame, taxonomy: Taxonomy) -> pl.DataFrame:
    linked = pl.col("skills").list.eval(pl.element().struct.field("uri").drop_nulls()).list.len().fill_null(0)
    few = vacancies.filter(linked < FEW_NEEDS).select("vacancy_id", "occupation").drop_nulls()
    stated = vacancies.select("vacancy_id", "skills").explode("skills").drop_nulls()
    stated = stated.select("vacancy_id", uri=pl.col("skills").struct.field("uri")).drop_nulls()
    implied = (
        few.join(_essential(taxonomy, few["occupation"]), on="occupation")
        .join(stated, on=["vacancy_id", "uri"], how="anti")
        .rename({"occupation": "implied_by"})
        .with_columns(essential=pl.lit(True))
    )
    return _append(vacancies, "vacancy_id", implied)


def _append(frame: pl.DataFrame, key: str, implied: pl.DataFrame) -> pl.DataFrame:
    """The records with implied skills behind the stated ones."""
    item: pl.Struct = frame.schema["skills"].inner  # type: ignore[attr-defined]
    columns = [
        (pl.col(f.name) if f.name in implied.columns else pl.lit(None)).cast(f.dtype).alias(f.name) for f in item.fields
    ]
    lists = implied.group_by(key, maintain_order=True).agg(implied=pl.struct(columns))
    joined = frame.join(lists, on=key, how="left", maintain_order="left")
    both = pl.concat_list(pl.col("skills").fill_null([]), pl.col("implied").fill_null([]))
    skills = pl.when(pl.col("implied").is_null()).then(pl.col("skills")).otherwise(both)
    return joined.with_columns(skills=skills).drop("implied")
