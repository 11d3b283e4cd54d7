"""The models of labour mobility that a partnership can be compared with: who has a track, and who pays for what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal, get_args

from crosswalk.errors import UsageError
from crosswalk.partnerships.design.layout import CostEntry, CostGroup, PartnershipFile, PartyEntry, Role
from crosswalk.partnerships.design.partnership import Partnership

__all__ = ["MODELS", "Model", "ModelName", "as_model"]

ModelName = Literal[
    "global_skill_partnership", "student_mobility", "employer_driven", "development_funded", "away_only"
]
GROUPS: tuple[CostGroup, ...] = get_args(CostGroup)
Payers = Mapping[Role, Decimal]


@dataclass(frozen=True, slots=True)
class Model:
    """One model, as rules that turn a partnership of another model into it.

    Attributes:
        home: Whether it has a home track.
        pays: Who pays each group of costs.
        pays_home: Who pays what serves the home track or both; as `pays` where it is empty.
        reason: Why these are the rules, in one sentence.
    """

    home: bool
    pays: Mapping[CostGroup, Payers]
    reason: str
    pays_home: Payers | None = None


def _all(payers: Payers) -> dict[CostGroup, Payers]:
    return dict.fromkeys(GROUPS, payers)


_EMPLOYER: Payers = {"employer": Decimal(1)}
_HALF = Decimal("0.5")

MODELS: Mapping[ModelName, Model] = {
    "global_skill_partnership": Model(
        True,
        _all(_EMPLOYER),
        "Those who gain at destination pay the away track; employer and state share what serves the home track.",
        {"employer": _HALF, "destination_government": _HALF},
    ),
    "student_mobility": Model(
        False,
        _all({"migrants": Decimal(1)}) | {"staffing": {"destination_government": Decimal(1)}},
        "Students pay for their own training, journey and living; the state of destination runs the places of study.",
    ),
    "employer_driven": Model(
        False,
        _all(_EMPLOYER),
        "An employer pays all costs of the people whom it hires, as fair recruitment asks, and trains nobody else.",
    ),
    "development_funded": Model(
        True,
        _all({"donor": Decimal(1)}),
        "A budget of development cooperation pays both tracks, and nobody who gains by it does.",
    ),
    "away_only": Model(
        False,
        _all(_EMPLOYER) | {"training": {"origin_government": Decimal(1)}},
        "People are hired whom the country of origin has trained at its own cost; the employer pays the rest.",
    ),
}


def as_model(partnership: Partnership, name: ModelName) -> Partnership:
    """The same cohort under another model; under the model of the file it stays as it was designed.

    The number of people on the away track stays; without a home track nobody is trained for home. What is repaid under
    the file's own model is not repaid under another. A payer that the file does not have is added.

    Raises:
        UsageError: The model has a home track and the file has nobody on one.
    """
    file, model = partnership.file, MODELS[name]
    if name == file.model:
        return partnership
    if not partnership.people("away") or (model.home and not partnership.people("home")):
        track = "home" if partnership.people("away") else "away"
        raise UsageError(
            f"The model {name} has people on the {track} track, and the file has none.",
            remedy=f"Write cohort: people: {track}: a number above 0, or leave this model out.",
        )
    parties = dict(file.parties)
    costs = {
        key: _paid(cost, model, parties, file) for key, cost in file.costs.items() if model.home or cost.track != "home"
    }
    steps = {key: step for key, step in file.steps.items() if model.home or step.track != "home"}
    people = file.cohort.people if model.home else {**file.cohort.people, "home": 0}
    cohort = file.cohort.model_copy(update={"people": people})
    changed = {
        "model": name, "parties": parties, "costs": costs, "steps": steps, "cohort": cohort, "repayments": {}
    }  # fmt: skip
    return replace(partnership, file=file.model_copy(update=changed))


def _paid(cost: CostEntry, model: Model, parties: dict[str, PartyEntry], file: PartnershipFile) -> CostEntry:
    payers = model.pays[cost.group]
    if model.pays_home is not None and cost.track != "away":
        payers = model.pays_home
    shares = {_party(role, parties, file): share for role, share in payers.items()}
    return cost.model_copy(update={"paid_by": shares, "repaid": None})


def _party(role: Role, parties: dict[str, PartyEntry], file: PartnershipFile) -> str:
    found = next((name for name, party in parties.items() if party.role == role), None)
    if found is not None:
        return found
    country = {"origin_government": file.origin, "destination_government": file.destination}.get(role)
    name = role if role not in parties else f"{role}_added"
    parties[name] = PartyEntry(role=role, title={"en": role.replace("_", " ").capitalize()}, country=country)
    return name
