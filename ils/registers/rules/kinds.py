"""The table of registers: one row says all that is special about a register (practice.md §2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum

from ils.activity.kinds import Kind

HOME_COUNTRY = "UZ"


class Register(StrEnum):
    """The registers. A value, once written to a database, never changes its meaning."""

    DOCUMENTS = "documents"
    METHOD_HELP = "method_help"
    PROJECTS = "projects"
    OTHER = "other"
    AIDS = "aids"
    OWN_PUBLICATIONS = "own_publications"
    POSTS = "posts"
    MEDIA = "media"
    TRAINING = "training"
    AGREEMENTS = "agreements"
    DELEGATIONS = "delegations"
    ABROAD = "abroad"
    RENT = "rent"
    STOCKTAKES = "stocktakes"


class Doc(StrEnum):
    """Types of documents, which are the sources that lines 1, 2, 3, 24, 25, 25.1 and 37 tell apart."""

    MANUAL = "manual"
    RECOMMENDATION = "recommendation"
    STAFF_SUMMARY = "staff_summary"
    DIRECTORY = "directory"
    RARE_LIST = "rare_list"
    RARE_SERVICE = "rare_service"
    RARE_TECHNOLOGY = "rare_technology"
    SECURITY_REPORT = "security_report"
    OTHER = "other"


class Amount(Enum):
    """What an entry adds to the line."""

    ONE = "one"
    PERSONS = "persons"
    SOM = "som"


class SourceOf(Enum):
    """What of the entry the log keeps as its source."""

    NOTHING = "nothing"
    TYPE = "type"
    COUNTRY = "country"  # foreign | local


class Gate(Enum):
    """Who may enter: everybody who works here, whoever approves acts, or whoever answers for the plan."""

    ALL = "all"
    ACTS = "acts"
    PLAN = "plan"


@dataclass(frozen=True, slots=True)
class RegisterKind:
    """A register: its kind of activity, the fields in the order of the form, and which of them an entry needs.

    `needs_by_type` adds to `needs`. `lines` are lines of the plan of 2021, for signposts only: what a line counts is
    the plan's to say.
    """

    register: Register
    kind: Kind
    fields: tuple[str, ...]
    needs: frozenset[str]
    lines: tuple[str, ...]
    icon: str
    types: tuple[str, ...] = ()
    amount: Amount = Amount.ONE
    source: SourceOf = SourceOf.NOTHING
    gate: Gate = Gate.ALL
    proven_by_link: bool = False  # an entry is not proven before its address is there, whatever files it has
    foreign_only: bool = False
    needs_by_type: Mapping[str, frozenset[str]] | None = None

    @property
    def code(self) -> str:
        """The code as the database and addresses have it."""
        return self.register.value

    def wanted(self, kind_type: str) -> frozenset[str]:
        """Return the fields that an entry of this type needs."""
        return self.needs | (self.needs_by_type or {}).get(kind_type, frozenset())


def _needs(*fields: str) -> frozenset[str]:
    return frozenset({"day", "title", *fields})


_NUMBERED = frozenset({"number", "people"})

_ROWS = (
    RegisterKind(
        Register.DOCUMENTS, Kind.DOCUMENT_FILE,
        ("type", "title", "number", "day", "until", "people", "partner", "link", "note"), _needs("type"),
        ("1", "2", "3", "24", "25", "25.1", "37"), "file",
        types=tuple(Doc), source=SourceOf.TYPE,
        needs_by_type={Doc.MANUAL: _NUMBERED, Doc.RECOMMENDATION: _NUMBERED},
    ),
    RegisterKind(
        Register.METHOD_HELP, Kind.METHOD_HELP,
        ("library_id", "type", "title", "day", "people", "persons", "link", "note"),
        _needs("type", "library_id", "people"), ("5",), "help",
        types=("on_site", "oral", "written"), source=SourceOf.TYPE,
    ),
    RegisterKind(
        Register.PROJECTS, Kind.PROJECT_START,
        ("type", "title", "day", "until", "link", "people", "partner", "persons", "note"),
        _needs("type", "link"), ("7",), "star", types=("project", "campaign"), source=SourceOf.TYPE,
    ),
    RegisterKind(
        Register.POSTS, Kind.POST_PUBLISH,
        ("type", "title", "link", "day", "people", "note"), _needs("type", "link"), ("33",), "globe",
        types=("website", "telegram", "facebook", "instagram", "youtube", "twitter"), source=SourceOf.TYPE,
    ),
    RegisterKind(
        Register.MEDIA, Kind.MEDIA_APPEAR,
        ("type", "partner", "title", "day", "people", "link", "note"), _needs("type", "partner"), ("41",), "report",
        types=("television", "radio", "press", "internet"), source=SourceOf.TYPE,
    ),
    RegisterKind(
        Register.TRAINING, Kind.TRAINING_HOLD,
        ("type", "title", "day", "until", "place", "partner", "people", "persons", "hours", "number", "link", "note"),
        _needs("type", "persons", "hours"), ("38",), "users",
        types=("course", "seminar", "webinar", "internship", "training"), source=SourceOf.TYPE,
    ),
    RegisterKind(
        Register.AIDS, Kind.AID_FINISH,
        ("type", "title", "day", "people", "number", "link", "note"), _needs("type"),
        ("30", "30.1", "30.2", "30.3"), "books",
        types=("universal", "branch", "thematic", "local_history"), source=SourceOf.TYPE,
    ),
    RegisterKind(
        Register.OWN_PUBLICATIONS, Kind.OWN_PUBLICATION,
        ("title", "number", "day", "link", "people", "note"), _needs("link"), ("31",), "book",
        proven_by_link=True,
    ),
    RegisterKind(
        Register.AGREEMENTS, Kind.AGREEMENT_SIGN,
        ("partner", "country", "title", "number", "day", "until", "people", "link", "note"),
        _needs("partner", "country"), ("39",), "swap", source=SourceOf.COUNTRY,
    ),
    RegisterKind(
        Register.DELEGATIONS, Kind.DELEGATION_RECEIVE,
        ("country", "partner", "persons", "title", "day", "people", "link", "note"),
        _needs("country", "persons"), ("40",), "globe",
        amount=Amount.PERSONS, source=SourceOf.COUNTRY, foreign_only=True,
    ),
    RegisterKind(
        Register.ABROAD, Kind.ABROAD_TAKE_PART,
        ("type", "title", "day", "until", "country", "place", "partner", "people", "persons", "link", "note"),
        _needs("type", "country", "people"), (), "export",
        types=("conference", "fair", "visit", "internship", "webinar"), source=SourceOf.TYPE,
    ),
    RegisterKind(
        Register.STOCKTAKES, Kind.STOCKTAKE_CLOSE,
        ("place", "title", "number", "day", "people", "link", "note"), _needs("number", "place"), ("27",), "barcode",
        gate=Gate.ACTS,
    ),
    RegisterKind(
        Register.RENT, Kind.RENT_RECEIVE,
        ("partner", "title", "number", "day", "amount", "link", "note"), _needs("partner", "amount"), ("42.2",), "door",
        amount=Amount.SOM, gate=Gate.PLAN,
    ),
    RegisterKind(
        Register.OTHER, Kind.OTHER_WORK,
        ("title", "day", "until", "people", "place", "partner", "persons", "link", "note"), _needs(), ("8",), "list",
    ),
)  # fmt: skip

KINDS: Mapping[str, RegisterKind] = {row.register.value: row for row in _ROWS}
# Documents whose address on the web is asked for before the line is whole (line 1).
PUBLISHED = frozenset({Doc.MANUAL.value, Doc.RECOMMENDATION.value})


def kind_of(register: str) -> RegisterKind:
    """Return the row of a register that is known to be there."""
    return KINDS[register]
