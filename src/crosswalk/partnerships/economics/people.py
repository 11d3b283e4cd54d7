"""How many people begin, finish, work, stay and return in each month, as exact expected numbers of one draw."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import lru_cache

from crosswalk.partnerships.design.partnership import Partnership
from crosswalk.partnerships.economics.months import Timing, timing
from crosswalk.partnerships.economics.quantities import PARTS, Draw
from crosswalk.partnerships.planning.steps import PeopleTrack

__all__ = ["People", "people_of"]

#: Decimal digits of the one power that is no fraction: the share that stays between two known months.
DIGITS = 50


@dataclass(frozen=True, slots=True)
class People:
    """Expected numbers of people under one draw; parts of a person are exact.

    Attributes:
        partnership: Whose people.
        draw: One value for every quantity.
        timing: When steps and work begin.
    """

    partnership: Partnership
    draw: Draw
    timing: Timing

    def share(self, name: str) -> Fraction:
        """A share of the draw."""
        return Fraction(self.draw[name], PARTS)

    def begin(self, track: PeopleTrack, step: str | None) -> Fraction:
        """Who begins a step: all who began the track but those who left steps that had ended by then.

        A step beside the work is begun by those who are at work then.
        """
        if step is None:
            return Fraction(self.partnership.people(track))
        if self.partnership.steps[step].at_work:
            month = self.timing.months.of(self.timing.steps[step][0])
            return self.in_job(month) if track == "away" else self.working_at_home(month)
        start = self.timing.steps[step][0]
        left = [name for name in self._training(track) if name != step and self.timing.steps[name][1] <= start]
        return self._after(track, left)

    def _training(self, track: PeopleTrack) -> list[str]:
        return [name for name, step in self.partnership.steps_of(track).items() if not step.at_work]

    def _after(self, track: PeopleTrack, steps: list[str]) -> Fraction:
        people = Fraction(self.partnership.people(track))
        for name in steps:
            people *= 1 - self.share(f"steps.{name}.attrition")
        return people

    def finish(self, track: PeopleTrack) -> Fraction:
        """Who finishes all steps of a track."""
        return self._after(track, self._training(track))

    @property
    def placed(self) -> Fraction:
        """Who starts work in the country of destination."""
        return self.finish("away") * self.share("outcomes.placed")

    @property
    def returned(self) -> Fraction | None:
        """Who goes back; None where no share is known."""
        name = "outcomes.return_share"
        return self.placed * self.share(name) if name in self.draw else None

    def in_job(self, month: int) -> Fraction:
        """Who is in the job away in a month."""
        since = max(0, month - self.timing.work["away"]) if "away" in self.timing.work else 0
        return self.placed * self.staying(since)

    def back(self, month: int) -> Fraction:
        """Who is back at origin in a month."""
        after = self.partnership.file.outcomes.return_after_months
        gone = after is not None and month - self.timing.work["away"] >= after
        return (self.returned or Fraction(0)) if gone else Fraction(0)

    def working_at_home(self, month: int) -> Fraction:
        """Who works in the occupation at origin after the home track."""
        name = "outcomes.employed_at_home"
        return self.finish("home") * self.share(name) if name in self.draw else Fraction(0)

    def staying(self, months: int) -> Fraction:
        """Share of those placed who are in the job after some months: never more than are not back."""
        after = self.partnership.file.outcomes.return_after_months
        gone = after is not None and months >= after
        away = 1 - self.share("outcomes.return_share") if gone else Fraction(1)
        return min(self.retained(months), away)

    def retained(self, months: int) -> Fraction:
        """Share of those placed who have not left: by equal ratios between known months, at the last pace after.

        Where a known share is 0, the way down to it is a straight line. All stay where nothing is known.
        """
        points = [(0, Fraction(1))]
        for month in sorted(self.partnership.file.outcomes.retention):
            points.append((month, min(points[-1][1], self.share(f"outcomes.retention.{month}"))))
        if len(points) == 1:
            return points[0][1]
        later = next((i for i in range(1, len(points)) if months <= points[i][0]), len(points) - 1)
        (begin, before), (end, then) = points[later - 1], points[later]
        if then == 0:
            return before * max(Fraction(0), Fraction(end - months, end - begin))
        return before * _power(then / before, Fraction(months - begin, end - begin))


@lru_cache(maxsize=4096)
def _power(base: Fraction, exponent: Fraction) -> Fraction:
    if base == 1 or exponent == 0:
        return Fraction(1)
    if exponent.denominator == 1:
        return base**exponent.numerator
    with localcontext() as context:
        context.prec = DIGITS
        quotient = Decimal(base.numerator) / Decimal(base.denominator)
        return Fraction(quotient ** (Decimal(exponent.numerator) / Decimal(exponent.denominator)))


def people_of(partnership: Partnership, draw: Draw) -> People:
    """The people of one draw."""
    return People(partnership, draw, timing(partnership, draw))
