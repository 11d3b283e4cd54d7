"""Every pathway that ships: its file passes the check, and each of its cases comes out as the law has it."""

from pathlib import Path

import pytest

from crosswalk.pathways import (
    CATALOGUE,
    CaseResult,
    all_facts,
    check_pathway,
    load_pathways,
    pathway_folders,
    run_cases,
)

FOLDERS = pathway_folders()
ISSUE = {
    "can": 4,
    "deu": 7,
    "euu": 1,
    "gbr": 3,
    "aus": 5,
    "nzl": 1,
    "jpn": 3,
    "kor": 1,
    "aut": 2,
    "esp": 1,
    "ita": 1,
    "usa": 2,
}

folders = pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: f"{folder.parent.name}.{folder.name}")


@folders
def test_a_pathway_passes_every_check(folder: Path) -> None:
    assert [f"{each.place}: {each.message}" for each in check_pathway(folder) if each.level == "error"] == []


@folders
def test_its_cases_come_out_as_expected(folder: Path) -> None:
    results = run_cases(folder)
    assert len(results) >= 10
    assert [failure(each) for each in results if not each.passed] == []


@folders
def test_a_folder_holds_a_pathway_and_its_cases_and_nothing_else(folder: Path) -> None:
    assert sorted(path.name for path in folder.iterdir()) == ["cases.yaml", "pathway.yaml"]


def failure(result: CaseResult) -> str:
    return f"{result.place}: {result.name}: {'; '.join(result.differences)}"


def test_every_country_that_was_asked_for_is_there() -> None:
    found = {iso: sum(folder.parent.name == iso for folder in FOLDERS) for iso in ISSUE}
    assert {iso: count for iso, count in found.items() if count < ISSUE[iso]} == {}


def test_one_name_means_one_fact_in_every_pathway() -> None:
    assert len(all_facts(load_pathways())) > 50


def test_every_fact_that_bears_on_protection_is_marked_sensitive() -> None:
    facts = all_facts(load_pathways())
    assert facts["in_need_of_protection"].entry.sensitive


def test_every_number_of_every_pathway_says_where_it_was_read() -> None:
    for pathway in load_pathways():
        for source in pathway.scope.sources.values():
            assert source.instrument
            assert source.url or source.tier == "C"
        for use in pathway.on(pathway.file.in_force.from_).uses:
            assert use.source in pathway.scope.sources


def test_the_catalogue_holds_files_of_the_language_only() -> None:
    assert {path.suffix for path in CATALOGUE.rglob("*") if path.is_file()} == {".yaml"}
