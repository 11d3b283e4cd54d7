"""What a person has told: wishes, answers, and questions that they passed over. Unknown is never turned into no."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from crosswalk.pathways import FactError
from crosswalk.pathways.facts import Value
from crosswalk_platform.doors.catalogue import MINOR, countries, destinations, every_fact, occupations

__all__ = ["PASSES", "Given", "Pass", "given_from", "is_sensitive"]

#: Ways to pass a question: later, not known, or not told. The fact stays unknown in each case.
Pass = Literal["later", "unknown", "unsaid"]
PASSES: tuple[Pass, ...] = ("later", "unknown", "unsaid")


@dataclass(frozen=True, slots=True)
class Given:
    """Everything that one person told.

    Attributes:
        occupation: Code of ISCO-08 of the work that is looked for, three or four digits; empty where not told.
        residence: Country of residence.
        destinations: Countries of interest; none means all.
        answers: Answers by fact, as `Fact.encode` takes them.
        passed: How a question was passed over, by fact.
    """

    occupation: str = ""
    residence: str = ""
    destinations: tuple[str, ...] = ()
    answers: Mapping[str, Any] = field(default_factory=dict)
    passed: Mapping[str, Pass] = field(default_factory=dict)

    def told(self, fact: str, answer: object) -> Given:
        """With one more answer."""
        passed = {name: how for name, how in self.passed.items() if name != fact}
        return replace(self, answers={**self.answers, fact: answer}, passed=passed)

    def passing(self, fact: str, how: Pass) -> Given:
        """With a question passed over; what was answered before is forgotten."""
        answers = {name: answer for name, answer in self.answers.items() if name != fact}
        passed = {name: other for name, other in self.passed.items() if name != fact}
        return replace(self, answers=answers, passed={**passed, fact: how})

    def facts(self) -> dict[str, Value]:
        """The answers as the engine reads them."""
        residence = {"residence_country": self.residence} if self.residence else {}
        known = every_fact()
        return {name: known[name].encode(answer) for name, answer in {**residence, **self.answers}.items()}

    def plain(self) -> dict[str, Any]:
        """As JSON; `given_from` reads it."""
        return {
            "occupation": self.occupation,
            "residence": self.residence,
            "destinations": list(self.destinations),
            "answers": dict(self.answers),
            "passed": dict(self.passed),
        }


def is_sensitive(fact: str) -> bool:
    """Whether the catalogue marks a fact as one that can harm whoever tells it."""
    return every_fact()[fact].entry.sensitive


def given_from(plain: Mapping[str, Any]) -> Given:
    """What was told, from JSON; what the catalogue no longer knows, or no longer takes, is left out.

    A pathway may be changed after an answer was saved, so an old answer is asked again rather than misread.
    """
    known = every_fact()
    lands = dict(countries("en"))
    return Given(
        occupation=_occupation(plain.get("occupation", "")),
        residence=plain.get("residence", "") if plain.get("residence") in lands else "",
        destinations=tuple(code for code in plain.get("destinations", ()) if code in destinations()),
        answers={name: answer for name, answer in plain.get("answers", {}).items() if _fits(name, answer)},
        passed={name: how for name, how in plain.get("passed", {}).items() if name in known and how in PASSES},
    )


def _occupation(code: str) -> str:
    return code if code in occupations("en") and len(code) >= MINOR else ""


def _fits(name: str, answer: object) -> bool:
    try:
        return name in every_fact() and every_fact()[name].encode(answer) is not None
    except FactError:
        return False
