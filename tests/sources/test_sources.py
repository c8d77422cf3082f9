"""Sources, over HTTP: what was coded of a document (docs/domain.md, rule passages)."""

from collections import Counter

import httpx

from tests.answers import lines, local, suffixed, total


def test_sources_count_what_they_cover(client: httpx.Client) -> None:
    """Coverage counts what the lists of passages, of statements and of evidence have."""
    rows = lines(client, "/statements.ndjson")
    for source in lines(client, "/sources.ndjson"):
        covered = source["coverage"]
        passages = lines(client, suffixed(local(source["links"]["passages"]), "ndjson"))
        codings = Counter(passage["coding"] for passage in passages)
        held = lines(client, "/positions.ndjson?has_position=true")
        cited = {one["statement"]["id"] for position in held for one in position["evidence"]}
        own = [row for row in rows if row["source"]["id"] == source["id"]]
        assert covered == {
            "characters": max(passage["end"] for passage in passages),
            "passages": total(client, source["links"]["passages"]),
            "headings": codings["heading"],
            "statement_passages": codings["statement"],
            "narration_passages": codings["narration"],
            "passages_used": sum(bool(passage["statements"]) for passage in passages),
            "statements": total(client, source["links"]["statements"]),
            "statements_cited": len(cited & {row["id"] for row in own}),
        }
        assert {name for passage in passages for name in passage["statements"]} == {
            row["id"] for row in own
        }
        assert {row["id"]: row["passage"] for row in own} == {
            name: passage["number"] for passage in passages for name in passage["statements"]
        }
