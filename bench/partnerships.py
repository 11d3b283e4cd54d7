"""Time of 10,000 draws of a partnership, beside what an analyst would write with pandas and numpy-financial.

    python bench/partnerships.py > bench/results/partnerships.json

The partnership is that of examples/corridor. The peer is a table of months by parties for each draw, in binary floats,
with numpy_financial.npv by party: the same model, the same draws, the same schedule of steps (which is lent to it and
not timed). It reckons fewer draws, and its time is told by draw. How far its present values are from ours is told in
euros; ours are whole cents, rounded once for each payment, and equal the plain model of exact fractions.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import numpy_financial as npf
import pandas as pd

from crosswalk.partnerships import Partnership, load_partnership
from crosswalk.partnerships.economics.flows import cash_flows
from crosswalk.partnerships.economics.months import Timing, timing
from crosswalk.partnerships.economics.quantities import PARTS
from crosswalk.partnerships.economics.simulate import simulate
from crosswalk.partnerships.planning.steps import on_track

CORRIDOR = Path(__file__).resolve().parents[1] / "examples" / "corridor" / "partnership.yaml"
FRESH = """
import sys, time
from pathlib import Path
begin = time.perf_counter()
from crosswalk.partnerships import load_partnership
from crosswalk.partnerships.economics.simulate import simulate
simulate(load_partnership(Path(sys.argv[1])), draws=int(sys.argv[2]))
print(time.perf_counter() - begin)
"""


def spreadsheet(partnership: Partnership, draw: Mapping[str, int], when: Timing) -> pd.Series:
    """Net present value of every party under one draw, in floats and euros: the peer."""
    file, months = partnership.file, len(when.months)
    value = {name: number / (100 if name.endswith("money") else PARTS) for name, number in draw.items()}
    table = pd.DataFrame(0.0, index=range(months), columns=[*file.parties, "outside"])

    def move(giver: str, taker: str, amount: Any) -> None:
        table[giver] -= amount
        table[taker] += amount

    def share(day_from: Any, day_to: Any) -> np.ndarray:
        parts = np.zeros(months)
        for month, part in when.months.parts(day_from, day_to).items():
            parts[month] = float(part)
        return parts

    def at(month: int) -> np.ndarray:
        one = np.zeros(months)
        if month < months:
            one[month] = 1
        return one

    def people(track: str, before: Any) -> float:
        number = float(file.cohort.people[track])
        for name, step in file.steps.items():
            if on_track(step.track, track) and not step.at_work and (before is None or when.steps[name][1] <= before):
                number *= 1 - value[f"steps.{name}.attrition"]
        return number

    index = np.arange(months)
    since = index - when.work["away"]
    placed = people("away", None) * value["outcomes.placed"]
    known = [0, *sorted(file.outcomes.retention)]
    kept = [1.0]
    for month in known[1:]:
        kept.append(min(kept[-1], value[f"outcomes.retention.{month}"]))
    segment = np.clip(np.searchsorted(known, since, side="left"), 1, len(known) - 1)
    low, high = np.array(known)[segment - 1], np.array(known)[segment]
    start, stop = np.array(kept)[segment - 1], np.array(kept)[segment]
    stays = start * (stop / start) ** ((since - low) / (high - low))
    gone = since >= file.outcomes.return_after_months
    returned = placed * value["outcomes.return_share"]
    away = np.where(
        since >= 0, placed * np.where(gone, np.minimum(stays, 1 - value["outcomes.return_share"]), stays), 0
    )
    back = np.where(gone, returned, 0.0)
    home = np.where(index >= when.work["home"], people("home", None) * value["outcomes.employed_at_home"], 0.0)
    work = {"away": away, "returned": back, "home": home}
    pay = {
        each.of: value[f"earnings.{each.of}.money"]
        * (1 + value[f"earnings.{each.of}.growth"]) ** (index // 12)
        / (12 if each.per == "year" else 1)
        for each in file.earnings
    }
    for name, cost in file.costs.items():
        begin = when.steps[cost.at][0] if cost.at else file.starts_on
        served = sum(
            away[max(when.work["away"], when.months.of(begin))]
            if cost.at and file.steps[cost.at].at_work
            else people(track, begin)
            for track in ("home", "away")
            if on_track(cost.track, track) and (cost.at is None or on_track(file.steps[cost.at].track, track))
        )
        due = at(when.months.of(begin))
        number = {
            "person": due * served,
            "cohort": due,
            "month": served * (share(*when.steps[cost.at]) if cost.at else 0),
            "placed": at(when.work["away"]) * placed,
            "returned": at(when.work["away"] + file.outcomes.return_after_months) * returned,
        }[cost.per]
        for payer, part in cost.paid_by.items():
            move(payer, cost.paid_to or "outside", value[f"costs.{name}.money"] * number * float(part))
    migrants, trainees = partnership.parties("migrants")[0], partnership.parties("home_trainees")[0]
    for of, who in (("away", migrants), ("returned", migrants), ("home", trainees)):
        move("outside", who, (pay[of] - pay["without"]) * work[of])
    for name, step in file.steps.items():
        if step.earnings_kept is None:
            continue
        for track, who in (("home", trainees), ("away", migrants)):
            if on_track(step.track, track):
                lost = people(track, when.steps[name][0]) * (1 - value[f"steps.{name}.earnings_kept"])
                move(who, "outside", pay["without"] * lost * share(*when.steps[name]))
    for name, effect in file.effects.items():
        if effect.left_out:
            continue
        of = effect.per.removeprefix("month_")
        number = work[of] if of in work else {"placed": placed * at(when.work["away"])}[of]
        each = value.get(f"effects.{name}.money")
        worth = each if each is not None else value[f"effects.{name}.share_of_earnings"] * pay[of]
        move(effect.paid_by or "outside", effect.party, worth * number)
    sent = value["remittances.share_of_earnings"] * pay["away"] * away
    move(migrants, file.remittances.to, sent * (1 - value["remittances.cost"]))
    move(migrants, "outside", sent * value["remittances.cost"])
    monthly = (1 + value["discount_rate"]) ** (1 / 12) - 1
    return table.apply(lambda column: npf.npv(monthly, column.to_numpy()))


def timed(work: Callable[[], Any], times: int) -> float:
    """Median seconds."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def main() -> None:
    """Prints all figures as one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--draws", type=int, default=10_000)
    parser.add_argument("--peer-draws", type=int, default=100)
    parser.add_argument("--exact-draws", type=int, default=20, help="draws that are held against exact fractions")
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--file", type=Path, default=CORRIDOR)
    chosen = parser.parse_args()
    partnership = load_partnership(chosen.file)
    ours = simulate(partnership, draws=chosen.draws)
    names = [each.name for each in ours.quantities]
    draws = [dict(zip(names, row, strict=True)) for row in ours.values[: chosen.peer_draws].tolist()]
    whens = [timing(partnership, draw) for draw in draws]
    parties = list(partnership.file.parties)
    seconds = timed(lambda: simulate(partnership, draws=chosen.draws), chosen.times)
    start = time.perf_counter()
    found = [spreadsheet(partnership, draw, when) for draw, when in zip(draws, whens, strict=True)]
    peer_seconds = time.perf_counter() - start
    apart = max(
        abs(float(theirs[name]) - int(ours.present[row, column]) / 100)
        for row, theirs in enumerate(found)
        for column, name in enumerate(parties)
    )
    start = time.perf_counter()
    exact = [exact_values(partnership, draw) for draw in draws[: chosen.exact_draws]]
    exact_seconds = time.perf_counter() - start
    cents = max(
        abs(int(ours.present[row, column]) - value)
        for row, values in enumerate(exact)
        for column, value in enumerate(values)
    )
    fresh = subprocess.run(
        [sys.executable, "-c", FRESH, chosen.file, str(chosen.draws)], capture_output=True, text=True, check=True
    )
    figures = {
        "partnership": chosen.file.parent.name,
        "draws": chosen.draws,
        "uncertain_numbers": sum(each.uncertain for each in ours.quantities),
        "months": partnership.file.horizon_months,
        "cores": os.cpu_count(),
        "seconds": round(seconds, 3),
        "seconds_with_start_of_python": round(float(fresh.stdout), 3),
        "microseconds_a_draw": round(1e6 * seconds / chosen.draws, 1),
        "peer": f"pandas {pd.__version__} and numpy-financial {npf.__version__}, a table for each draw, floats",
        "peer_draws": len(draws),
        "peer_microseconds_a_draw": round(1e6 * peer_seconds / len(draws), 1),
        "times_faster": round(peer_seconds / len(draws) * chosen.draws / seconds, 1),
        "largest_difference_to_peer_in_euro": round(apart, 4),
        "exact_fractions_microseconds_a_draw": round(1e6 * exact_seconds / len(exact), 1),
        "largest_difference_to_exact_fractions_in_cent": cents,
    }
    json.dump(figures, sys.stdout, indent=1)
    print()


def exact_values(partnership: Partnership, draw: Mapping[str, int]) -> list[int]:
    """Net present values of the plain model, in cents; only the discount factors are of 15 digits."""
    flows = cash_flows(partnership, draw)
    rate = 1 + draw["discount_rate"] / PARTS
    factors = [Fraction(rate ** (-month / 12)) for month in range(partnership.file.horizon_months)]
    return [
        round(sum(net * factor for net, factor in zip(flows.net(name), factors, strict=True)))
        for name in partnership.file.parties
    ]


if __name__ == "__main__":
    main()
