"""The settings of an operator; each is an environment variable with the prefix STATED_."""

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import cached_property
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError, field_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent
PREFIX = "STATED_"
METRICS_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""The environment variable in which prometheus_client looks, when it is imported, for the folder in
which several workers add up their metrics. `stated serve` sets it.
"""
# Host names as in app/edge/target.py, and a path without anything that needs an escape. An address
# goes into headers and pages, so it has no space, quotation mark or control character.
_PUBLIC_URL = re.compile(
    r"https?://(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?"
    r"(?:/[A-Za-z0-9._~-]+)*"
)
_POINTER_URL = re.compile(
    r"(?:https://(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])"
    r"|http://(?:localhost|127(?:\.[0-9]{1,3}){3}|\[::1\]))(?::[0-9]{1,5})?"
    r"(?:/[A-Za-z0-9._~-]+)+"
)
_CONTACT = re.compile(r"""https?://[^\s/"'<>]\S*|[^\s@:/"'<>]+@[^\s@:/"'<>]+""", re.ASCII)


def public_url(value: str) -> str:
    """The address of the service for the public, or nothing. Raises PydanticCustomError."""
    value = value.rstrip("/")
    if value and not _PUBLIC_URL.fullmatch(value):
        raise PydanticCustomError(
            "setting",
            "must be like https://stated.example or https://example.org/stated: scheme, host, "
            "optional port and path, all in ASCII",
        )
    return value


def pointer_url(value: str) -> str:
    """The address of a pointer to follow, or nothing. Raises PydanticCustomError."""
    if value and not _POINTER_URL.fullmatch(value):
        raise PydanticCustomError(
            "setting",
            "must be the address of a pointer like https://data.example/stated/current.json; "
            "http:// is only for this machine itself",
        )
    return value


class Settings(BaseSettings):
    """Read once at the start, and frozen, so that all requests see the same settings."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True)

    datasets: Path = Field(
        ROOT / "datasets", description="Folder of the dataset files and of the pointer `current`."
    )
    seed: Path = Field(
        ROOT / "seed", description="Folder of the seed files; only the build reads it."
    )
    public_url: str = Field(
        "", description="Scheme, host and optional path under which the public reaches the service."
    )
    contact: str = Field(
        "",
        description="E-mail address or web address to which people report mistakes.",
    )
    whole_files: bool = Field(
        True,
        description="Make the whole files (SQLite, Data Package, NDJSON, Parquet) when publishing.",
    )
    trusted_proxies: str = Field(
        "", description="Addresses or networks (comma-separated) whose X-Forwarded-* count."
    )
    budget_ms: int = Field(
        250, ge=1, description="Milliseconds one query may take before the answer is 503."
    )
    threads: int = Field(
        2, ge=1, le=32, description="Threads for long queries, each with a connection of its own."
    )
    pins: int = Field(
        8,
        ge=1,
        le=64,
        description="Datasets kept open apart from the current one, for /@<version>/….",
    )
    waiting: int = Field(
        100, ge=1, description="Requests that wait to be answered; the next one gets 503 at once."
    )
    # 16 streams take about 25 MB while nobody reads them. More would only make each one slower,
    # because all rows are made in one event loop.
    streams: int = Field(
        16,
        ge=1,
        description="Whole lists (CSV, NDJSON) of over 500 rows sent at once; the next gets 503.",
    )
    cache_mb: int = Field(
        64,
        ge=0,
        description="Megabytes of ready answers kept; pinned datasets may have as much again.",
    )
    fast_path: bool = Field(
        True, description="Send cached answers directly from the HTTP protocol (`stated serve`)."
    )
    access_log: bool = Field(
        False, description="Write a line of JSON for each request to standard output."
    )
    traces: bool = Field(
        False,
        description="Send OpenTelemetry traces of requests that are not answered from the cache.",
    )
    metrics_folder: Path | None = Field(
        None,
        description="Folder in which several workers add up their metrics; default: the system's "
        "folder for temporary files.",
    )
    poll_ms: int = Field(
        250, ge=10, description="Milliseconds between two looks at the pointer file."
    )

    follow: str = Field(
        "", description="Address of the pointer of another server that this replica follows."
    )
    follow_ms: int = Field(
        2000, ge=100, description="Milliseconds between two looks at the pointer that is followed."
    )
    keep: int = Field(
        3, ge=1, le=1000, description="Dataset files that a replica keeps of those it fetched."
    )
    allow_rollback: bool = Field(
        False, description="A replica also follows to a dataset that was published earlier."
    )

    @field_validator("public_url")
    @classmethod
    def _public_url(cls, value: str) -> str:
        return public_url(value)

    @field_validator("follow")
    @classmethod
    def _pointer_url(cls, value: str) -> str:
        return pointer_url(value)

    @field_validator("trusted_proxies")
    @classmethod
    def _networks(cls, value: str) -> str:
        for part in value.split(","):
            try:
                if part.strip():
                    ip_network(part.strip(), strict=False)
            except ValueError:
                raise PydanticCustomError(
                    "setting",
                    "{part} is not an address or a network such as 10.0.0.0/8",
                    {"part": repr(part.strip()[:50])},
                ) from None
        return value

    @field_validator("contact")
    @classmethod
    def _contact(cls, value: str) -> str:
        value = value.strip().removeprefix("mailto:")
        if value and not _CONTACT.fullmatch(value):
            raise PydanticCustomError(
                "setting", "must be an e-mail address, or start with http:// or https://"
            )
        return value

    @cached_property
    def proxies(self) -> tuple[IPv4Network | IPv6Network, ...]:
        """The trusted networks, parsed."""
        return tuple(
            ip_network(part.strip(), strict=False)
            for part in self.trusted_proxies.split(",")
            if part.strip()
        )


def mistakes(error: ValidationError) -> str:
    """What is wrong with settings, a line for each, in our words."""
    return "\n".join(
        f"{PREFIX}{'.'.join(map(str, one['loc'])).upper()} {must_be(one)}."
        for one in error.errors(include_url=False)
    )


def must_be(mistake: Mapping[str, Any]) -> str:
    """The rule that a value breaks, in our words: “must be at least 1”. `mistake` is one of the
    errors of pydantic.
    """
    limits = mistake.get("ctx", {})
    match mistake["type"]:
        case "setting":
            return str(mistake["msg"])
        case "greater_than_equal":
            return f"must be at least {limits['ge']}"
        case "less_than_equal":
            return f"must be at most {limits['le']}"
        case "int_parsing" | "int_parsing_size" | "int_from_float" | "int_type":
            return "must be a whole number"
        case "bool_parsing" | "bool_type":
            return "must be true or false"
        case _:
            return "has a value that cannot be read"


def unknown_settings(names: Iterable[str]) -> list[str]:
    """A sentence for each environment variable that looks like a setting and is none."""
    known = [PREFIX + name.upper() for name in Settings.model_fields]
    sentences = []
    for name in sorted(names):
        if name.upper().startswith(PREFIX) and name.upper() not in known:
            near = get_close_matches(name.upper(), known, 1, 0.8)
            meant = f" Did you mean {near[0]}?" if near else ""
            sentences.append(f"{name} is not a setting, and has no effect.{meant}")
    return sentences
