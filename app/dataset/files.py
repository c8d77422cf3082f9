"""The whole files of a version (docs/api.md, section Whole files)."""

from fastapi import Request
from fastapi.responses import Response

from app.api.context import Context, RequestContext
from app.api.routers import NoParams, PageRouter
from app.api.streams import SentFile
from app.problems import FilesNotMade

# No data router: the files are neither described like responses nor negotiated. Only their address
# says what they are.
router = PageRouter()
_IMMUTABLE = "public, max-age=31536000, immutable"


@router.get("/dataset.sqlite")
async def get_sqlite(request: Request, context: Context, params: NoParams) -> Response:
    """The dataset file, without the texts that may not be given out."""
    return _file(request, context, "sqlite")


@router.get("/dataset.zip")
async def get_package(request: Request, context: Context, params: NoParams) -> Response:
    """A Data Package."""
    return _file(request, context, "zip")


@router.get("/dataset.ndjson")
async def get_lines(request: Request, context: Context, params: NoParams) -> Response:
    """Every item of every list, one a line."""
    return _file(request, context, "ndjson")


def _file(request: Request, context: RequestContext, form: str) -> Response:
    """A file, which the edge sends. It keeps a place for streams meanwhile."""
    file = context.dataset.whole_files.get(form)
    if file is None:
        raise FilesNotMade(
            "The whole files of this version were not made. /dataset lists what can be downloaded."
        )
    version = context.dataset.version
    headers = {"Content-Disposition": f'attachment; filename="stated-{version}.{form}"'}
    if context.urls.base != context.urls.root:
        headers["Cache-Control"] = _IMMUTABLE
    request.scope["state"]["file"] = SentFile(file.path, file.size, file.sha256, context.streams)
    return Response(b"", media_type=file.media_type, headers=headers)
