"""A check as a whole: every safeguard once, with reason, source and place."""

from __future__ import annotations

import pytest

from crosswalk.errors import FileError
from crosswalk.partnerships.safeguards.check import RULES, check
from safeguard_cases import DAY, cost, earning, small, yes


def test_every_safeguard_is_found_once_with_reason_source_and_place() -> None:
    findings = check(small(), on=DAY)
    assert [finding.safeguard for finding in findings.findings] == list(RULES)
    for finding in findings.findings:
        assert finding.reason and finding.sources and finding.place.startswith("corridor/partnership.yaml, line ")
        assert bool(finding.remedy) == (finding.verdict in ("not_met", "unknown"))
    assert sum(findings.counts.values()) == len(RULES)
    assert {finding.verdict for finding in findings.of("unknown")} == {"unknown"}


def test_the_json_of_a_check_carries_sources_and_what_is_to_be_verified() -> None:
    told = check(small(costs={"papers": cost(100)}, earnings=earning(1000)), on=DAY).as_json()
    assert told["on"] == "2026-11-22" and told["counts"]["not_met"] == 1
    months = next(entry for entry in told["findings"] if entry["safeguard"] == "recruitment_cost")
    assert months["figures"]["months_likely"] == 0.1
    assert months["sources"][0] | {"note": ""} == {
        "title": "Metadata of SDG indicator 10.7.1",
        "section": "2.a definition: cost borne by the employee over the monthly income, same worker (18 May 2022)",
        "url": "https://worldbank.github.io/sdg-metadata/metadata/en/10-7-1",
        "read_on": "2026-11-22",
        "tier": "A",
        "needs_verification": False,
        "note": "",
    }


def test_a_misspelt_answer_is_an_error_with_its_line_and_not_silence() -> None:
    partnership = small(safeguards={"writen_contract": yes()})
    with pytest.raises(FileError, match=r"line \d+: No safeguard asks writen_contract. Did you mean written_contract?"):
        check(partnership, on=DAY)
