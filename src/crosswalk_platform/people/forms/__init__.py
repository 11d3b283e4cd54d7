"""Forms about people: one for each step of the profile, one for each kind of entry, and those of advisers."""

from crosswalk_platform.people.forms.entries import ENTRY_FORMS, EntryForm
from crosswalk_platform.people.forms.others import (
    KnownForm,
    ProtectionForm,
    PurposeForm,
    RegisterForm,
    UnpaidForm,
)
from crosswalk_platform.people.forms.steps import STEP_FORMS, StepForm

__all__ = [
    "ENTRY_FORMS",
    "STEP_FORMS",
    "EntryForm",
    "KnownForm",
    "ProtectionForm",
    "PurposeForm",
    "RegisterForm",
    "StepForm",
    "UnpaidForm",
]
