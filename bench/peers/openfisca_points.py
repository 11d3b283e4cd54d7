"""The points system of bench/law in OpenFisca, run by its own interpreter: python openfisca_points.py PEOPLE.npz RUNS.

OpenFisca is under the AGPL: this file is run in a virtual environment and a process of its own, by bench/pathways.py,
and nothing of Crosswalk imports it. The tables and figures are read from the same pathway.yaml, as dated parameters,
and the rules are written the way its documentation teaches: one variable for each rule, scales for brackets.
`--arrays` replaces the scales by NumPy tables indexed by the fact: faster, but undated and outside its parameters.
"""

from __future__ import annotations

import argparse
import gc
import json
import statistics
import time
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from openfisca_core.entities import build_entity
from openfisca_core.parameters import ParameterNode
from openfisca_core.periods import MONTH
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

LAW = yaml.safe_load((Path(__file__).parents[1] / "law" / "zzz" / "points_system" / "pathway.yaml").read_text("utf-8"))
START, NOW = "2024-01-01", "2026-11"
PERSON = build_entity("person", "persons", "Person", is_person=True)
TYPES = {"integer": int, "level": int, "money": int, "yes_no": bool}
CENTS = {"funds_needed", "salary_floor"}
FACTORS = {
    "age_points": "age", "school_points": "school", "language_points": "language", "work_points": "work_years",
}  # fmt: skip


def steps(table: str) -> tuple[list[int], list[int]]:
    """First values of the brackets of a table (levels by their place), and what they give."""
    entry = LAW["tables"][table]["values"][0]
    scale = 100 if table in CENTS else 1
    if "entries" in entry:
        return list(range(len(entry["entries"]))), [value * scale for value in entry["entries"].values()]
    firsts = [key.partition("..")[0] or "0" for key in entry["brackets"]]
    return [int(first) for first in firsts], [value * scale for value in entry["brackets"].values()]


def parameters() -> ParameterNode:
    """The tables and figures of the file as OpenFisca's dated parameters."""
    data: dict[str, Any] = {}
    for table in LAW["tables"]:
        brackets = [
            {"threshold": {START: {"value": first}}, "amount": {START: {"value": value}}}
            for first, value in zip(*steps(table), strict=True)
        ]
        data[table] = {"brackets": brackets, "metadata": {"type": "single_amount"}}
    for name, entry in LAW["parameters"].items():
        value = entry["values"][0]["value"] * (100 if name in CENTS else 1)
        data[name] = {"values": {START: {"value": value}}}
    return ParameterNode("", data=data)


def system(arrays: bool) -> TaxBenefitSystem:
    """The 10 facts and the 12 rules."""

    def variable(name: str, kind: type, formula: Any = None) -> type[Variable]:
        body = {"value_type": kind, "entity": PERSON, "definition_period": MONTH, "label": name}
        return type(name, (Variable,), body | ({"formula": formula} if formula else {}))

    def looked_up(table: str, fact: str) -> Any:
        if not arrays:
            return lambda person, period, parameters: getattr(parameters(period), table).calc(person(fact, period))
        firsts, given = steps(table)
        places = np.searchsorted(firsts, np.arange(100), side="right") - 1
        values = np.array(given, dtype=np.int32)[places.clip(0)]
        return lambda person, period: values[person(fact, period)]

    needed = looked_up("funds_needed", "family_size")
    factors = {name: variable(name, int, looked_up(name, fact)) for name, fact in FACTORS.items()}
    factors["offer_points"] = variable("offer_points", int, lambda person, period: person("job_offer", period) * 10)
    rules = [
        variable("points", int, lambda person, period: sum(person(name, period) for name in factors)),
        variable("enough_points", bool, lambda person, period, law: person("points", period) >= law(period).pass_mark),
        variable("enough_funds", bool, (
            (lambda person, period: person("funds", period) >= needed(person, period)) if arrays else
            (lambda person, period, law: person("funds", period) >= needed(person, period, law))
        )),
        variable("licence", bool, lambda person, period: ~person("regulated", period) | person("licensed", period)),
        variable("enough_pay", bool, lambda person, period, law: person("salary", period) >= law(period).salary_floor),
        variable("experience", bool, lambda person, period, law: person("work_years", period) >= law(period).enough_work),
        variable("eligible", bool, lambda person, period: (
            person("enough_points", period) & person("enough_funds", period) & person("licence", period)
            & person("enough_pay", period) & person("experience", period)
        )),
    ]  # fmt: skip
    facts = [variable(name, TYPES[fact["type"]]) for name, fact in LAW["facts"].items()]
    law = TaxBenefitSystem([PERSON])
    law.add_variables(*facts, *factors.values(), *rules)
    law.parameters = parameters()
    return law


def memory(field: str) -> float:
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith(field)).split()[1]) / 1024


def main() -> None:
    """Build and calculate some times; medians as JSON on stdout."""
    parser = argparse.ArgumentParser()
    parser.add_argument("people", type=Path)
    parser.add_argument("runs", type=int)
    parser.add_argument("--arrays", action="store_true")
    chosen = parser.parse_args()
    law = system(chosen.arrays)
    with np.load(chosen.people) as file:
        people = {name: file[name] for name in file.files}
    before = memory("VmRSS")
    built, calculated, eligible = [], [], 0
    for _ in range(chosen.runs):
        gc.collect()
        start = time.perf_counter()
        simulation = SimulationBuilder().build_default_simulation(law, count=len(people["age"]))
        for name, values in people.items():
            simulation.set_input(name, NOW, values)
        middle = time.perf_counter()
        eligible = int(simulation.calculate("eligible", NOW).sum())
        built.append(middle - start)
        calculated.append(time.perf_counter() - middle)
        del simulation
    print(json.dumps({
        "calculation_seconds": statistics.median(calculated), "build_seconds": statistics.median(built),
        "best_calculation_seconds": min(calculated), "eligible": eligible,
        "memory_before_mb": before, "peak_memory_mb": memory("VmHWM"),
    }))  # fmt: skip


if __name__ == "__main__":
    main()
