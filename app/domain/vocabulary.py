"""The closed vocabularies (docs/domain.md). What each value means is defined in the dataset."""

from enum import StrEnum


class View(StrEnum):
    """What an actor says about the subject of the question."""

    supports = "supports"
    opposes = "opposes"
    not_stated = "not_stated"


class Participation(StrEnum):
    """What an actor says of its own forces."""

    will_contribute = "will_contribute"
    open = "open"
    undecided = "undecided"
    declined = "declined"
    not_stated = "not_stated"
    not_applicable = "not_applicable"


class Stance(StrEnum):
    """The label for filters, colours and maps. Unordered."""

    opposes = "opposes"
    willing = "willing"
    open = "open"
    undecided = "undecided"
    declines = "declines"
    supports = "supports"
    not_stated = "not_stated"


class Commitment(StrEnum):
    """How strongly a participation was stated, ordered from weak to strong."""

    hedged = "hedged"
    stated = "stated"
    signed = "signed"
    decided = "decided"


class Attribution(StrEnum):
    """How the words of a statement relate to an actor; ordered from strong to weak."""

    self_ = "self"
    collective = "collective"
    third_party = "third_party"
    anonymous = "anonymous"
    narrator = "narrator"


class Relation(StrEnum):
    """What a statement does for a position."""

    supports = "supports"
    qualifies = "qualifies"
    disputes = "disputes"
    denies = "denies"
    context = "context"


class Status(StrEnum):
    """Whether a position is current."""

    current = "current"
    superseded = "superseded"
    retracted = "retracted"


class ActorType(StrEnum):
    """What kind of actor."""

    country = "country"
    organisation = "organisation"
    coalition = "coalition"


class Kind(StrEnum):
    """How a source gives the words of a statement."""

    quote = "quote"
    paraphrase = "paraphrase"
    narration = "narration"


class Capacity(StrEnum):
    """The function in which a speaker spoke."""

    government = "government"
    military = "military"
    legislature = "legislature"
    opposition = "opposition"
    other = "other"


class SpeakerKind(StrEnum):
    """Who speaks: a person, or an office or body without a named person."""

    person = "person"
    office = "office"
    body = "body"


class MembershipClaim(StrEnum):
    """What a source says of an actor and a coalition."""

    member = "member"
    not_member = "not_member"


class Coding(StrEnum):
    """Who speaks in a passage."""

    heading = "heading"
    statement = "statement"
    narration = "narration"


class TextAccess(StrEnum):
    """How much of a source's text is archived."""

    full = "full"
    excerpts = "excerpts"
    none = "none"


class Condition(StrEnum):
    """What a promise may depend on."""

    ceasefire = "ceasefire"
    peace_deal = "peace_deal"
    mandate = "mandate"
    us_backstop = "us_backstop"
    parliament_approval = "parliament_approval"
    government_decision = "government_decision"
    russian_consent = "russian_consent"
    host_request = "host_request"
    other = "other"


class Form(StrEnum):
    """What a contribution consists of; `troops` where the branch is not given."""

    troops = "troops"
    ground = "ground"
    sea = "sea"
    air = "air"
    training = "training"
    monitoring = "monitoring"
    logistics = "logistics"
    funding = "funding"
    arms = "arms"
    backstop = "backstop"
    other = "other"


class ContributionStatus(StrEnum):
    """Whether a contribution is offered or ruled out."""

    offered = "offered"
    ruled_out = "ruled_out"


class Place(StrEnum):
    """Where a contribution would be."""

    in_ukraine = "in_ukraine"
    black_sea = "black_sea"
    neighbouring = "neighbouring"
    elsewhere = "elsewhere"
    unspecified = "unspecified"


class Precision(StrEnum):
    """How much of a date is known."""

    day = "day"
    month = "month"
    year = "year"
    unknown = "unknown"


class Basis(StrEnum):
    """Where a date comes from."""

    stated = "stated"
    page = "page"
    derived = "derived"
    none = "none"


class Certainty(StrEnum):
    """How sure it is that an actor had a position on a day."""

    certain = "certain"
    possible = "possible"
    undated = "undated"


class Rule(StrEnum):
    """How a field of a position was derived."""

    never_stated = "never_stated"
    last_stated = "last_stated"
    disputed = "disputed"
    denied = "denied"
    with_participation = "with_participation"
    accumulated = "accumulated"
    last_offered = "last_offered"
    from_axes = "from_axes"
    strongest_evidence = "strongest_evidence"
    as_said = "as_said"
    as_coded = "as_coded"


class NotCounted(StrEnum):
    """Why a statement about an actor and a question was not counted for any field of a position."""

    context = "context"
    qualifies = "qualifies"
    disputes = "disputes"
    denies = "denies"
    claim_in_dispute = "claim_in_dispute"
    reported = "reported"
    opposition = "opposition"
    superseded = "superseded"
    later = "later"
    retracted = "retracted"
    no_entry = "no_entry"


class ChangeKind(StrEnum):
    """What kind of published thing changed."""

    position = "position"
    statement = "statement"
    source = "source"
    person = "person"
    actor = "actor"
    question = "question"
    topic = "topic"
    term = "term"
    passage = "passage"


class ChangeType(StrEnum):
    """What happened to a published thing."""

    added = "added"
    changed = "changed"
    corrected = "corrected"
    withdrawn = "withdrawn"


class ComparedField(StrEnum):
    """What two codings of a source are compared in. It is about our work and no part of the data,
    so it has no definition in the dataset.
    """

    coding = "coding"
    claim = "claim"
    speaker = "speaker"
    attribution = "attribution"
    view = "view"
    participation = "participation"


PROGRAM = " (program)"
"""How the name of a coder ends that is a program."""

VOCABULARIES: dict[str, type[StrEnum]] = {
    "stance": Stance,
    "view": View,
    "participation": Participation,
    "commitment": Commitment,
    "attribution": Attribution,
    "relation": Relation,
    "kind": Kind,
    "capacity": Capacity,
    "speaker_kind": SpeakerKind,
    "membership_claim": MembershipClaim,
    "status": Status,
    "actor_type": ActorType,
    "coding": Coding,
    "text_access": TextAccess,
    "precision": Precision,
    "basis": Basis,
    "condition": Condition,
    "contribution_form": Form,
    "contribution_status": ContributionStatus,
    "place": Place,
    "certainty": Certainty,
    "rule": Rule,
    "not_counted": NotCounted,
    "change_kind": ChangeKind,
    "change_type": ChangeType,
}

ADDED_TERMS: dict[str, dict[str, tuple[str, str]]] = {
    "relation": {
        "denies": ("Denies", "The statement denies what others claim."),
    },
    "rule": {
        "denied": (
            "Denied",
            "The country or organisation denies what others claim. The claim is shown with the "
            "denial, and is not the value.",
        ),
    },
    "not_counted": {
        "denies": ("Denies", "The statement denies a claim and gives no value."),
        "reported": (
            "Reported",
            "The statement supports a claim that is shown and not counted, because the source is "
            "weaker or the claim is denied.",
        ),
    },
    "change_kind": {
        "actor": ("Actor", "A country, an organisation or a coalition."),
        "question": ("Question", "What positions answer."),
        "topic": ("Topic", "A subject of statements."),
        "term": ("Term", "The meaning of one value of a vocabulary."),
        "passage": ("Passage", "How one sentence of an archived text is classified."),
    },
    "text_access": {
        "none": ("No text", "No words of the source are kept, only our summaries of them."),
    },
    "speaker_kind": {
        "person": ("Person", "A named person."),
        "office": ("Office", "An office or ministry that speaks without a named person."),
        "body": ("Body", "A body that speaks as one, such as a government or a parliament."),
    },
    "membership_claim": {
        "member": ("Member", "The source says that it belongs to the coalition."),
        "not_member": (
            "Not a member",
            "The source says that it does not belong to the coalition.",
        ),
    },
}
"""Label and definition of values that are newer than the first published dataset, by vocabulary.

A seed or dataset that does not define one has these; they are no part of its version.
"""
