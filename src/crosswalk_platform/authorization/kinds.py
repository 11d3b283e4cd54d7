"""The kinds of organisations that take part."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

__all__ = ["OrganisationKind"]


class OrganisationKind(TextChoices):
    """What an organisation is in a migration corridor; its country says on which side it stands."""

    OPERATOR = "operator", _("Operator of this site")
    ORIGIN_GOVERNMENT = "origin_government", _("Government of a country of origin")
    DESTINATION_GOVERNMENT = "destination_government", _("Government of a country of destination")
    INTERNATIONAL_ORGANISATION = "international_organisation", _("International organisation")
    NGO = "ngo", _("Non-governmental organisation")
    EMPLOYER = "employer", _("Employer")
    RECRUITER = "recruiter", _("Licensed recruiter")
    TRAINING_PROVIDER = "training_provider", _("Training provider")
    DIASPORA_BODY = "diaspora_body", _("Diaspora body")
    MUNICIPALITY = "municipality", _("Municipality")
