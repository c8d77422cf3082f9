"""The columns of the CSV of positions and of the timeline (docs/api.md, section Formats)."""

from app.api.formats.csv import code_columns, column, date_columns, values_of_each
from app.api.formats.list_format import Column
from app.store.listing import Row


def _word(value: str | Row) -> str:
    """A value of an axis, a condition or a contribution in one cell."""
    if isinstance(value, str):
        return value
    if "any_of" in value:
        return "|".join(value["any_of"])
    return f"{value['form']}:{value['status']}:{value['place']}"


_DISPUTED = Column(
    "disputed", lambda row: [item["axis"] for item in row["disputed"]], "Disputed axes.", "list"
)
_REPORTED = Column(
    "reported",
    lambda row: [f"{item['field']}:{_word(item['value'])}" for item in row["reported"]],
    "Claims of others that are not the position, as field:value.",
    "list",
)

POSITIONS = [
    *code_columns("actor"),
    column("actor_id", "Id of the actor.", "actor", "id"),
    column("actor_type", "country, organisation or coalition.", "actor", "type"),
    column("actor_name", "Short English name.", "actor", "name"),
    column("question_id", "Id of the question.", "question", "id"),
    column("id", "Permanent id of the position; empty if the actor has none."),
    column("stance", "Derived label."),
    column("view", "View of what the question asks about."),
    column("participation", "Own forces."),
    column("commitment", "hedged, stated, signed or decided."),
    column("attribution", "The strongest of the entries behind the stance."),
    column("status", "current, superseded or retracted."),
    _DISPUTED,
    Column(
        "conditions",
        lambda row: [_word(item) for item in row["conditions"]],
        "Conditions, all of which must be met; | separates alternatives.",
        "list",
    ),
    Column(
        "contributions",
        lambda row: [_word(item) for item in row["contributions"]],
        "form:status:place.",
        "list",
    ),
    *date_columns("valid_from"),
    column(
        "valid_to_value",
        "Last day of the position; empty while it is current.",
        "valid_to",
        "value",
    ),
    column("undated", "True if we do not know when the position began.", kind="boolean"),
    column("summary", "Our neutral summary."),
    column("not_supported", "What this does not mean."),
    column("note", "What it means that the actor has no position."),
    Column(
        "evidence",
        values_of_each("evidence", "statement", "id"),
        "Ids of the statements behind it.",
        "list",
    ),
    column("url", "Permanent address.", "links", "self", kind="anyURI"),
    column("as_of", "The day that was asked for; empty for the current position.", kind="date"),
    column("as_of_certainty", "certain, possible or undated."),
    column("may_also_hold", "Ids of other positions that are possible on that day.", kind="list"),
    column("previous", "Id of the position before."),
    column("superseded_by", "Id of the position after."),
    column(
        "independent_sources",
        "Number of independent sources that support the position.",
        "independence",
        "independent",
        kind="integer",
    ),
    _REPORTED,
]

TIMELINE = [
    *code_columns(),
    column("date", "Last day of a step.", kind="date"),
    column("actor_id", "Id of the actor.", "id"),
    column("actor_type", "country, organisation or coalition.", "type"),
    column("actor_name", "Short English name.", "name"),
    column("question_id", "Id of the question.", "question"),
    column("stance", "Stance on that day."),
    column("position_id", "Id of the position.", "position"),
    column("certainty", "certain, possible or undated."),
    _DISPUTED,
    _REPORTED,
]
