"""The whole files of a version (docs/api.md, section Whole files)."""

from typing import Annotated

from fastapi import Path, Request
from fastapi.responses import Response

from app.api.context import Context, RequestContext
from app.api.parameters import LONGEST_NAME
from app.api.routers import NoParams, PageRouter
from app.api.streams import SentFile
from app.problems import FilesNotMade
from app.store.whole_files import PACKAGE

# No data router: the files are neither described like responses nor negotiated. Only their address
# says what they are.
router = PageRouter()
TableName = Annotated[str, Path(max_length=LONGEST_NAME)]
_IMMUTABLE = "public, max-age=31536000, immutable"


@router.get("/dataset.sqlite")
async def get_sqlite(request: Request, context: Context, params: NoParams) -> Response:
    """The dataset file, without the texts that may not be given out."""
    return _file(request, context, "dataset.sqlite")


@router.get("/dataset.zip")
async def get_package(request: Request, context: Context, params: NoParams) -> Response:
    """A Data Package."""
    return _file(request, context, "dataset.zip")


@router.get("/dataset.ndjson")
async def get_lines(request: Request, context: Context, params: NoParams) -> Response:
    """Every item of every list, one a line."""
    return _file(request, context, "dataset.ndjson")


@router.get(f"/dataset/{PACKAGE}")
async def get_description(request: Request, context: Context, params: NoParams) -> Response:
    """A Data Package that describes the tables as Parquet."""
    return _file(request, context, PACKAGE)


@router.get("/dataset/{table}.parquet")
async def get_table(
    request: Request, context: Context, table: TableName, params: NoParams
) -> Response:
    """A table as Parquet."""
    return _file(request, context, f"{table}.parquet")


def _file(request: Request, context: RequestContext, name: str) -> Response:
    """A file, which the edge sends. It keeps a place for streams meanwhile."""
    made = context.dataset.whole_files
    file = made.get(name)
    if file is None:
        if any(one.table for one in made.values()):
            detail = "No table has this name."
        elif made:
            detail = "Of this version no Parquet was made."
        else:
            detail = "The whole files of this version were not made."
        raise FilesNotMade(f"{detail} /dataset lists what can be downloaded.")
    ending = name.removeprefix("dataset.")
    saved_as = f"stated-{context.dataset.version}{'.' if ending != name else '-'}{ending}"
    headers = {"Content-Disposition": f'attachment; filename="{saved_as}"'}
    if context.urls.base != context.urls.root:
        headers["Cache-Control"] = _IMMUTABLE
    request.scope["state"]["file"] = SentFile(file.path, file.size, file.sha256, context.streams)
    return Response(b"", media_type=file.media_type, headers=headers)
