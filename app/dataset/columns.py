"""The columns of the CSV of questions and topics (docs/api.md, section Formats)."""

from app.api.formats.csv import column

QUESTIONS = [
    column("id", "Slug."),
    column("text", "The question."),
    column("asked_from", "No position is known before this day.", kind="date"),
    column("silence", "What it means that an actor has no position."),
    column("positions", "Actors with a current position.", kind="integer"),
    column("url", "The list of them.", kind="anyURI"),
    column("subject", "What the question asks about, as a sentence names it."),
    column("take_part", "What an actor may do, in the words of this question."),
    column("taking_part", "The same as a noun."),
]

TOPICS = [
    column("id", "Slug."),
    column("label", "Label."),
    column("definition", "Definition."),
    column("statements", "Statements about it.", kind="integer"),
    column("url", "The list of them.", kind="anyURI"),
]
