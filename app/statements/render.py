"""How a statement looks: from facts to plain data (`StatementView` documents it)."""

from app.api.citations import DatasetInfo, cite_statement
from app.api.schemas import JsonObject
from app.store.listing import Row


def render_statement(facts: Row, dataset_info: DatasetInfo) -> JsonObject:
    """A statement from its facts (`app.statements.facts`)."""
    urls = dataset_info.urls
    url, source = urls.at("statements", facts["id"]), urls.at("sources", facts["source"])
    speaker = facts["speaker"]
    return {
        "id": facts["id"],
        "kind": facts["kind"],
        "capacity": facts["capacity"],
        "about": facts["about"],
        "speaker": None
        if speaker is None
        else {
            "id": speaker,
            "name": facts["speaker_name"],
            "kind": facts["speaker_kind"] or "person",
            "role": facts["role"],
            "role_as_printed": facts["role_as_printed"],
        },
        "countries": facts["countries"],
        "topics": facts["topics"],
        "questions": facts["questions"],
        "said": facts["said"],
        "summary": facts["summary"],
        "quoted": facts["quoted"],
        "selector": None
        if facts["exact"] is None
        else {
            "exact": facts["exact"],
            "prefix": facts["prefix"],
            "suffix": facts["suffix"],
            "start": facts["start"],
            "end": facts["end"],
            "text_sha256": facts["text_sha256"],
        },
        "passage": facts["passage"],
        "last_passage": facts["last_passage"] or facts["passage"],
        "language": facts["language"],
        "source": {
            "id": facts["source"],
            "title": facts["source_title"],
            "publisher": facts["publisher"],
            "url": facts["source_url"],
            "root": facts["root"],
            "caution": facts["caution"],
        },
        "href_in_context": facts["href_in_context"],
        # The build refuses words that are not in the archived text or excerpts.
        "verified": None if facts["exact"] is None else facts["text_sha256"] is not None,
        "corrections": facts["corrections"],
        "citation": cite_statement(facts, dataset_info, url),
        "links": {
            "self": url,
            "source": source,
            "passages": f"{source}/passages",
            "speaker": None if speaker is None else urls.at("speakers", speaker),
            "csl": f"{url}.csl.json",
            "page": urls.page(url),
        },
    }
