"""What the layouts of all files have in common: closed entries, exact numbers, text in several languages."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

__all__ = ["Entry", "Number", "Text", "keys_of"]

Text = Annotated[
    dict[Annotated[str, Field(pattern=r"^[a-z]{2,3}$")], Annotated[str, Field(min_length=1)]], Field(min_length=1)
]


def _no_truth(value: object) -> object:
    if isinstance(value, bool):
        raise ValueError("is true or false where a number is wanted")
    return value


Number = Annotated[Decimal | int, BeforeValidator(_no_truth)]


class Entry(BaseModel):
    """What every part of a file has in common: unknown keys are mistakes, nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


def keys_of(room: str) -> tuple[str, ...]:
    """Every key that the layouts of a module know, as written in files, so that a misspelt one finds the nearest."""
    models: list[type[BaseModel]] = [Entry]
    for model in models:
        models += model.__subclasses__()
    own = [model for model in models if model.__module__ == room]
    return tuple(sorted({field.alias or name for model in own for name, field in model.model_fields.items()}))
