"""Lists in national classifications, read through real crosswalk tables: what is ambiguous stays unknown."""

from pathlib import Path

import polars as pl

from crosswalk.pathways import nodes as n
from crosswalk.pathways.records import in_classification
from crosswalk.pathways.reference import truth
from crosswalk.taxonomy import Taxonomy, load_taxonomy


def _taxonomy(shared: Path) -> Taxonomy:
    folder = shared / "data" / "crosswalks"
    tables = [*sorted((folder / "isco-soc").glob("*.xls*")), folder / "noc-onet" / "noc2021_onet26.csv"]
    return load_taxonomy([Path("starter"), *tables])


def test_an_isco_code_becomes_every_national_code_that_it_corresponds_to(shared: Path) -> None:
    codes = pl.Series(["2221", "7212", None, "9999"])
    found = in_classification(codes, "NOC-2021", _taxonomy(shared).translate)
    assert found.to_list() == ["31301|31302", "72106", None, None]


def test_codes_that_a_list_tells_apart_are_unknown_and_codes_that_it_does_not_are_decided(shared: Path) -> None:
    driver, nurse = in_classification(pl.Series(["8332", "2221"]), "NOC-2021", _taxonomy(shared).translate).to_list()
    trades = n.OneOf("noc", frozenset({"7"}), by_prefix=True)
    assert truth(trades, {"noc": tuple(driver.split("|"))}) is (None if "|" in driver else True)
    assert truth(n.OneOf("noc", frozenset({"73"}), by_prefix=True), {"noc": ("73300", "82031")}) is None
    assert truth(n.OneOf("noc", frozenset({"31"}), by_prefix=True), {"noc": tuple(nurse.split("|"))}) is True


def test_without_a_table_the_national_code_is_unknown() -> None:
    assert in_classification(pl.Series(["2221"]), "KldB", None).to_list() == [None]
