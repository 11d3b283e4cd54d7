"""The steps of a profile: small pages in any order, each with the parts of the record that it keeps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from crosswalk_platform.people.models import Person

__all__ = ["STALE_AFTER", "STEPS", "Progress", "Step", "expiring", "progress", "step_named", "steps_of"]

#: After so long a step is asked about again: is it still right?
STALE_AFTER = timedelta(days=183)
#: So long before a document runs out, its holder is told.
EXPIRES_SOON = timedelta(days=180)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One page of the profile.

    Attributes:
        name: As it stands in addresses.
        parts: Parts of the record that it keeps; `family` is kept beside the record.
        many: Whether it is a list of entries, each with a page of its own.
        title, about: What the person reads.
        theirs: The title where somebody else reads; empty where it is the same.
        none: What somebody says who has no entry; empty where that is no answer.
    """

    name: str
    parts: tuple[str, ...]
    title: str | Promise
    about: str | Promise
    theirs: str | Promise = ""
    many: bool = False
    none: str | Promise = ""

    @property
    def heading(self) -> str | Promise:
        """What it is called in a record that somebody else reads."""
        return self.theirs or self.title


STEPS = (
    Step(
        name="name",
        parts=("given_names", "family_name", "email", "phone"),
        title=_("Your name and how to reach you"),
        theirs=_("Name and contact"),
        about=_("Employers do not see this until you apply."),
    ),
    Step(
        name="about",
        parts=("birth_date", "sex", "nationalities", "residence"),
        title=_("About you"),
        theirs=_("About the person"),
        about=_("Many pathways ask for age, nationality and where you live. None of it counts in a fit."),
    ),
    Step(
        name="occupation",
        parts=("headline", "summary"),
        title=_("Your occupation"),
        theirs=_("Occupation"),
        about=_("In your own words; we look for its name in the lists that authorities use."),
    ),
    Step(
        name="work",
        parts=("experience",),
        many=True,
        title=_("Work you have done"),
        theirs=_("Work"),
        about=_("Paid or unpaid, with or without a contract."),
        none=_("I have not worked yet"),
    ),
    Step(
        name="skills",
        parts=("skills",),
        many=True,
        title=_("What you can do"),
        theirs=_("Skills"),
        about=_("Skills from work, school, home and life."),
        none=_("I cannot think of any now"),
    ),
    Step(
        name="education",
        parts=("education",),
        many=True,
        title=_("School and training"),
        about=_("Finished or not."),
        none=_("I did not go to school"),
    ),
    Step(
        name="languages",
        parts=("languages",),
        many=True,
        title=_("Languages"),
        about=_("Say what you can do in each; we name the level."),
    ),
    Step(
        name="documents",
        parts=("credentials",),
        many=True,
        title=_("Certificates and documents"),
        about=_("Licences, certificates, passports, with the day on which they run out."),
        none=_("I have none"),
    ),
    Step(
        name="family",
        parts=("family",),
        many=True,
        title=_("Family, and who would move with you"),
        theirs=_("Family, and who would move along"),
        about=_("No names are asked."),
        none=_("I would move alone"),
    ),
    Step(
        name="where",
        parts=("destinations", "destinations_excluded", "employers_excluded"),
        title=_("Where to, and where not"),
        about=_("Countries where you would work, countries where you would not, and employers who must not see you."),
    ),
    Step(
        name="when",
        parts=("available_from",),
        title=_("From when you can start"),
        theirs=_("From when they can start"),
        about=_("A rough day is enough."),
    ),
)

_BY_NAME = {step.name: step for step in STEPS}


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a step has come.

    Attributes:
        answered: Whether anything was said.
        confirmed: Day on which it was last said to be right.
        stale: Whether that was so long ago that it is asked again.
        entries: Entries of a list; None for other steps.
    """

    step: Step
    answered: bool
    confirmed: date | None
    stale: bool
    entries: int | None


def step_named(name: str) -> Step:
    """The step of that name; KeyError where there is none."""
    return _BY_NAME[name]


def steps_of(parts: set[str]) -> list[str]:
    """Names of the steps that keep any of these parts."""
    return [step.name for step in STEPS if parts & set(step.parts)]


def progress(person: Person) -> list[Progress]:
    """How far each step has come, in order."""
    return [_progress(person, step) for step in STEPS]


def _progress(person: Person, step: Step) -> Progress:
    kept = {**person.record, "family": person.family}
    answers = [kept[part] for part in step.parts if kept.get(part) is not None]
    said = person.confirmed.get(step.name)
    on = date.fromisoformat(said) if said else None
    stale = bool(answers) and (on is None or timezone.localdate() - on > STALE_AFTER)
    return Progress(step, bool(answers), on, stale, len(answers[0]) if step.many and answers else None)


def expiring(person: Person) -> list[tuple[str, date]]:
    """Certificates and documents that ran out or soon will, the first one first."""
    today = timezone.localdate()
    dated = [
        (str(each["name"]), date.fromisoformat(each["until"]))
        for each in person.record.get("credentials") or []
        if each.get("until") and each.get("held", True)
    ]
    return sorted((pair for pair in dated if pair[1] - today <= EXPIRES_SOON), key=lambda pair: pair[1])
