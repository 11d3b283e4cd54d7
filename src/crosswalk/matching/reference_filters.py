"""The definition of fit, second part: what each filter says of a person and a vacancy."""

from __future__ import annotations

from crosswalk.matching.filters import FILTERS, NO, UNKNOWN, YES
from crosswalk.matching.reference_facts import Facts
from crosswalk.records import Person, Vacancy
from crosswalk.types import fold_name

__all__ = ["Verdicts"]


class Verdicts(Facts):
    """Verdicts of the filters."""

    def verdicts(self, person: Person, vacancy: Vacancy) -> dict[str, int]:
        """Each filter that is on: NO, UNKNOWN or YES, before strictness."""
        return {name: getattr(self, f"_{name}")(person, vacancy) for name in FILTERS if name in self.filters.on}

    def _destination(self, person: Person, vacancy: Vacancy) -> int:
        if vacancy.country is None:
            return UNKNOWN
        if vacancy.country in (person.destinations_excluded or ()):
            return NO
        if person.destinations is None:
            return UNKNOWN
        return YES if vacancy.country in person.destinations else NO

    def _language(self, person: Person, vacancy: Vacancy) -> int:
        held = self.languages(person)
        verdict = YES
        for language, level in self.language_needs(vacancy).items():
            if held is None or (held.get(language) == 0 and level > 0):
                verdict = min(verdict, UNKNOWN)
            elif language not in held or level - held[language] > self.filters.language_steps:
                verdict = NO
        return verdict

    def _education(self, person: Person, vacancy: Vacancy) -> int:
        held, undecided = self.education(person.education)
        floor = vacancy.education_min
        if floor is None or held >= floor:
            return YES
        if undecided >= floor or max(held, undecided) < 0:
            return UNKNOWN
        return NO

    def _licence(self, person: Person, vacancy: Vacancy) -> int:
        verdict = YES
        for licence in vacancy.licences or ():
            found = [c for c in person.credentials or () if fold_name(c.name) == fold_name(licence)]
            valid = [c.held and (c.until is None or c.until >= self.as_of) for c in found]
            verdict = min(verdict, YES if any(valid) else NO if valid else UNKNOWN)
        return verdict

    def _availability(self, person: Person, vacancy: Vacancy) -> int:
        if vacancy.starts_on is None:
            return YES
        if person.available_from is None:
            return UNKNOWN
        return YES if person.available_from <= vacancy.starts_on else NO

    def _exclusions(self, person: Person, vacancy: Vacancy) -> int:
        refused = {fold_name(name) for name in person.employers_excluded or ()}
        if person.person_id in (vacancy.persons_excluded or ()):
            return NO
        if refused and vacancy.employer is None:
            return UNKNOWN
        return NO if vacancy.employer is not None and fold_name(vacancy.employer) in refused else YES

    def _consent(self, person: Person, vacancy: Vacancy) -> int:
        return UNKNOWN if person.consent_matching is None else YES if person.consent_matching else NO
