"""Planted cases: for one vacancy, people of whom we know how well they fit, because we made them so."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from crosswalk.errors import UsageError
from crosswalk.records import Credential, Education, Experience, LanguageSkill, Person, PersonSkill, Vacancy, from_frame
from crosswalk.synthetic.people import AS_OF, people
from crosswalk.taxonomy import Taxonomy
from crosswalk.types import Cefr, Isced

__all__ = ["GRADES", "Planted", "Planter"]

#: Relevance of each kind of planted person, 3 (fits) to 0 (does not).
GRADES = {"full": 3, "one_missing": 2, "related": 1, "same_words": 0, "many_skills": 0}
OPTIONAL_KEPT = 0.6  #: share of optional skills that those who fit have
MANY = 60  #: skills of a person who has many that the vacancy does not ask for
CROWD = 500  #: people whose names, languages and the like the planted ones borrow
YEARS = 5  #: of experience, the same for everybody, so that skills and occupation decide


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """A person and how well they fit the vacancy that they were planted for."""

    vacancy_id: str
    kind: str
    grade: int
    person: Person


class Planter:
    """Plants people for vacancies of one taxonomy.

    The kinds: `full` has every essential skill and most optional ones; `one_missing` lacks one essential skill;
    `related` has, for each essential skill, only a related one, and a neighbouring occupation; `same_words` has
    another occupation and skills whose names share words with the essential ones; `many_skills` has sixty skills,
    none of them asked for. All pass every filter of the vacancy, so that fit alone can tell them apart.
    """

    def __init__(self, taxonomy: Taxonomy) -> None:
        self._taxonomy = taxonomy
        self._skills = np.array(taxonomy.skills, dtype=object)
        self._made: tuple[int, date, list[Person]] | None = None

    def plant(
        self,
        vacancy: Vacancy,
        *,
        seed: int,
        copies: int = 1,
        prefix: str | None = None,
        extra_skills: int | Sequence[int] = 0,
        as_of: date = AS_OF,
    ) -> list[Planted]:
        """`copies` people of each kind; person ids are prefix-kind-copy.

        Args:
            vacancy: With its occupation and skills linked.
            seed: What chance starts from.
            copies: People of each kind.
            prefix: Of person ids; the vacancy's id where not given.
            extra_skills: Skills that the vacancy does not ask for, added to each person (or to copy i: a sequence).
            as_of: The day on which the cases hold.

        Raises:
            UsageError: The vacancy has no essential skill that the taxonomy knows.
        """
        essential, optional = self._needs(vacancy)
        if not essential.size:
            raise UsageError(
                "People can't be planted for a vacancy without essential skills.",
                remedy="Link its skills to the taxonomy first.",
                place=vacancy.vacancy_id,
            )
        rng = np.random.default_rng([seed, *vacancy.vacancy_id.encode()])
        crowd = self._crowd(seed, as_of)
        base = [crowd[i] for i in rng.choice(len(crowd), copies, replace=copies > len(crowd))]
        extras = [extra_skills] * copies if isinstance(extra_skills, int) else list(extra_skills)
        planted = []
        for kind, grade in GRADES.items():
            for copy, person in enumerate(base):
                skills, occupation = self._profile(kind, vacancy, essential, optional, rng)
                skills = np.concatenate((skills, self._others(essential, optional, extras[copy], rng)))
                person_id = f"{prefix or vacancy.vacancy_id}-{kind}-{copy}"
                made = self._person(person, person_id, vacancy, skills, occupation, as_of)
                planted.append(Planted(vacancy_id=vacancy.vacancy_id, kind=kind, grade=grade, person=made))
        return planted

    def _crowd(self, seed: int, as_of: date) -> list[Person]:
        """People to lend names, languages and the like, made once for a seed."""
        if self._made is None or self._made[:2] != (seed, as_of):
            crowd = from_frame(people(CROWD, self._taxonomy, seed=seed, unknown=0, as_of=as_of), Person)
            self._made = (seed, as_of, crowd)
        return self._made[2]

    # -- who they are ------------------------------------------------------------------------------------

    def _profile(
        self,
        kind: str,
        vacancy: Vacancy,
        essential: NDArray[np.int64],
        optional: NDArray[np.int64],
        rng: np.random.Generator,
    ) -> tuple[NDArray[np.int64], str | None]:
        """Skill ids and occupation of one person of a kind."""
        if kind == "related":
            return self._related_to(essential, optional, rng), self._neighbour(vacancy.occupation, rng)
        if kind == "same_words":
            return self._sharing_words(essential, optional, rng), self._stranger(vacancy, rng)
        if kind == "many_skills":
            return self._others(essential, optional, MANY, rng), self._stranger(vacancy, rng)
        kept = optional[rng.random(len(optional)) < OPTIONAL_KEPT]
        needed = np.delete(essential, rng.integers(len(essential))) if kind == "one_missing" else essential
        return np.concatenate((needed, kept)), vacancy.occupation

    def _person(
        self,
        base: Person,
        person_id: str,
        vacancy: Vacancy,
        skills: NDArray[np.int64],
        occupation: str | None,
        as_of: date,
    ) -> Person:
        """A person with these skills who passes every filter of the vacancy."""
        taxonomy = self._taxonomy
        uris = [str(uri) for uri in self._skills[np.unique(skills)]]
        native = [known for known in base.languages or () if known.native]
        spoken = {known.language for known in native}
        asked = tuple(
            LanguageSkill(language=need.language, level=need.level or Cefr.B2)
            for need in vacancy.languages or ()
            if need.language not in spoken
        )
        title = taxonomy.label(occupation) if occupation else "worker"
        job = Experience(
            title=title,
            occupation=occupation,
            isco=taxonomy.isco(occupation) if occupation else None,
            employer="Employer 0000",
            country=base.residence,
            start=as_of.replace(year=as_of.year - YEARS, day=1),
            ongoing=True,
            months=YEARS * 12,
            paid=True,
        )
        return replace(
            base,
            person_id=person_id,
            email=None,
            occupation=occupation,
            headline=title,
            skills=tuple(PersonSkill(text=taxonomy.label(uri), uri=uri) for uri in uris),
            experience=(job,),
            education=(Education(level=max(vacancy.education_min or Isced.UPPER_SECONDARY, Isced.UPPER_SECONDARY),
                                 country=base.residence, completed=True),),
            languages=(*native, *asked),
            credentials=tuple(Credential(name=name, kind="licence") for name in vacancy.licences or ()),
            destinations=(vacancy.country,) if vacancy.country else None,
            destinations_excluded=(),
            employers_excluded=(),
            available_from=as_of,
            consent_matching=True,
        )  # fmt: skip

    # -- skills and occupations --------------------------------------------------------------------------

    def _needs(self, vacancy: Vacancy) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        numbers = {uri: i for i, uri in enumerate(self._taxonomy.skills)}
        needs = [(numbers[n.uri], n.essential) for n in vacancy.skills or () if n.uri in numbers]
        both = [np.array([skill for skill, essential in needs if essential is wanted], dtype=np.int64)
                for wanted in (True, False)]  # fmt: skip
        return both[0], both[1]

    @cached_property
    def _covers(self) -> sparse.csc_matrix:
        """Column s lists the skills that cover skill s when held."""
        near = self._taxonomy.nearness()
        shape = (len(self._skills), len(self._skills))
        return sparse.csr_matrix((near.values.astype(np.int32), near.indices, near.indptr), shape=shape).tocsc()

    def _covering(self, skills: Iterable[int]) -> set[int]:
        """Skills that cover at least one of these, themselves included."""
        columns = self._covers
        return {int(i) for s in skills for i in columns.indices[columns.indptr[s] : columns.indptr[s + 1]]}

    def _others(
        self, essential: NDArray[np.int64], optional: NDArray[np.int64], count: int, rng: np.random.Generator
    ) -> NDArray[np.int64]:
        """Skills that cover none of the vacancy's."""
        fitting = self._covering([*essential, *optional])
        free = np.setdiff1d(np.arange(len(self._skills)), np.fromiter(fitting, dtype=np.int64))
        return rng.choice(free, min(count, len(free)), replace=False)

    def _related_to(
        self, essential: NDArray[np.int64], optional: NDArray[np.int64], rng: np.random.Generator
    ) -> NDArray[np.int64]:
        """For each essential skill one that covers it in part, itself not asked for."""
        asked = {*essential.tolist(), *optional.tolist()}
        chosen = []
        for skill in essential.tolist():
            if near := sorted(self._covering([skill]) - asked):
                chosen.append(near[int(rng.integers(len(near)))])
        return np.array(chosen, dtype=np.int64)

    @cached_property
    def _skills_by_word(self) -> dict[str, list[int]]:
        found = defaultdict(list)
        for i, uri in enumerate(self._taxonomy.skills):
            for word in _words(self._taxonomy.label(uri)):
                found[word].append(i)
        return found

    def _sharing_words(
        self, essential: NDArray[np.int64], optional: NDArray[np.int64], rng: np.random.Generator
    ) -> NDArray[np.int64]:
        """For each essential skill one that shares a word with it but does not cover anything asked for."""
        fitting = self._covering([*essential, *optional])
        chosen = []
        for skill in essential.tolist():
            words = _words(self._taxonomy.label(str(self._skills[skill])))
            alike = [i for word in words for i in self._skills_by_word[word] if i not in fitting]
            if alike:
                chosen.append(alike[int(rng.integers(len(alike)))])
        return np.array(chosen, dtype=np.int64)

    @cached_property
    def _occupations(self) -> list[tuple[str, str, set[str]]]:
        """(URI, ISCO-08 code, words of the label) of every occupation that has a code."""
        rows = self._taxonomy.concepts.filter(kind="occupation").select("uri", "code").drop_nulls()
        return [(uri, code, _words(self._taxonomy.label(uri))) for uri, code in rows.iter_rows()]

    def _neighbour(self, occupation: str | None, rng: np.random.Generator) -> str | None:
        """Another occupation that shares most leading ISCO digits; None where none shares two."""
        code = (self._taxonomy.isco(occupation) if occupation else None) or "----"
        for digits in (4, 3, 2):
            near = [uri for uri, other, _ in self._occupations if other[:digits] == code[:digits] and uri != occupation]
            if near:
                return near[int(rng.integers(len(near)))]
        return None

    def _stranger(self, vacancy: Vacancy, rng: np.random.Generator) -> str | None:
        """An occupation of another ISCO major group, with a word of the vacancy's title where there is one."""
        code = (self._taxonomy.isco(vacancy.occupation) if vacancy.occupation else None) or "-"
        far = [(uri, words) for uri, other, words in self._occupations if other[:1] != code[:1]]
        title = _words(vacancy.title or "")
        alike = [uri for uri, words in far if words & title] or [uri for uri, _ in far]
        return alike[int(rng.integers(len(alike)))] if alike else None


def _words(text: str) -> set[str]:
    """Words of at least four letters."""
    return {word for word in re.findall(r"\w+", text.lower()) if len(word) >= 4}
