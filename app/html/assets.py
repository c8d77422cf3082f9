"""Static files (CSS, scripts, icons), under names that contain a hash of their bytes."""

import re
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from fastapi.responses import Response

from app.api.routers import PageRouter
from app.problems import NotFound

router = PageRouter()
_STATIC = Path(__file__).parent / "static"
_SWAGGER = files("fastapi_swagger") / "resources"
IMMUTABLE = {"Cache-Control": "public, max-age=31536000, immutable"}
"""The header of what never changes at its address."""
_MEDIA_TYPES = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
    "png": "image/png",
    "ico": "image/vnd.microsoft.icon",
}


@dataclass(frozen=True)
class Asset:
    """A static file. Its `name` contains a hash of its bytes, so what it names never changes."""

    name: str
    media_type: str
    body: bytes


@cache
def by_name() -> dict[str, Asset]:
    """All assets by their plain name."""
    plain = {path.name: path.read_bytes() for path in sorted(_STATIC.iterdir())}
    for name in ("swagger-ui.css", "swagger-ui-bundle.js"):
        plain[name] = (_SWAGGER / name).read_bytes()
    assets = {}
    for name, body in plain.items():
        stem, _, suffix = name.rpartition(".")
        hashed = f"{stem}.{sha256(body).hexdigest()[:16]}.{suffix}"
        assets[name] = Asset(hashed, _MEDIA_TYPES[suffix], body)
    return assets


@cache
def inline(name: str) -> str:
    """A style sheet or a script as the text of an element, without comments and indentation.

    Embeds contain theirs, because Chrome keeps no files of sandboxed frames in its cache: each
    frame would load them again.
    """
    text = by_name()[name].body.decode()
    if name.endswith(".css"):
        return re.sub(
            r"\s*([{};,])\s*", r"\1", re.sub(r"/\*.*?\*/|\s+", " ", text, flags=re.S)
        ).strip()
    return re.sub(r"^\s+|\s*// .*$|/\*.*?\*/\s*", "", text, flags=re.M)


def asset_response(asset: Asset | None, *, immutable: bool = False) -> Response:
    """A static file as an answer, which clients may always keep if it is `immutable`. Raises
    NotFound if there is none.
    """
    if asset is None:
        raise NotFound("There is no such file.")
    headers = IMMUTABLE if immutable else None
    return Response(asset.body, media_type=asset.media_type, headers=headers)


@router.get("/assets/{name}")
async def get_asset(name: str) -> Response:
    """A static file by the name with its hash."""
    asset = next((asset for asset in by_name().values() if asset.name == name), None)
    return asset_response(asset, immutable=True)
