"""What an explanation claims is true: held against every allocation of tiny problems."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import event, given, settings

from crosswalk.allocation.allocate import allocate
from crosswalk.allocation.fairness.changed import moving_apart, with_bound, with_places, without_rows
from crosswalk.allocation.problem import Problem
from crosswalk.allocation.reasons.changes import Change
from crosswalk.allocation.reasons.explain import REASONS, explain_all
from crosswalk.allocation.reasons.words import allocation_words, tell_not_placed, tell_placed
from crosswalk.wording import LANGUAGES
from fairness_worlds import best_of_all, tiny_problems


def changed(problem: Problem, change: Change, person: int, held_back: np.ndarray) -> Problem:
    """The problem with one change made, by hand."""
    extra = np.zeros(len(problem.vacancies), np.int64)
    match change.kind:
        case "value":
            stage = [each.name for each in problem.stages].index(change.stage)
            value = problem.stages[stage].value.copy()
            value[change.option] += change.amount
            stages = list(problem.stages)
            stages[stage] = replace(stages[stage], value=value)
            return replace(problem, stages=tuple(stages))
        case "places":
            extra[problem.vacancy[change.option]] = change.amount
            return with_places(problem, extra)
        case "held_back":
            extra[problem.vacancy[change.option]] = held_back[problem.vacancy[change.option]]
            return with_places(problem, extra)
        case "rule_bound":
            return with_bound(problem, change.row, change.amount)
        case "rule":
            return without_rows(problem, {change.row})
        case "together":
            return moving_apart(problem, int(problem.group[person]))


@settings(max_examples=120, deadline=None)
@given(tiny_problems())
def test_what_is_said_to_be_enough_places_the_person_in_every_best_allocation(problem: Problem) -> None:
    allocation = allocate(problem)
    held_back = np.ones(len(problem.vacancies), np.int64)
    explained = explain_all(problem, allocation, held_back=held_back)
    best, _ = best_of_all(problem)
    assert sum(explained.counts().values()) == len(problem.people)
    for i, person in enumerate(problem.people):
        if REASONS[explained.reason[i]] == "placed":
            assert any(problem.person[e] == i for e in allocation.chosen)
            continue
        why = explained.not_placed(person, verify=True)
        event(why.reason)
        for change in why.changes:
            event(f"{change.kind} {change.verified}")
            if not change.verified:
                continue
            _, all_best = best_of_all(changed(problem, change, i, held_back))
            assert all(any(problem.person[e] == i for e in chosen) for chosen in all_best)
        if why.reason == "rule":
            for row in why.rows:
                without, all_best = best_of_all(without_rows(problem, {row}))
                assert without != best or any(problem.person[e] == i for chosen in all_best for e in chosen)


@settings(max_examples=120, deadline=None)
@given(tiny_problems())
def test_one_millionth_less_than_the_value_said_to_be_enough_is_not_surely_enough(problem: Problem) -> None:
    allocation = allocate(problem)
    explained = explain_all(problem, allocation)
    none = np.zeros(len(problem.vacancies), np.int64)
    for i in np.flatnonzero(explained.reason > REASONS.index("no_option")).tolist():
        for change in explained.not_placed(problem.people[i], verify=True).changes:
            if change.kind == "value" and change.verified:
                less = replace(change, amount=change.amount - 1)
                _, all_best = best_of_all(changed(problem, less, i, none))
                assert not all(any(problem.person[e] == i for e in chosen) for chosen in all_best)


@settings(max_examples=60, deadline=None)
@given(tiny_problems())
def test_everybody_gets_sentences_in_every_language_that_name_nobody_else(problem: Problem) -> None:
    explained = explain_all(problem, allocate(problem))
    for i, person in enumerate(problem.people):
        for language in LANGUAGES:
            words = allocation_words(language)
            if REASONS[explained.reason[i]] == "placed":
                told = tell_placed(explained.placed(person), words, "person")
            else:
                told = tell_not_placed(
                    explained.not_placed(person, verify=language == "en"), problem.rows, words, "person"
                )
            assert told and all(told)
            text = " ".join(told)
            assert "{" not in text and "women" not in text
            assert not any(other in text for other in problem.people)
