"""The settings of an operator; each is an environment variable with the prefix STATED_."""

import re
from functools import cached_property
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """Read once at the start, and frozen, so that all requests see the same settings."""

    model_config = SettingsConfigDict(env_prefix="STATED_", frozen=True)

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
        8, ge=1, le=64, description="Datasets kept open besides the current one, for /@<version>/…."
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
    poll_ms: int = Field(
        250, ge=10, description="Milliseconds between two looks at the pointer file."
    )

    @field_validator("public_url")
    @classmethod
    def _plain_url(cls, value: str) -> str:
        value = value.rstrip("/")
        if value and not value.startswith(("http://", "https://")):
            raise ValueError("must start with http:// or https://")
        return value

    @field_validator("contact")
    @classmethod
    def _contact(cls, value: str) -> str:
        value = value.strip().removeprefix("mailto:")
        if value and not re.fullmatch(r"https?://[^\s/]\S*|[^\s@:/]+@[^\s@:/]+", value):
            raise ValueError("must be an e-mail address, or start with http:// or https://")
        return value

    @cached_property
    def proxies(self) -> tuple[IPv4Network | IPv6Network, ...]:
        """The trusted networks, parsed."""
        return tuple(
            ip_network(part.strip(), strict=False)
            for part in self.trusted_proxies.split(",")
            if part.strip()
        )
