"""What always holds of a fit: essentials outweigh optionals, unknown is neither 0 nor 1, better never hurts."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from crosswalk.matching.reference import Reference
from crosswalk.matching.weights import PARTS, SCALE, WHOLE, Weights, apportion
from crosswalk.records import Evidence, Person, PersonSkill, SkillNeed, Vacancy
from crosswalk.types import Assurance
from matching_worlds import SKILLS, TODAY, TinyTaxonomy, people, plain_taxonomy, taxonomies, vacancies


def holder(uris: list[str]) -> Person:
    verified = Evidence(assurance=Assurance.VERIFIED)
    return Person(person_id="p", skills=tuple(PersonSkill(text=u, uri=u, evidence=verified) for u in uris))


def fit(person: Person, vacancy: Vacancy, taxonomy: TinyTaxonomy | None = None) -> int:
    score = Reference(taxonomy or plain_taxonomy(), as_of=TODAY).score(person, vacancy)
    assert score is not None
    return score.fit


@given(st.integers(1, 7), st.integers(1, 7))
def test_a_missing_essential_hurts_more_than_all_optional_skills_help(essentials: int, optionals: int) -> None:
    assume(essentials + optionals <= len(SKILLS))
    needed, welcome = SKILLS[:essentials], SKILLS[essentials : essentials + optionals]
    needs = [SkillNeed(text=u, uri=u) for u in needed] + [SkillNeed(text=u, uri=u, essential=False) for u in welcome]
    vacancy = Vacancy(vacancy_id="v", skills=tuple(needs))
    all_but_one_essential = fit(holder(needed[1:] + welcome), vacancy)
    only_the_essentials = fit(holder(needed), vacancy)
    assert all_but_one_essential < only_the_essentials


def test_one_of_ten_essentials_outweighs_any_number_of_optional_skills() -> None:
    nine_of_ten = (1 << 23) * 9 // 10
    rules = Reference(plain_taxonomy(), as_of=TODAY)
    assert rules.skills_part(nine_of_ten, 1 << 23) < rules.skills_part(1 << 23, 0)


@settings(max_examples=60, deadline=None)
@given(taxonomies, people, vacancies)
def test_fit_is_the_weighted_mean_of_the_known_parts_only(
    taxonomy: TinyTaxonomy, person: Person, vacancy: Vacancy
) -> None:
    score = Reference(taxonomy, as_of=TODAY).score(person, vacancy)
    assume(score is not None)
    assert score is not None
    known = {name: part for name, part in score.parts.items() if part is not None}
    assert sum(score.weights.values()) == WHOLE
    assert all(score.weights[name] == 0 for name in PARTS if name not in known)
    assert min(known.values()) - 1 <= score.fit <= max(known.values())
    assert all(0 <= part <= SCALE for part in known.values())
    assert 0 <= score.known <= SCALE


@settings(max_examples=60, deadline=None)
@given(taxonomies, people, vacancies, st.sampled_from(["education", "languages"]))
def test_forgetting_a_fact_moves_the_fit_to_the_mean_of_the_rest_not_to_zero_or_one(
    taxonomy: TinyTaxonomy, person: Person, vacancy: Vacancy, fact: str
) -> None:
    rules = Reference(taxonomy, as_of=TODAY)
    before, after = rules.score(person, vacancy), rules.score(replace(person, **{fact: None}), vacancy)
    assume(before is not None)
    assert before is not None
    assert after is not None
    part = "language" if fact == "languages" else fact
    assert after.parts[part] is None
    forgotten = before.parts[part]
    if forgotten is None:
        assert after.fit == before.fit
    elif forgotten == SCALE:
        assert after.fit <= before.fit + 4  # a rounded weight moves the sum by a few millionths at most
    elif forgotten == 0:
        assert after.fit >= before.fit - 4


@settings(max_examples=60, deadline=None)
@given(taxonomies, people, vacancies, st.sampled_from(SKILLS))
def test_one_more_verified_skill_never_lowers_the_skills_part(
    taxonomy: TinyTaxonomy, person: Person, vacancy: Vacancy, uri: str
) -> None:
    rules = Reference(taxonomy, as_of=TODAY)
    more = replace(person, skills=(*(person.skills or ()), *(holder([uri]).skills or ())))
    before, after = rules.score(person, vacancy), rules.score(more, vacancy)
    if before is not None and after is not None and before.parts["skills"] is not None:
        assert (after.parts["skills"] or 0) >= before.parts["skills"]


@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=40), st.integers(1, 10**5))
def test_apportioned_numbers_sum_to_the_whole_and_lie_within_one_of_their_share(shares: list[int], total: int) -> None:
    parts = apportion(shares, total)
    assert sum(parts) == total
    assert all(abs(part - share * total / sum(shares)) < 1 for part, share in zip(parts, shares, strict=True))


@given(st.integers(1, 31))
def test_weights_of_unknown_parts_are_shared_out_in_proportion(known: int) -> None:
    weights = Weights().part_weights(known)
    assert sum(weights) == WHOLE
    assert all((weight > 0) == bool(known >> k & 1) for k, weight in enumerate(weights))
