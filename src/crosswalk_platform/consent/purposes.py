"""What a person can agree to, each in the words that they read; new words are a new version, never a change."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from crosswalk_platform.authorization.kinds import OrganisationKind as Kind

__all__ = ["PURPOSES", "Purpose", "purpose_named"]

_ADVISERS = frozenset(Kind) - {Kind.OPERATOR, Kind.EMPLOYER, Kind.RECRUITER}


@dataclass(frozen=True, slots=True, kw_only=True)
class Purpose:
    """One thing to agree to.

    Attributes:
        name: As it is kept.
        version: Of the words.
        partners: Kinds of organisations to which it can be given.
        title, words: What the person reads.
    """

    name: str
    version: int
    partners: frozenset[Kind]
    title: str | Promise
    words: str | Promise


PURPOSES = (
    Purpose(
        name="advice",
        version=1,
        partners=_ADVISERS,
        title=_("Advice"),
        words=_(
            "This organisation may see and change my record, to advise me on work and training in other countries. "
            "It does not see what I confided for my protection."
        ),
    ),
    Purpose(
        name="offers",
        version=1,
        partners=frozenset({Kind.EMPLOYER, Kind.RECRUITER}),
        title=_("Offers of work"),
        words=_(
            "This organisation may see my skills, work, education and languages, to offer me work. It does not see my "
            "name, address, age, nationality or status until I apply."
        ),
    ),
    Purpose(
        name="protection",
        version=1,
        partners=frozenset({Kind.INTERNATIONAL_ORGANISATION, Kind.NGO}),
        title=_("Advice on protection"),
        words=_(
            "The protection officers of this organisation may see what I confided for my protection, to advise me. "
            "Nobody else sees it: no authority of my country, no employer, no recruiter."
        ),
    ),
    Purpose(
        name="statistics",
        version=1,
        partners=frozenset(Kind) - {Kind.EMPLOYER, Kind.RECRUITER},
        title=_("Statistics"),
        words=_("My record may be counted in statistics in which nobody can be recognised."),
    ),
)

_BY_NAME = {purpose.name: purpose for purpose in PURPOSES}


def purpose_named(name: str) -> Purpose:
    """The purpose of that name; KeyError where there is none."""
    return _BY_NAME[name]
