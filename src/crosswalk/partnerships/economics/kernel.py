"""Reckons many draws of a partnership: the flows of each month in whole minor units, net present values, totals.

Factors are whole numbers of PARTS (1e-12), payments whole minor units; every product is formed exactly and rounded
half to even. Binary floats only guess a quotient, which an integer remainder then corrects, and give the powers for
discount and retention, which are rounded to a part.
"""

from __future__ import annotations

import numpy as np
from numba import types

from crosswalk.matching.arrays import I8, compiled
from crosswalk.partnerships.economics.kernel_arithmetic import (
    A_YEAR,
    ARRAYS,
    AWAY,
    HOME,
    INT,
    ON_AWAY,
    RETURNED,
    TABLE,
    WITHOUT,
    in_parts,
    ratio,
    ratio_down,
)
from crosswalk.partnerships.economics.kernel_people import begun, people_at_work, retention, schedule, staying
from crosswalk.partnerships.economics.programme import NONE
from crosswalk.partnerships.economics.quantities import PARTS

__all__ = ["NONE", "TOTALS", "reckon"]

#: What is kept of each draw beside the accounts: all costs in minor units, people in PARTS.
TOTALS = ("cost", "trained", "placed", "retained_12", "retained_24")

#: Where each kind of cost stands in COST_PER and each kind of effect in EFFECT_PER.
COHORT, MONTH, PLACED, BACK = 1, 2, 3, 4
BY_MONTH_AWAY, BY_MONTH_HOME, BY_MONTH_BACK, BY_PLACED, BY_TRAINED, BY_RETURNED, BY_COHORT = 0, 1, 2, 3, 4, 5, 6


@compiled(types.void(TABLE, INT, INT, INT, INT))
def move(net, giver, taker, month, amount):  # type: ignore[no-untyped-def]
    """Writes a sum at both its ends."""
    net[giver, month] -= amount
    net[taker, month] += amount


@compiled(types.void(ARRAYS, TABLE, TABLE, INT, INT, INT))
def charge(programme, net, advanced, cost, month, amount):  # type: ignore[no-untyped-def]
    """Shares a cost out among those who pay it; the few units that are left are paid by the largest payer."""
    first, agreement = programme.costs[cost].payers, programme.costs[cost].agreement
    left = amount
    for i in range(first, programme.costs[cost].payers_end):
        left -= ratio_down(amount, programme.payers[i].share, PARTS)
    for i in range(first, programme.costs[cost].payers_end):
        part = ratio_down(amount, programme.payers[i].share, PARTS)
        if i - first == programme.costs[cost].largest:
            part += left
        move(net, programme.payers[i].party, programme.costs[cost].to, month, part)
        if agreement != NONE and programme.agreements[agreement].to == programme.payers[i].party:
            advanced[agreement, month] += part


@compiled(INT(ARRAYS, I8, I8, I8, TABLE, I8, INT))
def served(programme, value, start, end, workers, first, cost):  # type: ignore[no-untyped-def]
    """For how many people (in parts) a cost by the person or the month is."""
    people, step = INT(0), programme.costs[cost].step
    for track in range(2):
        if (programme.costs[cost].tracks >> track) & 1:
            if step == NONE:
                people += programme.people[track] * PARTS
            else:
                people += begun(programme, value, start, end, workers, first, step, track)
    return people


@compiled(INT(ARRAYS, TABLE, TABLE, I8, I8, I8, TABLE, I8, INT, INT))
def costs(programme, net, advanced, value, start, end, workers, first, placed, returned):  # type: ignore[no-untyped-def]
    """Writes all costs and gives their sum."""
    total, horizon = INT(0), net.shape[1]
    for cost in range(programme.costs.size):
        money, per, step = value[programme.costs[cost].money], programme.costs[cost].per, programme.costs[cost].step
        due = programme.days[start[step]].month if step != NONE else INT(0)
        people = INT(PARTS)
        if per == PLACED:
            people, due = placed, (due if step != NONE else first[AWAY])
        elif per == BACK:
            people, due = returned, first[RETURNED]
        elif per != COHORT:
            people = served(programme, value, start, end, workers, first, cost)
        for month in range(due, horizon):
            part = people
            if per == MONTH:
                begin, then = programme.month_starts[month], programme.month_starts[month + 1]
                part = ratio(people, max(min(end[step], then) - max(start[step], begin), 0), then - begin)
            elif month > due:
                break
            amount = ratio(money, part, PARTS)
            charge(programme, net, advanced, cost, month, amount)
            total += amount
    return total


@compiled(INT(ARRAYS, I8, TABLE, INT, INT, INT))
def earned(programme, value, growth, of, month, people):  # type: ignore[no-untyped-def]
    """What people (in parts) earn in a month, in minor units; nothing where it is not known."""
    if programme.earnings[of].money == NONE:
        return INT(0)
    annual = value[programme.earnings[of].money] * programme.earnings[of].times
    return ratio(annual, ratio(people, growth[of, month // A_YEAR], PARTS), A_YEAR * PARTS)


@compiled(types.void(ARRAYS, TABLE, I8, TABLE, TABLE, I8))
def earnings(programme, net, value, growth, workers, first):  # type: ignore[no-untyped-def]
    """Writes what people earn, and what the same people would have earned without the partnership."""
    for of in range(AWAY, RETURNED + 1):
        if programme.earnings[of].money == NONE:
            continue
        who = programme.home_trainees if of == HOME else programme.migrants
        for month in range(first[of], net.shape[1]):
            people = workers[of, month]
            move(net, programme.outside, who, month, earned(programme, value, growth, of, month, people))
            move(net, who, programme.outside, month, earned(programme, value, growth, WITHOUT, month, people))


@compiled(types.void(ARRAYS, TABLE, I8, TABLE, I8, I8, TABLE, I8))
def lost_in_training(programme, net, value, growth, start, end, workers, first):  # type: ignore[no-untyped-def]
    """Writes what people would have earned and do not earn during steps."""
    for step in range(start.size):
        if programme.steps[step].kept == NONE or programme.earnings[WITHOUT].money == NONE:
            continue
        for track in range(2):
            if not (programme.steps[step].tracks >> track) & 1 or programme.people[track] == 0:
                continue
            who = programme.migrants if track == ON_AWAY else programme.home_trainees
            people = begun(programme, value, start, end, workers, first, step, track)
            people = ratio(people, PARTS - value[programme.steps[step].kept], PARTS)
            for month in range(programme.days[start[step]].month, net.shape[1]):
                begin, then = programme.month_starts[month], programme.month_starts[month + 1]
                days = min(end[step], then) - max(start[step], begin)
                if days <= 0:
                    break
                part = ratio(people, days, then - begin)
                move(net, who, programme.outside, month, earned(programme, value, growth, WITHOUT, month, part))


@compiled(types.void(ARRAYS, TABLE, I8, TABLE, TABLE, I8, I8))
def effects(programme, net, value, growth, workers, first, once):  # type: ignore[no-untyped-def]
    """Writes gains and losses beside the wages. `once`: who is placed, returns, finishes home, finishes away."""
    horizon = net.shape[1]
    for effect in range(programme.effects.size):
        party, payer, per = (
            programme.effects[effect].party,
            programme.effects[effect].payer,
            programme.effects[effect].per,
        )
        if per <= BY_MONTH_BACK:
            of = AWAY if per == BY_MONTH_AWAY else (HOME if per == BY_MONTH_HOME else RETURNED)
            for month in range(first[of], horizon):
                if programme.effects[effect].money != NONE:
                    amount = ratio(value[programme.effects[effect].money], workers[of, month], PARTS)
                else:
                    people = ratio(workers[of, month], value[programme.effects[effect].share], PARTS)
                    amount = earned(programme, value, growth, of, month, people)
                move(net, payer, party, month, amount)
            continue
        money = value[programme.effects[effect].money]
        if per == BY_COHORT:
            move(net, payer, party, 0, money)
        elif per == BY_TRAINED:
            for of in (HOME, AWAY):
                if first[of] < horizon:
                    people = once[2] if of == HOME else once[3]
                    move(net, payer, party, first[of], ratio(money, people, PARTS))
        elif per == BY_PLACED and first[AWAY] < horizon:
            move(net, payer, party, first[AWAY], ratio(money, once[0], PARTS))
        elif per == BY_RETURNED and first[RETURNED] < horizon:
            move(net, payer, party, first[RETURNED], ratio(money, once[1], PARTS))


@compiled(types.void(ARRAYS, TABLE, I8, TABLE, TABLE, I8))
def remittances(programme, net, value, growth, workers, first):  # type: ignore[no-untyped-def]
    """Writes money sent home: once out, once in, less the fee of sending."""
    if programme.sent_share == NONE:
        return
    for month in range(first[AWAY], net.shape[1]):
        people = ratio(workers[AWAY, month], value[programme.sent_share], PARTS)
        amount = earned(programme, value, growth, AWAY, month, people)
        fee = ratio(amount, value[programme.sent_cost], PARTS)
        move(net, programme.migrants, programme.sent_to, month, amount - fee)
        move(net, programme.migrants, programme.outside, month, fee)


@compiled(types.void(ARRAYS, TABLE, TABLE, I8, TABLE, TABLE, I8))
def repayments(programme, net, advanced, value, growth, workers, first):  # type: ignore[no-untyped-def]
    """Writes what is paid back, never more than was advanced and not yet repaid."""
    for agreement in range(programme.agreements.size):
        of = HOME if programme.agreements[agreement].home else AWAY
        room = INT(0)
        for month in range(net.shape[1]):
            room += advanced[agreement, month]
            if not first[of] <= month < first[of] + programme.agreements[agreement].months:
                continue
            people = ratio(workers[of, month], programme.agreements[agreement].share, PARTS)
            amount = earned(programme, value, growth, of, month, people)
            if programme.agreements[agreement].capped:
                amount = min(amount, room)
            room -= amount
            move(net, programme.agreements[agreement].by, programme.agreements[agreement].to, month, amount)


@compiled(types.void(TABLE, I8, INT, I8))
def account(net, discount, of, found):  # type: ignore[no-untyped-def]
    """Net present value, deepest cash need, and month of break-even (NONE where it is not reached) of an account."""
    whole, rest, cash, deepest, below = INT(0), INT(0), INT(0), INT(0), INT(NONE)
    for month in range(net.shape[1]):
        down = ratio_down(net[of, month], discount[month], PARTS)
        rest += net[of, month] * discount[month] - down * PARTS
        whole, rest = (whole + down + 1, rest - PARTS) if rest >= PARTS else (whole + down, rest)
        cash += net[of, month]
        deepest = min(deepest, cash)
        if whole < 0:
            below = month
    found[0] = whole + (2 * rest > PARTS or (2 * rest == PARTS and whole & 1 == 1))
    found[1] = -deepest
    found[2] = below + 1 if below + 1 < net.shape[1] else NONE


@compiled(types.void(ARRAYS, TABLE, TABLE, TABLE, TABLE, TABLE))
def reckon(programme, values, present, deepest, breakeven, totals):  # type: ignore[no-untyped-def]
    """Reckons draws.

    Args:
        values: A row for each draw, a column for each quantity.
        present, deepest, breakeven: To be filled: a row for each draw, a column for each party, then each stakeholder.
        totals: To be filled: a row for each draw, a column for each of TOTALS.
    """
    horizon, steps, parties = programme.month_starts.size - 1, programme.steps.size, programme.group_of.size
    start, end, work = np.empty(steps, np.int64), np.empty(steps, np.int64), np.empty(2, np.int64)
    kept = np.empty(max(horizon, 25), np.int64)
    growth = np.empty((4, horizon // A_YEAR + 1), np.int64)
    workers, first, once = np.zeros((4, horizon), np.int64), np.empty(4, np.int64), np.empty(4, np.int64)
    discount, found = np.empty(horizon, np.int64), np.empty(3, np.int64)
    net = np.empty((parties + 1 + programme.groups, horizon), np.int64)
    advanced = np.empty((programme.agreements.size, horizon), np.int64)
    for draw in range(values.shape[0]):
        value = values[draw]
        net[:], advanced[:], workers[:] = 0, 0, 0
        schedule(programme, value, start, end, work)
        retention(programme, value, kept)
        for of in range(4):
            rate = value[programme.earnings[of].growth] if programme.earnings[of].growth != NONE else INT(0)
            growth[of, 0] = PARTS
            for year in range(1, growth.shape[1]):
                growth[of, year] = ratio(growth[of, year - 1], PARTS + rate, PARTS)
        monthly, share = (1 + value[programme.discount] / PARTS) ** (-1 / A_YEAR), 1.0
        for month in range(horizon):
            discount[month] = in_parts(share)
            share *= monthly
        people_at_work(programme, value, work, kept, workers, first, once)
        totals[draw, 0] = costs(programme, net, advanced, value, start, end, workers, first, once[0], once[1])
        earnings(programme, net, value, growth, workers, first)
        lost_in_training(programme, net, value, growth, start, end, workers, first)
        effects(programme, net, value, growth, workers, first, once)
        remittances(programme, net, value, growth, workers, first)
        repayments(programme, net, advanced, value, growth, workers, first)
        totals[draw, 1], totals[draw, 2] = once[2] + once[3], once[0]
        for column, months in ((3, 12), (4, 24)):
            totals[draw, column] = ratio(once[0], staying(programme, value, kept, months), PARTS)
        for party in range(parties):
            net[parties + 1 + programme.group_of[party]] += net[party]
        for row in range(parties + programme.groups):
            account(net, discount, row if row < parties else row + 1, found)
            present[draw, row], deepest[draw, row], breakeven[draw, row] = found[0], found[1], found[2]
