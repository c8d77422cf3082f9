"""The tools, and how they are served: on standard input and output, or over HTTP, stateless."""

from typing import Annotated, Literal

from mcp.server import MCPServer
from mcp.server.transport_security import TransportSecuritySettings
from mcp.types import ToolAnnotations
from pydantic import Field
from starlette.applications import Starlette

from app import RELEASE
from app.export.own_service import OwnService
from app.mcp_server.answers import QUOTED, ToolAnswer, answer, target_of
from app.quotes.parameters import LONGEST_TEXT

_MOST_BODY = 64 * 1024  # bytes of a request
_ONLY_READS = ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)
_INSTRUCTIONS = (
    "Who said what, and which position each country has, word for word from archived sources. "
    "Every answer has the exact words, their link, the version of the dataset and a citation. If "
    f"nothing is stated, say so and do not guess. {QUOTED}"
)
Name = Annotated[str, Field(min_length=1, max_length=200)]
Text = Annotated[str, Field(min_length=1, max_length=LONGEST_TEXT)]
Day = Annotated[str, Field(description="A day as YYYY-MM-DD.", max_length=10)]


def server_of(service: OwnService) -> MCPServer:
    """The server with its six tools, which ask the service in the same process."""
    server = MCPServer("stated", title="Stated", instructions=_INSTRUCTIONS, version=RELEASE)

    @server.tool(annotations=_ONLY_READS)
    async def where_stands(
        actor: Annotated[Name, Field(description="A country, organisation or coalition: any name")],
        question: Annotated[str | None, Field(description="The id of a question.")] = None,
        as_of: Day | None = None,
    ) -> ToolAnswer:
        """The position of an actor on a question, with all evidence, and what may not be
        concluded.
        """
        target = target_of("/actors/{}/position", actor, question=question, as_of=as_of)
        return await answer(service, "where_stands", [target])

    @server.tool(annotations=_ONLY_READS)
    async def who_said(
        words: Annotated[str | None, Field(description="Words to look for.")] = None,
        speaker: Annotated[str | None, Field(description="Any spelling of a name.")] = None,
        country: Annotated[str | None, Field(description="Of the speaker.")] = None,
        about: Annotated[str | None, Field(description="Whom the words are about.")] = None,
        topic: Annotated[str | None, Field(description="The id of a topic.")] = None,
        said_from: Day | None = None,
        said_to: Day | None = None,
    ) -> ToolAnswer:
        """Statements: who said what and when, word for word, newest first."""
        target = target_of(
            "/statements",
            q=words,
            speaker=speaker,
            country=country,
            about=about,
            topic=topic,
            said_from=said_from,
            said_to=said_to,
        )
        return await answer(service, "who_said", [target], is_list=True)

    @server.tool(annotations=_ONLY_READS)
    async def check_quotation(
        text: Annotated[Text, Field(description="The words as somebody quotes them.")],
        speaker: Annotated[str | None, Field(description="Who is said to have said them.")] = None,
    ) -> ToolAnswer:
        """Whether these words were said: a verdict with the nearest words in the sources."""
        target = target_of("/quotes/check", text=text, speaker=speaker)
        return await answer(service, "check_quotation", [target])

    @server.tool(annotations=_ONLY_READS)
    async def what_changed(
        since: Annotated[str | None, Field(description="A version, or a day.")] = None,
        country: Annotated[str | None, Field(description="Any name of a country.")] = None,
        speaker: Annotated[str | None, Field(description="Any spelling of a name.")] = None,
    ) -> ToolAnswer:
        """What was added, changed, corrected or withdrawn since a version or a day."""
        target = target_of("/changes", since=since, country=country, speaker=speaker)
        return await answer(service, "what_changed", [target], is_list=True)

    @server.tool(annotations=_ONLY_READS)
    async def look_up(
        name: Annotated[Name, Field(description="A name, a code or an id.")],
        kind: Annotated[
            Literal["actor", "speaker", "any"], Field(description="What it is the name of.")
        ] = "any",
    ) -> ToolAnswer:
        """What a name means: a country, another actor, or a speaker, with ids and codes."""
        targets = {
            "actor": [target_of("/actors/{}", name)],
            "speaker": [target_of("/speakers/{}", name)],
        }
        every = targets["actor"] + targets["speaker"]
        return await answer(service, "look_up", targets.get(kind, every))

    @server.tool(annotations=_ONLY_READS)
    async def get_source(
        id: Annotated[Name, Field(description="The id of a source.")],
        passage: Annotated[
            int | None, Field(ge=1, description="The number of a sentence, from 1.")
        ] = None,
    ) -> ToolAnswer:
        """A source with its rights and checksum, or one sentence of it with its neighbours."""
        target = target_of("/sources/{}", id)
        if passage is not None:
            target = target_of("/sources/{}/passages/{}", id, str(passage))
        return await answer(service, "get_source", [target])

    return server


def http_app(server: MCPServer, hosts: list[str], origins: list[str]) -> Starlette:
    """The server over HTTP at /mcp: without sessions, for requests with one of these hosts and, if
    they name one, one of these origins.
    """
    security = TransportSecuritySettings(allowed_hosts=hosts, allowed_origins=origins)
    return server.streamable_http_app(
        json_response=True,
        stateless_http=True,
        transport_security=security,
        max_request_body_size=_MOST_BODY,
    )
