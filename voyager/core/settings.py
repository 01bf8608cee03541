"""What a run is told from outside: voyager.toml < environment (VOYAGER_*) < flags.

Keys of model services are no settings: they are read from the environment by the adapter that needs
them, and stand in no file that Voyager writes. This module is imported when a command runs, not by
`import voyager` (pydantic-settings takes a tenth of a second).
"""

from __future__ import annotations

import os
import re
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from voyager.core.errors import UsageMistake
from voyager.core.events import WorldSpec

CONFIG = "voyager.toml"
PREFIX = "VOYAGER_"
LARGEST_SEED = 2**53 - 1  # whole numbers that JavaScript tells apart; Number.MAX_SAFE_INTEGER
HOST = re.compile(r"(?P<host>\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9_.-]+)(?::(?P<port>\d+))?")
WORLD_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,63}")


def default_home(environment: Mapping[str, str] = os.environ, platform: str = sys.platform) -> Path:
    """The folder for what a user's programs keep, as the platform has it."""
    user = Path.home()
    if platform == "darwin":
        return user / "Library" / "Application Support" / "voyager"
    if platform == "win32":
        return Path(environment.get("LOCALAPPDATA") or user / "AppData" / "Local") / "voyager"
    return Path(environment.get("XDG_DATA_HOME") or user / ".local" / "share") / "voyager"


class Settings(BaseSettings):
    """Everything that can be set, with its default."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_ignore_empty=True,
        extra="forbid",
        frozen=True,
        use_attribute_docstrings=True,
    )

    home: Path = Field(default_factory=default_home)
    """Where sessions, skills and snapshots are kept."""
    session: str | None = None
    """None: `default`, or a name made from the world or seed that was asked for."""
    world: str | None = None
    """`embedded`, `embedded:NAME` or `HOST[:PORT]`; None: the session's own, embedded for a new one."""
    seed: int | None = Field(default=None, ge=-LARGEST_SEED, le=LARGEST_SEED)
    """Of an embedded world; None: the session's own, 0 for a new one."""
    username: str = Field(default="Voyager", pattern=r"^[A-Za-z0-9_]{1,16}$")
    """The player's name on a real server."""
    author: Literal["recipes", "model"] = "recipes"
    goal: str | None = Field(default=None, min_length=1, max_length=2000)
    tasks: int | None = Field(default=None, ge=1)
    """Stop after so many tasks in this run."""
    minutes: float | None = Field(default=None, gt=0, allow_inf_nan=False)
    """Stop after so many minutes of wall time in this run."""
    model: str = "gpt-5-mini"
    base_url: str | None = None
    """Of an OpenAI-compatible service; None: OpenAI's own."""
    model_actor: str | None = None
    """Writes programs; None: `model`, as with the other roles."""
    model_curriculum: str | None = None
    """Proposes tasks."""
    model_critic: str | None = None
    """Judges what no rule can."""
    model_librarian: str | None = None
    """Describes skills."""
    model_answer: str | None = None
    """Answers the curriculum's questions."""
    model_fallback: str | None = None
    """Asked when another one fails for good."""
    model_strong: str | None = None
    """Writes programs after `escalate_after` failed tries of a task."""
    escalate_after: int = Field(default=2, ge=1)
    model_timeout: float = Field(default=120, gt=0, allow_inf_nan=False)
    """Wall seconds for one answer."""
    temperature: float = Field(default=0, ge=0, le=2)
    """At 0, identical calls are answered from disk."""
    budget_usd: float | None = Field(default=None, ge=0, allow_inf_nan=False)
    """Of the whole session, as the next two; the run ends cleanly before the call that would pass one."""
    budget_tokens: int | None = Field(default=None, ge=0)
    """Input and output."""
    budget_calls: int | None = Field(default=None, ge=0)
    no_cache: bool = False
    """Ask again what was asked before."""
    no_practice: bool = False
    """At the end of a run, practise neither callers of skills that changed nor new versions on trial."""
    require_certified: float | None = Field(default=None, ge=0, le=1, allow_inf_nan=False)
    """On a server, use a skill only if it passed in this share of five or more practice worlds."""
    attempts: int = Field(default=5, ge=1)
    """Programs tried for one task before it counts as failed."""
    step_game_s: float = Field(default=600, gt=0, allow_inf_nan=False)
    """Game seconds that one program may take."""
    step_wall_s: float = Field(default=120, gt=0, allow_inf_nan=False)
    """Wall seconds that one program may take."""

    @field_validator("base_url")
    @classmethod
    def _is_address(cls, url: str | None) -> str | None:
        if url is not None and not re.match(r"https?://[^/\s]", url):
            raise ValueError("it is no address like http://localhost:11434/v1")
        return url

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Flags, then the environment, then the file, which `load_settings` puts last itself."""
        return init_settings, env_settings, _File(settings_cls)


class _File(PydanticBaseSettingsSource):
    """voyager.toml in the working folder, or the file that VOYAGER_CONFIG names."""

    def get_field_value(self, field: Any, field_name: str) -> tuple[Any, str, bool]:
        return None, field_name, False

    def __call__(self) -> dict[str, Any]:
        return _read_file()


def load_settings(**flags: Any) -> Settings:
    """Settings of this process; flags that are None count as not given.

    Raises UsageMistake that names the source of a value that cannot be used.
    """
    given = {name: value for name, value in flags.items() if value is not None}
    try:
        return Settings(**given)
    except ValidationError as error:
        raise UsageMistake(_sentence(error, given)) from error


def _read_file() -> dict[str, Any]:
    named = os.environ.get(PREFIX + "CONFIG")
    path = Path(named or CONFIG)
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        if named:
            raise UsageMistake(f"There is no file {named}, which VOYAGER_CONFIG names.") from None
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise UsageMistake(f"{path} cannot be read: {error}.") from error
    except tomllib.TOMLDecodeError as error:
        raise UsageMistake(f"{path} is not valid TOML: {error}.") from error


def _sentence(error: ValidationError, flags: Mapping[str, Any]) -> str:
    """The first thing that is wrong, with where it was said."""
    wrong = error.errors(include_url=False)[0]
    name = str(wrong["loc"][0]) if wrong["loc"] else "settings"
    if name.lower() in ("api_key", "openai_api_key"):
        return f"Keys do not belong in {CONFIG}. Put it into the environment as OPENAI_API_KEY."
    if name in flags:
        source = "--" + name.replace("_", "-")
    elif PREFIX + name.upper() in {key.upper() for key in os.environ}:
        source = f"the environment's {PREFIX}{name.upper()}"
    else:
        source = f"{name!r} in {os.environ.get(PREFIX + 'CONFIG') or CONFIG}"
    if wrong["type"] == "extra_forbidden":
        known = ", ".join(Settings.model_fields)
        return f"{source} is no setting of Voyager. There are: {known}."
    told = wrong["msg"].replace("Input should be", "it should be").removeprefix("Value error, ")
    told = told.replace("String should have at least 1 character", "it is empty")
    return f"{source} cannot be {wrong['input']!r}: {told[:1].lower()}{told[1:]}."


def world_spec(world: str, seed: int, username: str) -> WorldSpec:
    """What `--world` says. Raises UsageMistake when it says nothing that can be."""
    kind, colon, name = world.partition(":")
    if kind == "embedded":
        if colon and not WORLD_NAME.fullmatch(name):
            raise UsageMistake(
                f"{name!r} cannot be an embedded world's name. Use 1 to 64 letters, digits, '.', '_' and '-'."
            )
        return WorldSpec(kind="embedded", seed=seed, name=name or None)
    where = HOST.fullmatch(world)
    port = int(where["port"] or 25565) if where else 0
    if not where or not 0 < port < 65536:
        raise UsageMistake(
            f"--world {world!r} is no world. Give embedded, embedded:NAME, or a server as HOST or HOST:PORT."
        )
    return WorldSpec(
        kind="remote", host=where["host"].strip("[]"), port=port, username=username, seed=seed
    )


def session_name(settings: Settings) -> str:
    """The session a run is about: a session lives in one world, so another world is another session."""
    if settings.session is not None:
        return settings.session
    parts = []
    if settings.world not in (None, "embedded"):
        parts.append(re.sub(r"[^A-Za-z0-9._-]+", "-", str(settings.world)).strip("-."))
    if settings.seed is not None:
        parts.append(f"seed-{settings.seed}")
    return "-".join(part for part in parts if part)[:64] or "default"
