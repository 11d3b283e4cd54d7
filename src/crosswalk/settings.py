"""Settings from the environment: every variable begins with CROSSWALK_."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from crosswalk.errors import SettingsError

__all__ = ["Settings", "settings"]


class Settings(BaseSettings):
    """What an installation can set without code."""

    model_config = SettingsConfigDict(env_prefix="CROSSWALK_", frozen=True)

    cache: Path = Field(
        default_factory=lambda: Path.home() / ".cache" / "crosswalk",
        description="Folder for what can be built again: the encoder's graph, label vectors.",
    )
    threads: int = Field(default=0, ge=0, description="Threads for matching; 0 means all cores.")
    encoder: Path | None = Field(
        default=None, description="Folder of a better encoder (ONNX layout); none means the built-in one."
    )
    taxonomy: Path | None = Field(default=None, description="Taxonomy file; none means the starter taxonomy.")


@cache
def settings() -> Settings:
    """The settings of this process, read once."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = "CROSSWALK_" + str(first["loc"][0]).upper()
        raise SettingsError(f"{name}: {first['msg']}.", remedy="See docs/reference/settings.md.") from None
