"""Tables that map one occupational classification onto another (ISCO-08, SOC, NOC, O*NET and others)."""

from __future__ import annotations

import re

import fastexcel
import polars as pl

from crosswalk.taxonomy.sources.files import Member
from crosswalk.taxonomy.tables import Source

__all__ = ["SCHEMES", "read_crosswalk_table", "scheme_of_column"]

#: Classification -> how official tables head the column of its codes, and the width its codes are padded to
#: (spreadsheets drop leading zeros). Adding a classification is adding a line.
SCHEMES: dict[str, tuple[str, int]] = {
    "ISCO-08": (r"isco[- _]?08([ _]code)?|código ciuo-08|ciuo-08|isco08", 0),
    "ISCO-88": (r"isco[- _]?88([ _]code)?", 4),
    "SOC 2010": (r"2010 soc code|soc 2010( code)?|soc2010", 0),
    "SOC 2018": (r"2018 soc code|soc 2018( code)?|soc2018", 0),
    "O*NET-SOC 2010": (r"o\*net-soc 2010 code", 0),
    "O*NET-SOC 2019": (r"o\*net-soc 2019 code", 0),
    "NOC 2021": (r"noc ?2021( code)?", 5),
    "NOC 2016": (r"noc ?2016( code)?", 4),
    "NOC 2006": (r"noc ?2006( code)?", 4),
    "SOC 2020 (UK)": (r"uk soc ?2020( code)?|soc2020( code)?", 4),
    "ANZSCO": (r"anzsco( code)?", 6),
    "OSCA": (r"osca( code)?", 6),
    "KldB 2010": (r"kldb ?2010( code)?", 5),
    "ROME": (r"(code )?rome( v?\d)?", 0),
    "CNO-01": (r"código cno-01", 0),
    "CNO 2017": (r"cno", 0),
    "SINCO 2011": (r"sinco ?2011( code)?", 0),
}
#: Tables whose headers are too bare to tell: file name pattern -> header -> classification.
BARE_HEADERS = {
    r"noc2021_onet": {"noc": "NOC 2021", "onet": "O*NET-SOC 2019"},
    r"noc2016_onet": {"noc": "NOC 2016", "onet": "O*NET-SOC 2010"},
}


def scheme_of_column(header: str, file_name: str = "") -> str | None:
    """Classification whose codes a column holds, read off its header.

    Example:
        >>> scheme_of_column("2010 SOC Code"), scheme_of_column("Title")
        ('SOC 2010', None)
    """
    text = " ".join(header.strip().lower().split())
    for pattern, headers in BARE_HEADERS.items():
        if re.search(pattern, file_name.lower()) and text in headers:
            return headers[text]
    return next((name for name, (pattern, _) in SCHEMES.items() if re.fullmatch(pattern, text)), None)


def sheets(member: Member) -> list[pl.DataFrame]:
    """Tables of a workbook, each from the first row that heads two known classifications."""
    workbook = fastexcel.read_excel(member.content)
    found = []
    for sheet in workbook.sheet_names:
        raw = workbook.load_sheet(sheet, header_row=None, dtypes="string").to_polars()
        for index, row in enumerate(raw.head(30).iter_rows()):
            heads = [str(cell or f"column {i}") for i, cell in enumerate(row)]
            if len({s for h in heads if (s := scheme_of_column(h, member.name))}) >= 2:
                body = raw.slice(index + 1)
                body.columns = [f"{h}#{i}" if heads.count(h) > 1 else h for i, h in enumerate(heads)]
                found.append(body)
                break
    return found


def read_crosswalk_table(member: Member, frame: pl.DataFrame) -> Source | None:
    """Pairs of codes from a table that heads two classifications; None where it heads fewer."""
    columns = {c: s for c in frame.columns if (s := scheme_of_column(c, member.name))}
    if len(set(columns.values())) < 2:
        return None
    (left, scheme), (right, other) = list(columns.items())[:2]
    part = next((c for c in frame.columns if c.strip().lower() in ("part", "isco-08 part")), None)
    partial = pl.col(part).str.strip_chars().fill_null("") != "" if part else pl.lit(False)
    rows = frame.select(
        scheme=pl.lit(scheme),
        code=_code(left, scheme),
        other_scheme=pl.lit(other),
        other_code=_code(right, other),
        partial=partial,
    )
    rows = rows.filter((pl.col("code") != "") & (pl.col("other_code") != "")).drop_nulls()
    if part is None:  # one code against several is partial by itself
        rows = rows.with_columns(partial=(pl.len().over("code") > 1) | (pl.len().over("other_code") > 1))
    source = Source(name=member.name)
    source.add("crosswalk", rows)
    return source


def _code(column: str, scheme: str) -> pl.Expr:
    text = pl.col(column).str.strip_chars().str.replace(r"\.0$", "")
    width = SCHEMES[scheme][1]
    return pl.when(text.str.contains(r"^\d+$")).then(text.str.zfill(width)).otherwise(text) if width else text
