"""The address of static files (CSS, scripts, icons)."""

from fastapi.responses import Response

from app.api.routers import PageRouter
from app.html import assets
from app.problems import NotFound

router = PageRouter()


@router.get("/assets/{name}", include_in_schema=False)
async def get_asset(name: str) -> Response:
    """A static file. Its name contains a hash of its bytes, so clients may keep it for ever."""
    asset = assets.by_address().get(name)
    if asset is None:
        raise NotFound("There is no such file.")
    headers = {"Cache-Control": "public, max-age=31536000, immutable"}
    return Response(asset.body, media_type=asset.media_type, headers=headers)
