"""Facts for pathways from people and vacancies: what the records say exactly, and nothing that they do not.

A shared fact names its record (`record: salary EUR/year`), out of the closed list below. Facts about protection are
never read from records here: whoever may see them gives them to `assess` on purpose.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date

import polars as pl

from crosswalk.errors import UsageError
from crosswalk.pathways.columns import JOINT
from crosswalk.pathways.facts import Fact
from crosswalk.pathways.pathway import Pathway
from crosswalk.types import Cefr, Isced

__all__ = [
    "RECORDS",
    "Translate",
    "in_classification",
    "offer_facts",
    "person_facts",
    "record_facts",
    "side_of",
    "work_facts",
]

#: What `record:` of a fact may say; `person` and `offer` stand alone, `both` needs the pair.
RECORDS = {
    "birth_date": "person",
    "nationalities": "person",
    "residence": "person",
    "education": "person",
    "education_date": "person",
    "language <code>": "person",
    "work <months or all>": "both",
    "offer": "offer",
    "offer_occupation": "offer",
    "offer_start": "offer",
    "licence_needed": "offer",
    "salary <currency>/<period>": "offer",
}

#: Codes of another classification that a code corresponds to: code, its classification, the other.
Translate = Callable[[str, str, str], list[str]]
_CEFR = ("none", *(level.name for level in Cefr))
_ISCED = {level.name.lower(): level.value for level in Isced}


def side_of(record: str) -> str | None:
    """Whether a record is of the person, the offer, or both; None if it is not in the list.

    Example:
        >>> side_of("language de"), side_of("salary EUR/year"), side_of("shoe size")
        ('person', 'offer', None)
    """
    for known, side in RECORDS.items():
        pattern = re.escape(known).replace(r"<code>", "[a-z]{2,3}").replace(r"<months\ or\ all>", r"(\d+|all)")
        pattern = pattern.replace("<currency>", "[A-Z]{3}").replace("<period>", "(year|month|week|day|hour)")
        if re.fullmatch(pattern, record):
            return side
    return None


def record_facts(pathways: Iterable[Pathway], side: str) -> dict[str, Fact]:
    """The facts of some pathways that records of one side answer."""
    found: dict[str, Fact] = {}
    for pathway in pathways:
        for name, fact in pathway.facts.items():
            if fact.entry.record and side_of(fact.entry.record) == side:
                found[name] = fact
    return found


def person_facts(people: pl.DataFrame, facts: dict[str, Fact]) -> pl.DataFrame:
    """One row of encoded facts for each person, in their order.

    Args:
        people: Rows under `schema_of(Person)`.
        facts: Of `record_facts(..., "person")`.
    """
    return people.select([_PERSON[fact.entry.record.split()[0]](fact).alias(name) for name, fact in facts.items()])


def offer_facts(vacancies: pl.DataFrame, facts: dict[str, Fact], translate: Translate | None = None) -> pl.DataFrame:
    """One row of encoded facts for each vacancy, in their order; it is an offer to whoever is matched with it.

    Args:
        vacancies: Rows under `schema_of(Vacancy)`.
        facts: Of `record_facts(..., "offer")`.
        translate: `Taxonomy.translate`, for lists in national classifications: an occupation that corresponds to
            several codes may be any of them, and is unknown where the lists tell them apart.
    """
    columns = [_OFFER[fact.entry.record.split()[0]](fact).alias(name) for name, fact in facts.items()]
    found = vacancies.select(columns)
    national = {name: fact for name, fact in facts.items() if fact.entry.record == "offer_occupation"}
    return found.with_columns(
        in_classification(found[name], fact.unit.name, translate).alias(name)
        for name, fact in national.items()
        if fact.unit.name != "ISCO-08"
    )


def in_classification(codes: pl.Series, classification: str, translate: Translate | None) -> pl.Series:
    """ISCO-08 codes in another classification: all codes that each corresponds to; null where no table says."""
    told: dict[str, str | None] = {}
    for code in codes.drop_nulls().unique().to_list():
        try:
            others = translate(code, "ISCO-08", classification) if translate else []
        except UsageError:  # no table of this classification was loaded
            others = []
        told[code] = JOINT.join(others) or None
    return pl.Series([told.get(code) for code in codes.to_list()], dtype=pl.String)


def work_facts(pairs: pl.DataFrame, facts: dict[str, Fact], day: date) -> pl.DataFrame:
    """Months of work in the occupation of the vacancy (same ISCO-08 minor group), for each pair.

    Unknown as soon as one job of the person has no occupation, or one that counts has no dates: it might count.

    Args:
        pairs: Columns `jobs` (of the person: isco, start, end, ongoing) and `isco` (of the vacancy).
        facts: Of `record_facts(..., "both")`.
        day: Windows such as the last five years end here.
    """
    rows = pairs.with_row_index("_row")
    jobs = rows.select("_row", "isco", job="jobs").explode("job").with_columns(
        given=pl.col("job").is_not_null(), held=pl.col("job").struct.field("isco")
    )  # fmt: skip
    return rows.select("_row").with_columns(
        [_work(rows, jobs, fact, day).alias(name) for name, fact in facts.items()]
    ).drop("_row")  # fmt: skip


def _work(rows: pl.DataFrame, jobs: pl.DataFrame, fact: Fact, day: date) -> pl.Series:
    window = fact.entry.record.split()[1]
    start, end = pl.col("job").struct.field("start"), pl.col("job").struct.field("end")
    ongoing = pl.col("job").struct.field("ongoing").fill_null(value=False)
    end = pl.when(ongoing | (end > day)).then(pl.lit(day)).otherwise(end)
    first = start if window == "all" else pl.max_horizontal(start, pl.lit(_months_before(day, int(window))))
    months = (end.dt.year() - first.dt.year()) * 12 + end.dt.month() - first.dt.month() + 1
    dated = pl.when(start.is_not_null()).then(months.cast(pl.Int32).clip(0, None))
    same = pl.col("held").str.slice(0, 3) == pl.col("isco").str.slice(0, 3)
    counts = pl.when(~pl.col("given")).then(0).when(~same).then(0).when(same).then(dated)
    told = jobs.with_columns(_months=counts).group_by("_row").agg(
        _months=pl.when(pl.col("_months").is_not_null().all()).then(pl.col("_months").sum())
    )  # fmt: skip
    joined = rows.select("_row", jobs=pl.col("jobs").list.len()).join(
        told, on="_row", how="left", maintain_order="left"
    )
    summed = pl.when(pl.col("jobs") == 0).then(0).when(pl.col("jobs") > 0).then(pl.col("_months"))
    return joined.select(_months=summed.clip(fact.low, fact.high))["_months"]


def _months_before(day: date, months: int) -> date:
    count = day.year * 12 + day.month - 1 - months
    return date(count // 12, count % 12 + 1, 1)


# -- people -----------------------------------------------------------------------------------------------------------


def _birth_date(_fact: Fact) -> pl.Expr:
    return pl.col("birth_date").cast(pl.Int32)


def _nationalities(_fact: Fact) -> pl.Expr:
    return pl.col("nationalities").list.sort().list.join(JOINT)


def _residence(_fact: Fact) -> pl.Expr:
    return pl.col("residence")


def _highest(field: str) -> pl.Expr:
    """A field of the highest completed education; null where no level is known."""
    level = pl.element().struct.field("level").replace_strict(_ISCED, default=None, return_dtype=pl.Int8)
    done = pl.element().struct.field("completed").fill_null(value=False)
    if field == "level":
        return pl.col("education").list.eval(pl.when(done).then(level)).list.max()
    best = pl.element().sort_by(pl.when(done).then(level), descending=True, nulls_last=True).first()
    top = pl.col("education").list.eval(best.struct.field("end")).list.first()
    return pl.when(_highest("level").is_not_null()).then(top)


def _education(_fact: Fact) -> pl.Expr:
    return _highest("level")


def _education_date(_fact: Fact) -> pl.Expr:
    return _highest("end").cast(pl.Int32)


def _language(fact: Fact) -> pl.Expr:
    """The level of a language; none where the person listed languages and this is not among them."""
    code = fact.entry.record.split()[1]
    same = pl.element().struct.field("language") == code
    level = (
        pl.element()
        .struct.field("level")
        .replace_strict({name: place for place, name in enumerate(_CEFR)}, default=None, return_dtype=pl.Int8)
    )
    stated = pl.when(pl.element().struct.field("native").fill_null(value=False)).then(len(_CEFR) - 1).otherwise(level)
    listed = pl.col("languages").list.eval(same).list.any()
    best = pl.col("languages").list.eval(pl.when(same).then(stated)).list.max()
    return pl.when(listed).then(best).when(~listed).then(0).cast(pl.Int8)


_PERSON: dict[str, Callable[[Fact], pl.Expr]] = {
    "birth_date": _birth_date,
    "nationalities": _nationalities,
    "residence": _residence,
    "education": _education,
    "education_date": _education_date,
    "language": _language,
}

# -- vacancies --------------------------------------------------------------------------------------------------------


def _offer(_fact: Fact) -> pl.Expr:
    return pl.lit(value=True)


def _offer_occupation(_fact: Fact) -> pl.Expr:
    return pl.when(pl.col("isco").str.len_chars() == 4).then("isco")  # a group could be any of its occupations


def _offer_start(_fact: Fact) -> pl.Expr:
    return pl.col("starts_on").cast(pl.Int32)


def _licence_needed(_fact: Fact) -> pl.Expr:
    return pl.col("licences").list.len() > 0


def _salary(fact: Fact) -> pl.Expr:
    """The least that the offer pays; a year is twelve months of pay, other periods are not converted."""
    currency, _, period = fact.entry.record.split()[1].partition("/")
    paid = pl.col("salary_min")
    stated = pl.col("currency") == currency
    exact = pl.when(stated & (pl.col("salary_period") == period)).then(paid)
    monthly = pl.when(stated & (pl.col("salary_period") == "month")).then(paid * 12)
    return (pl.coalesce(exact, monthly) if period == "year" else exact).clip(fact.low, fact.high)


_OFFER: dict[str, Callable[[Fact], pl.Expr]] = {
    "offer": _offer,
    "offer_occupation": _offer_occupation,
    "offer_start": _offer_start,
    "licence_needed": _licence_needed,
    "salary": _salary,
}
