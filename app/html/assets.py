"""Files that pages need, under names that hold a hash of their bytes."""

from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

_STATIC = Path(__file__).parent / "static"
_SWAGGER = files("fastapi_swagger") / "resources"
_KINDS = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
    "png": "image/png",
    "ico": "image/vnd.microsoft.icon",
}


@dataclass(frozen=True)
class Asset:
    """A file that pages need; its name holds a hash of its bytes, so it never changes."""

    name: str
    media_type: str
    body: bytes


@cache
def by_name() -> dict[str, Asset]:
    """All assets by their plain name."""
    plain = {path.name: path.read_bytes() for path in sorted(_STATIC.iterdir())}
    plain |= {
        name: (_SWAGGER / name).read_bytes() for name in ("swagger-ui.css", "swagger-ui-bundle.js")
    }
    found = {}
    for name, body in plain.items():
        stem, _, kind = name.rpartition(".")
        found[name] = Asset(f"{stem}.{sha256(body).hexdigest()[:16]}.{kind}", _KINDS[kind], body)
    return found


@cache
def by_address() -> dict[str, Asset]:
    """All assets by the name in their address."""
    return {asset.name: asset for asset in by_name().values()}
