"""The one definition of the data set: tables, columns, types, vocabularies and their words.

Terms follow ACLED (event types), UCDP GED (precision codes) and Airwars (strength of evidence);
`docs/method.md` says how each is used here. A blank cell means "not stated"; it never means zero.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

MISSING_VALUES = ("",)
LIST_SEPARATOR = ";"
RESERVED_PREFIX = "__"
"""What the names of derived columns begin with; no column of a file may."""


class Kind(StrEnum):
    """What a column holds; each kind has one parser in `ingest` and one Table Schema type."""

    TEXT = "text"
    LIST = "list"
    INTEGER = "integer"
    NUMBER = "number"
    DATE = "date"
    PARTIAL_DATE = "partial date"
    URL = "url"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name in files and addresses, its words on the screen, and what is allowed in it.

    `vocabulary` maps each allowed value to its words (None: free text). `minimum` and `maximum` are
    inclusive. `facet` columns are offered as filters.
    """

    name: str
    label: str
    description: str
    kind: Kind = Kind.TEXT
    required: bool = False
    vocabulary: Mapping[str, str] | None = None
    minimum: float | None = None
    maximum: float | None = None
    facet: bool = False


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """`column` of this table must name a `target_column` of `table` ("" is this table itself)."""

    column: str
    table: str
    target_column: str


@dataclass(frozen=True, slots=True)
class Table:
    """One CSV file of the data set; `key` is its primary key, "" if it has none."""

    name: str
    title: str
    key: str
    columns: tuple[Column, ...]
    foreign_keys: tuple[ForeignKey, ...] = field(default=())

    @property
    def names(self) -> tuple[str, ...]:
        """The column names, in file order."""
        return tuple(column.name for column in self.columns)

    def __getitem__(self, name: str) -> Column:
        """The column called `name`; KeyError if there is none."""
        return {column.name: column for column in self.columns}[name]


YES_NO = {"yes": "yes", "no": "no"}
CHECKED = {
    "yes": "read in a stored copy of the page",
    "partial": "partly read in stored copies",
    "no": "not checked",
}

DATE_PRECISION = {
    "1": "exact day",
    "2": "within two to six days",
    "3": "within a week or so",
    "4": "within a month",
    "5": "within a year",
}
EXACT_DAY = "1"
"""The precision of a date that is known; with a last day, of an incident that went on until then."""
DATE_PRECISION_DAYS = {EXACT_DAY: 1, "2": 6, "3": 7, "4": 31, "5": 366}
"""Within how many days at most each of DATE_PRECISION knows a date that has no last day."""
LOCATION_PRECISION = {
    "1": "the named place",
    "2": "near the named place",
    "3": "somewhere in the district",
    "4": "somewhere in the region",
    "5": "somewhere in a wider area",
    "6": "somewhere in the country",
    "7": "over water or in the air",
}
EVENT_TYPE = {
    "Explosions/Remote violence": "explosions and remote violence",
    "Violence against civilians": "violence against civilians",
    "Battles": "battle",
    "Strategic developments": "strategic development",
    "Protests": "protest",
    "Riots": "riot",
}
SUB_EVENT_TYPE = {
    "Shelling/artillery/missile attack": "shelling, rockets or missiles",
    "Air/drone strike": "air or drone strike",
    "Remote explosive/landmine/IED": "mine or remote explosive",
    "Grenade": "grenade",
    "Chemical weapon": "chemical weapon",
    "Attack": "attack on people at close range",
    "Abduction/forced disappearance": "abduction",
    "Sexual violence": "sexual violence",
    "Suicide bomb": "suicide bomb",
    "Armed clash": "armed clash",
    "Government regains territory": "government regains territory",
    "Non-state actor overtakes territory": "non-state actor overtakes territory",
    "Excessive force against protesters": "excessive force against protesters",
    "Protest with intervention": "protest with intervention",
    "Peaceful protest": "peaceful protest",
    "Violent demonstration": "violent demonstration",
    "Mob violence": "mob violence",
    "Looting/property destruction": "destruction of property",
    "Agreement": "agreement",
    "Arrests": "arrests",
    "Change to group/activity": "change to a group or its activity",
    "Disrupted weapons use": "disrupted use of weapons",
    "Headquarters or base established": "headquarters or base established",
    "Non-violent transfer of territory": "transfer of territory without violence",
    "Other": "other",
}
WEAPON = {
    "artillery": "artillery",
    "rocket artillery": "rocket artillery",
    "ballistic missile": "ballistic missile",
    "missile": "missile, type not stated",
    "guided munition": "guided munition",
    "drone": "drone or loitering munition",
    "aircraft": "aircraft",
    "mortar": "mortar",
    "small arms": "small arms",
    "blade": "blade",
    "incendiary": "incendiary munition",
    "several": "several kinds",
    "other": "other",
}
CLUSTER_MUNITION = {
    "yes": "documented by an independent body",
    "alleged": "alleged by a party or its media",
    "no": "ruled out by the stated weapon",
}
TARGET_TYPE = {
    "residential": "homes and residential areas",
    "healthcare": "healthcare",
    "education": "school or kindergarten",
    "religious": "religious site",
    "media": "media",
    "emergency services": "emergency services",
    "infrastructure": "power, water, roads and other infrastructure",
    "transport": "vehicles and people on the move",
    "commercial": "shops and markets",
    "industrial": "industry",
    "administrative": "public buildings",
    "agricultural": "farms and fields",
    "natural": "forest or open land",
    "detainees": "captured or defenceless people",
    "military": "military",
    "mixed": "several kinds",
    "unknown": "not established",
}
FORCES = {"armenian": ("Armenian", "Nagorno-Karabakh"), "azerbaijani": ("Azerbaijani",)}
"""How the names of a side's forces begin, by `CLAIMANT_SIDE`."""
NOT_ESTABLISHED = "Not established"
"""The actor where no claim names one."""

ATTRIBUTION_STATUS = {
    "declared": "admitted by the force itself",
    "likely": "attributed by an independent source on its own evidence, or by two",
    "contested": "denied, or others are named too",
    "single-source": "said, but by no more than one independent source",
}
HARM_MANNER = {
    "fire": "by fire or explosion",
    "close range": "at close range or in custody",
    "unknown": "not known",
}
HARM_STATUS = {
    "confirmed": "confirmed by an independent investigation",
    "fair": "reported first-hand, by two independent sources, or partly confirmed or conceded",
    "weak": "claimed, by no more than one independent source and by nobody first-hand",
    "contested": "denied, and not confirmed independently",
    "discounted": "an independent source found that it did not happen as claimed",
}
OTHER_GRADE = "other"
"""Stands for any strength of evidence that is not in HARM_STATUS."""

SENSITIVITY = {"graphic": "describes graphic violence"}
ACCORDING_TO = {
    "armenian": "Armenian and Nagorno-Karabakh sources",
    "azerbaijani": "Azerbaijani sources",
    "independent": "independent sources",
    "conceded": "what both sides concede",
    "undisputed": "what nobody disputes",
}
"""Whose claims decide; all of them unless one of these is chosen. Alphabetical as far as they name a side."""

CLAIMANT_SIDE = {
    "armenian": "Armenian and Nagorno-Karabakh",
    "azerbaijani": "Azerbaijani",
    "independent": "independent",
    "other": "other",
}
STANCE = {
    "alleges": "alleges",
    "reports": "reports",
    "verifies": "verifies",
    "denies": "denies",
    "concedes": "concedes",
}
BASIS = {
    "on site": "examined on site",
    "remote": "examined pictures or satellite images",
    "interviews": "interviewed witnesses",
    "witness": "saw it or its traces",
    "relayed": "repeats what others say",
}
FIRST_HAND = ("interviews", "on site", "remote", "witness")
"""Bases of a claim that rest on evidence of the claimant's own."""

EXCLUDED_BECAUSE = {
    "early count": "an early count that was overtaken",
    "partial count": "counts only part of the incident",
    "period total": "a total over a longer period",
    "wider area": "a total over a wider area",
    "general denial": "a denial in general, not of this incident",
    "intent only": "denies the intent, not the act",
    "another target": "speaks of another target, not of this harm",
    "other incident": "speaks of other incidents, not of this one alone",
    "tertiary source": "a source at third hand",
    "not checked": "the source was not read",
}
FIGURES_ONLY = ("early count", "partial count", "period total", "wider area")
"""Reasons that keep only a claim's figures out; it still says that it happened, and who did it."""

DECIDE_WHAT_COUNTS = frozenset({"basis", "checked", "excluded_because"})
"""Columns that say how far a claim counts; without what was given, it would count for more than meant."""

SOURCE_KIND = {
    "news": "news",
    "ngo": "rights group or other non-governmental body",
    "intergovernmental": "intergovernmental body",
    "government": "government or de facto authorities",
    "court": "court",
    "social media": "social media",
    "reference": "reference work",
    "other": "other",
}


def known_grade(status: str | None) -> str:
    """Name a strength of evidence: of HARM_STATUS, OTHER_GRADE for a file's own, "" for none."""
    return status if status in HARM_STATUS else OTHER_GRADE if status else ""


def _people(name: str, label: str, what: str) -> Column:
    return Column(name, label, what, Kind.INTEGER, minimum=0, maximum=1_000_000)


INCIDENTS = Table(
    "incidents",
    "Incidents",
    "incident_id",
    (
        Column("incident_id", "Incident", "Stable identifier; never reused, never renamed.", required=True),
        Column("title", "Title", "What happened, neutrally, in one line of our own words."),
        Column(
            "summary", "Summary", "One to three neutral sentences of our own; claims are worded as claims."
        ),
        Column("date_start", "Date", "First day on which it may have happened.", Kind.DATE, required=True),
        Column(
            "date_end",
            "Until",
            "Last day on which it may have happened, inclusive; blank means the first day.",
            Kind.DATE,
        ),
        Column(
            "date_precision",
            "Precision of the date",
            "How exactly the date is known (UCDP GED date_prec).",
            vocabulary=DATE_PRECISION,
        ),
        Column(
            "time_local", "Local time", "Time of day as the source gives it, in local time (UTC+4 in 2020)."
        ),
        Column("place_id", "Place", "Identifier in the gazetteer, `geodata/gazetteer.csv`.", facet=True),
        Column("place_name", "Place name", "The place's names, both where there are two."),
        Column("site", "Site", "The building or spot within the place, in words."),
        Column(
            "latitude",
            "Latitude",
            "Degrees north, WGS84; blank if no location is known.",
            Kind.NUMBER,
            required=True,
            minimum=-90,
            maximum=90,
        ),
        Column(
            "longitude",
            "Longitude",
            "Degrees east, WGS84; blank if no location is known.",
            Kind.NUMBER,
            required=True,
            minimum=-180,
            maximum=180,
        ),
        Column(
            "location_precision",
            "Precision of the location",
            "How exactly the location is known (UCDP GED where_prec).",
            vocabulary=LOCATION_PRECISION,
        ),
        Column(
            "uncertainty_m",
            "Uncertainty of the location",
            "Radius in metres within which it happened.",
            Kind.NUMBER,
            minimum=0,
            maximum=20_000_000,
        ),
        Column("admin1", "District", "District; both names where there are two.", facet=True),
        Column("country", "Country", "Internationally recognised state, by its English short name."),
        Column(
            "control", "Held by", "Who held the place on that day; says nothing of its status.", facet=True
        ),
        Column("event_type", "Event type", "ACLED's event type.", vocabulary=EVENT_TYPE, facet=True),
        Column(
            "sub_event_type",
            "Kind of attack",
            "ACLED's sub-event type.",
            vocabulary=SUB_EVENT_TYPE,
            facet=True,
        ),
        Column(
            "weapon", "Weapon", "Class of weapon, as the sources state it.", vocabulary=WEAPON, facet=True
        ),
        Column("weapon_detail", "Weapon in detail", "What the sources say of the weapon, and which of them."),
        Column(
            "cluster_munition",
            "Cluster munition",
            "Whether cluster munitions were used.",
            vocabulary=CLUSTER_MUNITION,
            facet=True,
        ),
        Column("target_type", "Target", "What was hit.", vocabulary=TARGET_TYPE, facet=True),
        Column("target_detail", "Target in detail", "What was hit, in words."),
        Column("actor", "Attributed to", "The force to which the sources attribute it.", facet=True),
        Column(
            "attribution_status",
            "Attribution",
            "How firmly it is attributed to that force.",
            vocabulary=ATTRIBUTION_STATUS,
            facet=True,
        ),
        _people("killed_low", "Killed, lowest", "Lowest number of people killed that a counted claim gives."),
        _people("killed_best", "Killed, best", "Best figure, where sources agree; blank where they differ."),
        _people(
            "killed_high", "Killed, highest", "Highest number of people killed that a counted claim gives."
        ),
        _people(
            "injured_low", "Injured, lowest", "Lowest number of people injured that a counted claim gives."
        ),
        _people(
            "injured_best", "Injured, best", "Best figure, where sources agree; blank where they differ."
        ),
        _people(
            "injured_high", "Injured, highest", "Highest number of people injured that a counted claim gives."
        ),
        Column(
            "harm_manner",
            "How people were harmed",
            "How those who were killed or injured were harmed; blank where no figure says that anyone was.",
            vocabulary=HARM_MANNER,
            facet=True,
        ),
        Column(
            "harm_status",
            "Strength of evidence",
            "How well it is established that it happened (after Airwars).",
            vocabulary=HARM_STATUS,
            facet=True,
        ),
        Column("verification", "Verification", "Who verified what, in words."),
        Column("denial", "Denial", "Who denies what, in words."),
        Column("disagreement", "Disagreement", "Where the sources contradict each other, in words."),
        Column(
            "aggregate",
            "Aggregate row",
            "`yes` for a row that sums up others or a period; never counted in a total.",
            vocabulary=YES_NO,
        ),
        Column("related_incidents", "Related incidents", "Identifiers of related incidents.", Kind.LIST),
        Column("sensitivity", "Sensitivity", "Content that warrants a warning.", vocabulary=SENSITIVITY),
        Column("tags", "Tags", "Free keywords.", Kind.LIST),
        Column("checked", "Checked", "Whether the sources of this row were read.", vocabulary=CHECKED),
    ),
    (ForeignKey("related_incidents", "", "incident_id"),),
)

CLAIMS = Table(
    "claims",
    "Claims",
    "claim_id",
    (
        Column("claim_id", "Claim", "Identifier of the claim.", required=True),
        Column("incident_id", "Incident", "The incident it speaks of.", required=True),
        Column("source_id", "Source", "Where it was read; blank if no source is known."),
        Column("claimant", "Claimant", "Who says so; not always who published it."),
        Column("claimant_side", "Side", "Which side the claimant stands on.", vocabulary=CLAIMANT_SIDE),
        Column("stance", "Stance", "What the claimant does.", required=True, vocabulary=STANCE),
        Column("basis", "Basis", "What the statement rests on; blank if not stated.", vocabulary=BASIS),
        Column("actor", "Attributed to", "The force to which the claimant attributes it."),
        _people("killed_low", "Killed, lowest", "People killed according to this claim, at least."),
        _people("killed_high", "Killed, highest", "People killed according to this claim, at most."),
        _people("injured_low", "Injured, lowest", "People injured according to this claim, at least."),
        _people("injured_high", "Injured, highest", "People injured according to this claim, at most."),
        Column("weapon", "Weapon", "The weapon, as the claimant states it."),
        Column(
            "cluster_munition",
            "Cluster munition",
            "Whether the claimant speaks of cluster munitions.",
            vocabulary=YES_NO,
        ),
        Column(
            "excluded_because",
            "Not counted because",
            "Why this claim, or its figures, do not count; blank if they do.",
            vocabulary=EXCLUDED_BECAUSE,
        ),
        Column("checked", "Checked", "Whether the source was read.", vocabulary=CHECKED),
        Column("note", "Note", "What the claim says beyond the columns, in our own words."),
    ),
    (
        ForeignKey("incident_id", "incidents", "incident_id"),
        ForeignKey("source_id", "sources", "source_id"),
    ),
)

SOURCES = Table(
    "sources",
    "Sources",
    "source_id",
    (
        Column("source_id", "Source", "Identifier of the source.", required=True),
        Column("publisher", "Publisher", "Who published it.", required=True),
        Column("title", "Title", "Title as published; in [brackets], a description of ours."),
        Column("author", "Author", "Author, where stated."),
        Column(
            "published_on",
            "Published",
            "Date of publication: YYYY-MM-DD, YYYY-MM or YYYY.",
            Kind.PARTIAL_DATE,
        ),
        Column("url", "Address", "Address of the page.", Kind.URL),
        Column("archived_url", "Archived copy", "Address of an archived copy.", Kind.URL),
        Column("language", "Language", "Language of the page (ISO 639-1)."),
        Column("kind", "Kind of source", "What kind of body published it.", vocabulary=SOURCE_KIND),
        Column("checked", "Checked", "Whether the page itself was read.", vocabulary=CHECKED),
        Column("note", "Note", "What should be known of this source."),
    ),
)

TABLES = (INCIDENTS, CLAIMS, SOURCES)
"""The data; their files make the fingerprint of a data set."""

RELEASES = Table(
    "releases",
    "Releases",
    "version",
    (
        Column("version", "Version", "Version of the data set.", required=True),
        Column("date", "Date", "Day of the release.", Kind.DATE, required=True),
        Column(
            "fingerprint",
            "Fingerprint",
            "SHA-256 of the incidents, claims and sources files, one after the other.",
            required=True,
        ),
        Column(
            "corrections",
            "Corrections",
            "Number of rows that `corrections.csv` had at that release; later rows came after it.",
            Kind.INTEGER,
            required=True,
            minimum=0,
        ),
    ),
)

CORRECTIONS = Table(
    "corrections",
    "Corrections",
    "",
    (
        Column("date", "Date", "Day of the correction.", Kind.DATE, required=True),
        Column("incident_id", "Incident", "The incident that was corrected.", required=True),
        Column("claim_id", "Claim", "The claim that was corrected; blank if it was the incident itself."),
        Column(
            "field",
            "Field",
            "The column that was changed; the identifier itself if the incident or claim was added or "
            "removed.",
            required=True,
        ),
        Column("before", "Before", "The value before; blank if it was not stated."),
        Column("after", "After", "The value after; blank if it is not stated."),
        Column("reason", "Reason", "Why it was changed.", required=True),
        Column("source", "Source", "What the correction rests on; an address or words."),
    ),
)

HISTORY = (RELEASES, CORRECTIONS)
"""What is written down of the data set itself; not a part of the fingerprint. Rows are only ever added."""

REASONS = Table(
    "reasons",
    "Reasons of corrections",
    "",
    (
        Column("incident_id", "Incident", "The incident whose corrections this explains.", required=True),
        Column(
            "claim_id", "Claim", "The claim of it that is meant; blank for all that has no row of its own."
        ),
        Column("reason", "Reason", "Why it was changed.", required=True),
        Column("source", "Source", "What the correction rests on; an address or words."),
    ),
)
"""What `mapapp release --reasons` reads; not a part of a data set."""

TOTALS = Table(
    "totals",
    "Official totals",
    "",
    (
        Column("who", "Who says so", "Who gave the total.", required=True),
        Column("side", "Side", "Which side they stand on, as for a claimant.", vocabulary=CLAIMANT_SIDE),
        _people("killed", "Killed", "People killed according to this total; blank if it does not say."),
        _people("injured", "Injured", "People injured according to this total; blank if it does not say."),
        Column(
            "as_of",
            "As of",
            "Until when it counts: YYYY-MM-DD, or YYYY-MM or YYYY where no day was given.",
            Kind.PARTIAL_DATE,
            required=True,
        ),
        Column("scope", "Counts", "What it counts and of whom, in words."),
        Column(
            "same_scope",
            "Same scope",
            "The incidents of the same scope, as the page's address names them: "
            "`control=Azerbaijan&admin1=Tartar`. The day of `as_of` is added. "
            "Blank if no sum of the same scope can be formed.",
        ),
        Column(
            "series",
            "Series",
            "Totals with the same name are one count over time; blank for a total that stands alone.",
        ),
        Column("url", "Address", "Address of the page.", Kind.URL),
        Column("note", "Note", "What should be known of this total."),
    ),
)
"""What others give as the sum; laid beside the data, not a part of the fingerprint."""

BESIDE = (*HISTORY, TOTALS)
"""The tables that are not a part of the fingerprint, in the order in which they are reported."""

COLUMN_LABELS = {
    (table.name, column.name): column.label for table in (*TABLES, *BESIDE) for column in table.columns
}
"""What a reader knows each column as, by table and column."""

GRADES = ("attribution_status", "harm_status")
"""Columns that grade: how firmly it is attributed, how well it is established."""

FACETS = tuple(column.name for column in INCIDENTS.columns if column.facet)
"""Incident columns that can be filtered by one or several values, in the order of the file."""

HARMS = ("killed", "injured")
"""What people suffer, as the names of columns have it."""

MAY_BE_BLANK = frozenset({"latitude", "longitude"})
"""Required columns whose cells may be blank: an incident without a known location."""
