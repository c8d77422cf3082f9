"""What a change shows of a thing before and after it: the response models of `before` and `after`.

They are the contents that the ledger keeps (app/build/snapshot.py), not the responses about the
things. A correction has only the members that differ, and an old version lacks those that were
recorded later. So no member is required.
"""

from datetime import date
from functools import partial

from pydantic import ConfigDict, Field

from app.api.schemas import Schema, Sha256, Uri
from app.domain.dates import DateObject
from app.domain.vocabulary import (
    ActorType,
    Attribution,
    Capacity,
    Coding,
    Commitment,
    Condition,
    ContributionStatus,
    Form,
    Kind,
    MembershipClaim,
    Participation,
    Place,
    Relation,
    SpeakerKind,
    Stance,
    Status,
    TextAccess,
    View,
)
from app.positions.schemas import ReportedField

# A member that may be missing. No default is shown: a missing member says nothing.
_content = partial(Field, None)


class Content(Schema):
    """Base of what a change shows: members may be missing, and there are no others."""

    model_config = ConfigDict(
        extra="forbid", json_schema_serialization_defaults_required=False, defer_build=True
    )


class ConditionContent(Content):
    """A condition: any one of `any_of` must be met."""

    any_of: list[Condition] = _content(description="The alternatives.")
    note: str | None = _content(description="The curator's words; null if there are none.")


class ContributionContent(Content):
    """What an actor offers or rules out."""

    form: Form = _content(description="What the contribution consists of.")
    status: ContributionStatus = _content(description="Offered or ruled out.")
    place: Place = _content(description="Where it would be.")
    alternatives: bool = _content(
        description="True if it is this form or another one that is also marked so."
    )
    note: str | None = _content(description="The curator's words; null if there are none.")


class ClaimContent(Content):
    """One of the values that sources state for a disputed axis."""

    value: str = _content(description="The value of the axis.")
    attribution: Attribution = _content(description="The strongest of all who claim it.")
    summary: str = _content(description="Our summary of the claim.")
    evidence: list[str] = _content(description="Ids of the statements that claim it.")


class DisputeContent(Content):
    """An axis for which sources state different values."""

    axis: str = _content(description="`view` or `participation`.")
    claims: list[ClaimContent] = _content(description="The values that sources state.")


class ReportedContent(Content):
    """A claim that is known, but is not the position."""

    field: ReportedField = _content(
        description="The field of the position that the claim is about."
    )
    value: View | Participation | ConditionContent | ContributionContent = _content(
        description="The claimed value of the axis, or the condition or contribution."
    )
    attribution: Attribution = _content(description="The strongest of all who claim it.")
    summary: str = _content(description="Our summary of the claim.")
    evidence: list[str] = _content(description="Ids of the statements that claim it.")
    position: str = _content(description="The id of the position whose entry has the claim.")
    denied_by: list[str] = _content(description="Ids of the positions whose entries deny it.")


class EvidenceContent(Content):
    """A statement, and what it does for the position."""

    statement: str = _content(description="The id of the statement.")
    relation: Relation = _content(description="What the statement does for the position.")


class RetractionContent(Content):
    """Why a position no longer counts, and since when."""

    on: date = _content(description="The day of the retraction.")
    reason: str = _content(description="Why it was retracted.")


class PositionContent(Content):
    """What a dataset says of a position."""

    actor: str = _content(description="The id of the actor.")
    question: str = _content(description="The id of the question.")
    status: Status = _content(description="Whether it is current.")
    stance: Stance = _content(description="The stance.")
    view: View = _content(description="What the actor says about the subject of the question.")
    participation: Participation = _content(description="What the actor says about its own forces.")
    commitment: Commitment | None = _content(
        description="How strongly it was stated; null if the stance is not from the participation."
    )
    attribution: Attribution | None = _content(
        description="The strongest of the entries behind the stance; null if there is none."
    )
    conditions: list[ConditionContent] = _content(
        description="What it depends on; all must be met."
    )
    contributions: list[ContributionContent] = _content(
        description="What the actor offers or rules out."
    )
    disputed: list[DisputeContent] = _content(
        description="The axes for which sources state different values."
    )
    reported: list[ReportedContent] | None = _content(
        description="Claims of others that are known, but are not the position; null if none."
    )
    summary: str = _content(description="Our summary.")
    not_supported: str = _content(description="What the position does not mean.")
    valid_from: DateObject = _content(description="When it began.")
    valid_to: DateObject | None = _content(description="When it ended; null if it is current.")
    superseded_by: str | None = _content(
        description="The id of the position after; null if there is none."
    )
    retracted: RetractionContent | None = _content(
        description="Why it no longer counts; null if it does."
    )
    evidence: list[EvidenceContent] = _content(description="The statements behind it.")
    recorded_on: date = _content(description="The day on which we recorded it.")
    coded_by: str = _content(description="Who wrote the entry.")
    reviewed_by: str | None = _content(description="Who reviewed it; null if no second person has.")
    reviewed_on: date | None = _content(
        description="The day of the review; null if there was none."
    )


class AboutContent(Content):
    """An actor that a statement is about, and how the words relate to it."""

    actor: str = _content(description="The id of the actor.")
    attribution: Attribution = _content(description="How the words relate to this actor.")


class StatementContent(Content):
    """What a dataset says of a statement."""

    source: str = _content(description="The id of the source.")
    kind: Kind = _content(description="How the source gives the words.")
    speaker: str | None = _content(description="The id of the speaker; null if none is named.")
    role: str | None = _content(description="The role of the speaker; null if none is known.")
    role_as_printed: str | None = _content(
        description="The role as the source prints it; null if it prints none."
    )
    capacity: Capacity | None = _content(description="The function in which the speaker spoke.")
    said: DateObject = _content(description="When it was said.")
    summary: str = _content(description="Our summary.")
    exact: str | None = _content(description="The words; null if no words of the source are kept.")
    href_in_context: Uri | None = _content(
        description="A link that opens the source at these words; null if no words are kept."
    )
    quoted: list[str] = _content(description="The words inside quotation marks.")
    countries: list[str] = _content(description="Ids of the actors for which the speaker spoke.")
    about: list[AboutContent] = _content(description="The actors that the statement is about.")
    topics: list[str] = _content(description="Ids of its topics.")
    questions: list[str] = _content(description="Ids of the questions to which it belongs.")


class AgreementContent(Content):
    """How often two coders agreed on one field."""

    units: int = _content(description="How many units both coded.")
    agreed: int = _content(description="For how many of them both have the same.")
    alpha: float | None = _content(description="Krippendorff's alpha; null where it is undefined.")


class DoubleCodingContent(Content):
    """The comparison of two codings of a source."""

    coders: list[str] = _content(description="The two coders.")
    on: date = _content(description="The day of the comparison.")
    agreement: dict[str, AgreementContent] = _content(
        description="The agreement of the coders in each field."
    )


class SourceContent(Content):
    """What a dataset says of a source."""

    title: str | None = _content(description="The title; null if the document has none.")
    publisher: str = _content(description="Who published it.")
    url: Uri = _content(description="The address of the document.")
    published: DateObject = _content(description="When it was published.")
    accessed: date | None = _content(
        description="The day on which we read it; null if not recorded."
    )
    language: str = _content(description="The language of the text, as an IETF tag.")
    text_sha256: Sha256 | None = _content(
        description="SHA-256 of the archived text; null if none is kept."
    )
    text_access: TextAccess = _content(description="How much of the text is archived.")
    rights: str = _content(description="Who has the rights in the text, and why we may keep it.")
    redistribute: bool | None = _content(description="Whether the archived text may be given out.")
    via: str | None = _content(
        description="The agency or other origin of the text; null if none is known."
    )
    via_chain: list[str] | None = _content(
        description="All through whom the text came; null if not noted."
    )
    copy_of: str | None = _content(
        description="The id of the source that this one copies; null if none."
    )
    root: str = _content(
        description="Where the text comes from in the end: an agency, or a source."
    )
    caution: str | None = _content(
        description="What readers must know of the source; null if nothing."
    )
    double_coded: DoubleCodingContent | None = _content(
        description="How well two coders of it agreed; null if it was coded once."
    )


class RoleContent(Content):
    """A role of a speaker."""

    title: str = _content(description="The role, in standard words.")
    actor: str | None = _content(description="The id of the actor for which the role is.")
    organisation: str | None = _content(
        description="The name of an organisation that is not an actor."
    )
    capacity: Capacity = _content(description="The function in which its holder speaks.")
    decides: bool | None = _content(description="True for a body that decides for the state.")
    held_from: DateObject = _content(description="When the role began.")
    held_to: DateObject | None = _content(
        description="When the role ended; null if no end is known."
    )


class PersonContent(Content):
    """What a dataset says of a speaker."""

    name: str = _content(description="The name.")
    other_names: list[str] = _content(description="Other spellings and names.")
    wikidata: str | None = _content(description="The Wikidata id; null if none was verified.")
    merged_into: str | None = _content(
        description="The id of the speaker who replaces this one; null if none."
    )
    kind: SpeakerKind | None = _content(description="Null: a person.")
    roles: list[RoleContent] = _content(description="The roles.")


class SizeContent(Content):
    """A size that sources state of a coalition."""

    value: int = _content(description="The number of members.")
    at_least: bool = _content(description="True if the source gives a lower bound.")
    said: DateObject = _content(description="When it was said.")
    evidence: list[str] = _content(description="Ids of the statements that say so.")


class MembershipContent(Content):
    """What sources say about the membership of an actor in a coalition."""

    actor: str = _content(description="The id of the actor.")
    claim: MembershipClaim = _content(description="Whether the source calls the actor a member.")
    attribution: Attribution = _content(
        description="How the strongest statement relates to the actor."
    )
    said: DateObject = _content(description="When it was said.")
    evidence: list[str] = _content(description="Ids of the statements that say so.")


class ActorContent(Content):
    """What a dataset says of an actor."""

    type: ActorType = _content(description="A country, an organisation or a coalition.")
    name: str = _content(description="The English name.")
    official_name: str | None = _content(description="The official name; null if none is noted.")
    iso2: str | None = _content(description="ISO 3166-1 alpha-2.")
    iso3: str | None = _content(description="ISO 3166-1 alpha-3.")
    numeric: str | None = _content(description="ISO 3166-1 numeric.")
    wikidata: str | None = _content(description="The Wikidata id; null if none was verified.")
    size: int | None = _content(description="The stated size of a coalition; null for others.")
    sizes: list[SizeContent] | None = _content(
        description="All stated sizes; null if there are none."
    )
    members: list[str] | None = _content(
        description="Ids of the members; null if no source names them."
    )
    membership_claims: list[MembershipContent] | None = _content(
        description="Who belongs to a coalition, or does not, as sources say; null if none."
    )
    note: str | None = _content(description="What readers must know of the actor; null if nothing.")


class QuestionContent(Content):
    """What a dataset says of a question."""

    text: str = _content(description="The question.")
    asked_from: date = _content(description="No position is known before this day.")
    silence: str = _content(description="What it means that an actor has no position.")
    subject: str | None = _content(description="What the question asks about; null if not noted.")
    take_part: str | None = _content(
        description="What an actor may do, in the words of the question; null if not noted."
    )
    taking_part: str | None = _content(description="`take_part` as a noun; null if not noted.")


class TopicContent(Content):
    """What a dataset says of a topic."""

    label: str = _content(description="The topic for readers.")
    definition: str = _content(description="What the topic includes.")


class TermContent(Content):
    """What a dataset says of a value of a closed list."""

    label: str = _content(description="The value for readers.")
    definition: str = _content(description="What the value means.")


class PassageContent(Content):
    """What a dataset says of a sentence of an archived text."""

    source: str = _content(description="The id of the source.")
    coding: Coding = _content(description="The kind of sentence.")
    start: int = _content(description="The first code point in the archived text, from 0.")
    end: int = _content(description="The code point after the last one.")
