"""Who may see which part of a person's record; the parts are those of the engine's Person, and no other."""

from __future__ import annotations

from crosswalk_platform.authorization.fields import Audience, FieldClass, classified

__all__ = ["CONFIDED", "RECORD", "SEES"]

_KEPT = "two years after the last change, or sooner on request"

#: What a person confides for their protection. It never stands in the record, only behind the wall of protection.
CONFIDED = classified(Audience.PROTECTION, "legal_status", retention="while advice goes on, then erased") | classified(
    Audience.PROTECTION, "reasons refugee_documents places_to_avoid", retention="while advice goes on, then erased"
)

#: Every other field of crosswalk.records.Person.
RECORD: dict[str, FieldClass] = (
    classified(
        Audience.CONSENTED,
        "occupation headline summary experience education languages skills credentials destinations available_from",
        retention=_KEPT,
    )
    | classified(
        Audience.CASELOAD,
        "given_names family_name email phone birth_date sex nationalities residence destinations_excluded"
        " employers_excluded evidence not_understood consent_matching",
        retention=_KEPT,
    )
    | classified(Audience.SYSTEM, "person_id", retention=_KEPT)
)

#: Classes of fields that are seen for each reason to see a person.
SEES: dict[str, frozenset[Audience]] = {
    "self": frozenset({Audience.CONSENTED, Audience.CASELOAD}),
    "caseload": frozenset({Audience.CONSENTED, Audience.CASELOAD}),
    "advice": frozenset({Audience.CONSENTED, Audience.CASELOAD}),
    "offers": frozenset({Audience.CONSENTED}),
    "protection": frozenset(),
}
