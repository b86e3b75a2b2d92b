"""The single definition of the data set: tables, columns, types, vocabularies and their labels.

Terms follow ACLED (event types), UCDP GED (precision codes) and Airwars (strength of evidence);
`docs/method.md` explains how each is used here. A blank cell means "not stated"; it never means zero.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

MISSING_VALUES = ("",)
LIST_SEPARATOR = ";"
RESERVED_PREFIX = "__"
"""Prefix of the names of derived columns; no column of a file may have it."""


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
    """One column: its name in files and URLs, its label on the screen, and the values allowed in it.

    `vocabulary` maps each allowed value to its label (None: free text). `minimum` and `maximum` are
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


@dataclass(frozen=True)
class Table:
    """One CSV file of the data set; `key` is its primary key, "" if it has none."""

    name: str
    title: str
    key: str
    columns: tuple[Column, ...]
    foreign_keys: tuple[ForeignKey, ...] = field(default=())

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The column names, in file order."""
        return tuple(self._by_name)

    @cached_property
    def _by_name(self) -> Mapping[str, Column]:
        return {column.name: column for column in self.columns}

    def __getitem__(self, name: str) -> Column:
        """The column called `name`; KeyError if there is none."""
        return self._by_name[name]


YES_NO = {"yes": "yes", "no": "no"}
CHECKED = {
    "yes": "read in a stored copy of the page",
    "partial": "partly read in stored copies",
    "no": "not checked",
}

DATE_PRECISION = {
    "1": "exact day",
    "2": "within two to six days",
    "3": "within about a week",
    "4": "within a month",
    "5": "within a year",
}
EXACT_DAY = "1"
"""The precision of an exactly known date; with a last day, that of an incident that lasted until then."""
DATE_PRECISION_DAYS = {EXACT_DAY: 1, "2": 6, "3": 7, "4": 31, "5": 366}
"""For each of DATE_PRECISION, the most days within which a date without a last day is known."""
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
    "Battles": "battles",
    "Strategic developments": "strategic developments",
    "Protests": "protests",
    "Riots": "riots",
}
SUB_EVENT_TYPE = {
    "Shelling/artillery/missile attack": "shelling, rockets or missiles",
    "Air/drone strike": "air or drone strike",
    "Remote explosive/landmine/IED": "landmine or remotely detonated explosive",
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
    "blade": "bladed weapon",
    "incendiary": "incendiary munition",
    "several": "several types",
    "other": "other",
}
CLUSTER_MUNITION = {
    "yes": "documented by an independent body",
    "alleged": "alleged by a party or its media",
    "no": "not cluster munitions (other weapon named)",
}
TARGET_TYPE = {
    "residential": "homes and residential areas",
    "healthcare": "healthcare",
    "education": "schools and kindergartens",
    "religious": "religious sites",
    "media": "media",
    "emergency services": "emergency services",
    "infrastructure": "power, water, roads and other infrastructure",
    "transport": "vehicles and people travelling",
    "commercial": "shops and markets",
    "industrial": "industry",
    "administrative": "public buildings",
    "agricultural": "farms and fields",
    "natural": "forest or open land",
    "detainees": "captured or defenceless people",
    "military": "military",
    "mixed": "several types of target",
    "unknown": "not established",
}
NOT_ESTABLISHED = "Not established"
"""The actor if no claim names one."""
INVOLVING = "involving"
"""The filter that asks for an actor in any of the ROLES."""
ROLES = ("actor", "other_actor", "involved")
"""The columns that name actors: who is said to have done it, against whom, and who else took part."""


def columns_with(facet: str) -> tuple[str, ...]:
    """Return the columns with the values of a facet: those of all ROLES for INVOLVING."""
    return ROLES if facet == INVOLVING else (facet,)


ATTRIBUTION_STATUS = {
    "declared": "acknowledged by the force itself",
    "likely": "attributed by one independent source on its own evidence, or by two independent sources",
    "contested": "denied, or different forces are named",
    "single-source": "attributed by no more than one independent source",
}
HARM_MANNER = {
    "fire": "by fire or explosion",
    "close range": "at close range or in custody",
    "unknown": "not known",
}
HARM_STATUS = {
    "confirmed": "confirmed by an independent investigation",
    "fair": "reported first-hand, by two independent sources, or partly confirmed or conceded",
    "weak": "claimed by no more than one independent source, and by nobody first-hand",
    "contested": "denied, and not independently confirmed",
    "discounted": "an independent source found that it did not happen as claimed",
}
OTHER_GRADE = "other"
"""Any strength of evidence that is not in HARM_STATUS."""

SENSITIVITY = {"graphic": "describes graphic violence"}
INDEPENDENT_SIDE, OTHER_SIDE = "independent", "other"
"""Sides of claimants who belong to no party; the conflict's parties are in `model.conflict`."""
CONCEDED, UNDISPUTED = "conceded", "undisputed"
"""Points of view in addition to those of the sides: what all parties report, and what nobody disputes."""

STANCE = {
    "alleges": "alleges",
    "reports": "reports",
    "verifies": "verifies",
    "denies": "denies",
    "concedes": "concedes",
}
BASIS = {
    "on site": "examined the site",
    "remote": "examined pictures or satellite images",
    "interviews": "interviewed witnesses",
    "witness": "saw the incident or its aftermath",
    "relayed": "second-hand",
}
FIRST_HAND = ("interviews", "on site", "remote", "witness")
"""The bases that are a claimant's own evidence."""

EXCLUDED_BECAUSE = {
    "early count": "an early count, later superseded",
    "partial count": "counts only part of the incident",
    "period total": "a total for a longer period",
    "wider area": "a total for a wider area",
    "relayed figures": "the figures are another's, passed on",
    "general denial": "a general denial, not about this incident",
    "intent only": "denies the intent, not the act",
    "another target": "about another target, not about this harm",
    "other incident": "about other incidents, not about this one alone",
    "tertiary source": "a third-hand source",
    "not checked": "the source has not been read",
}
FIGURES_ONLY = ("early count", "partial count", "period total", "wider area", "relayed figures")
"""Reasons that exclude only a claim's figures: it still counts for whether it happened, and who did it."""

DECIDE_WHAT_COUNTS = frozenset({"basis", "checked", "excluded_because"})
"""Columns that limit how much a claim counts; if a value were dropped, it would count for too much."""

SOURCE_KIND = {
    "news": "news",
    "ngo": "human rights group or other non-governmental organisation",
    "intergovernmental": "intergovernmental organisation",
    "government": "government or de facto authorities",
    "court": "court",
    "social media": "social media",
    "reference": "reference work",
    "other": "other",
}


def known_grade(status: str | None) -> str:
    """Return a strength of evidence if it is in HARM_STATUS, OTHER_GRADE for any other value, "" for none."""
    return status if status in HARM_STATUS else OTHER_GRADE if status else ""


def _people(name: str, label: str, what: str) -> Column:
    return Column(name, label, what, Kind.INTEGER, minimum=0, maximum=1_000_000)


INCIDENTS = Table(
    "incidents",
    "Incidents",
    "incident_id",
    (
        Column("incident_id", "Incident", "Stable identifier; never reused, never renamed.", required=True),
        Column("title", "Title", "What happened, in one neutral line in our own words."),
        Column(
            "summary",
            "Summary",
            "One to three neutral sentences in our own words; claims are worded as claims.",
        ),
        Column(
            "date_start",
            "Date",
            "First day on which the incident may have happened.",
            Kind.DATE,
            required=True,
        ),
        Column(
            "date_end",
            "Until",
            "Last day on which the incident may have happened, inclusive; blank means the first day.",
            Kind.DATE,
        ),
        Column(
            "date_precision",
            "Date precision",
            "How precisely the date is known (UCDP GED date_prec).",
            vocabulary=DATE_PRECISION,
        ),
        Column("time_local", "Local time", "Local time of day as given by the source (UTC+4 in 2020)."),
        Column(
            "place_id",
            "Place",
            "Identifier of the place in the gazetteer, `geodata/gazetteer.csv`.",
            facet=True,
        ),
        Column("place_name", "Place name", "Name of the place; both names where it has two."),
        Column("site", "Site", "Building or spot within the place, in words."),
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
            "Location precision",
            "How precisely the location is known (UCDP GED where_prec).",
            vocabulary=LOCATION_PRECISION,
        ),
        Column(
            "uncertainty_m",
            "Location uncertainty",
            "Radius in metres within which the incident happened.",
            Kind.NUMBER,
            minimum=0,
            maximum=20_000_000,
        ),
        Column("admin1", "District", "District; both names where it has two.", facet=True),
        Column("country", "Country", "Internationally recognised state, by its short English name."),
        Column(
            "control",
            "Controlled by",
            "Who controlled the place on that day; says nothing about its status.",
            facet=True,
        ),
        Column("event_type", "Event type", "ACLED's event type.", vocabulary=EVENT_TYPE, facet=True),
        Column(
            "sub_event_type",
            "Type of attack",
            "ACLED's sub-event type.",
            vocabulary=SUB_EVENT_TYPE,
            facet=True,
        ),
        Column(
            "weapon", "Weapon", "Class of weapon, as stated by the sources.", vocabulary=WEAPON, facet=True
        ),
        Column(
            "weapon_detail",
            "Weapon details",
            "What the sources say about the weapon, and which source says it.",
        ),
        Column(
            "cluster_munition",
            "Cluster munition",
            "Whether cluster munitions were used.",
            vocabulary=CLUSTER_MUNITION,
            facet=True,
        ),
        Column("target_type", "Target", "What was hit.", vocabulary=TARGET_TYPE, facet=True),
        Column("target_detail", "Target details", "What was hit, in words."),
        Column(
            "actor", "Attributed to", "The force to which the sources attribute the incident.", facet=True
        ),
        Column(
            "other_actor",
            "Against",
            "The other party to what the actor is said to have done, or its target.",
            Kind.LIST,
            facet=True,
        ),
        Column(
            "involved",
            "Took part",
            "Parties to it where it is not said who did it to whom.",
            Kind.LIST,
        ),
        Column(
            "attribution_status",
            "Attribution",
            "How firmly the incident is attributed to that force.",
            vocabulary=ATTRIBUTION_STATUS,
            facet=True,
        ),
        _people("killed_low", "Killed, lowest", "Lowest number of people killed in any claim that counts."),
        _people("killed_best", "Killed, best", "Best figure where sources agree; blank where they differ."),
        _people(
            "killed_high", "Killed, highest", "Highest number of people killed in any claim that counts."
        ),
        _people(
            "injured_low", "Injured, lowest", "Lowest number of people injured in any claim that counts."
        ),
        _people("injured_best", "Injured, best", "Best figure where sources agree; blank where they differ."),
        _people(
            "injured_high", "Injured, highest", "Highest number of people injured in any claim that counts."
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
            "How well it is established that the incident happened (after Airwars).",
            vocabulary=HARM_STATUS,
            facet=True,
        ),
        Column("verification", "Verification", "Who verified what, in words."),
        Column("denial", "Denial", "Who denies what, in words."),
        Column("disagreement", "Disagreement", "Where the sources contradict each other, in words."),
        Column(
            "aggregate",
            "Combined entry",
            "`yes` for a row that combines other rows or covers a period; never counted in a total.",
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
        Column("incident_id", "Incident", "The incident that the claim is about.", required=True),
        Column("source_id", "Source", "The source of the claim; blank if none is known."),
        Column("claimant", "Claimant", "Who makes the claim; not always who published it."),
        Column(
            "claimant_side",
            "Side",
            "The side to which the claimant belongs: a party of the conflict, `independent` or `other`.",
        ),
        Column(
            "stance",
            "What they do",
            "Whether the claimant alleges, reports, verifies, denies or concedes the incident.",
            required=True,
            vocabulary=STANCE,
        ),
        Column("basis", "Basis", "What the claim is based on; blank if not stated.", vocabulary=BASIS),
        Column("actor", "Attributed to", "The force to which the claimant attributes the incident."),
        _people("killed_low", "Killed, lowest", "Lowest number of people killed according to this claim."),
        _people("killed_high", "Killed, highest", "Highest number of people killed according to this claim."),
        _people("injured_low", "Injured, lowest", "Lowest number of people injured according to this claim."),
        _people(
            "injured_high", "Injured, highest", "Highest number of people injured according to this claim."
        ),
        Column("weapon", "Weapon", "The weapon, as stated by the claimant."),
        Column(
            "cluster_munition",
            "Cluster munition",
            "Whether the claimant mentions cluster munitions.",
            vocabulary=YES_NO,
        ),
        Column(
            "excluded_because",
            "Not counted because",
            "Why this claim, or its figures, do not count; blank if they count.",
            vocabulary=EXCLUDED_BECAUSE,
        ),
        Column("checked", "Checked", "Whether the source was read.", vocabulary=CHECKED),
        Column("note", "Note", "What else the claim says, in our own words."),
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
        Column("title", "Title", "Title as published; a description of our own is in [brackets]."),
        Column("author", "Author", "Author, where stated."),
        Column(
            "published_on",
            "Published",
            "Date of publication: YYYY-MM-DD, YYYY-MM or YYYY.",
            Kind.PARTIAL_DATE,
        ),
        Column("url", "URL", "URL of the page.", Kind.URL),
        Column("archived_url", "Archived copy", "URL of an archived copy.", Kind.URL),
        Column("language", "Language", "Language of the page (ISO 639-1)."),
        Column("kind", "Type of source", "Type of body that published it.", vocabulary=SOURCE_KIND),
        Column("checked", "Checked", "Whether the page itself was read.", vocabulary=CHECKED),
        Column("note", "Note", "What readers should know about this source."),
    ),
)

TABLES = (INCIDENTS, CLAIMS, SOURCES)
"""The data tables; the fingerprint of a data set is computed from their files."""

PUBLICATION_STATE, PUBLISHED = "publication_state", "published"
"""The column of incidents, claims and sources that marks drafts; the column itself is never published."""

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
            "Number of rows in `corrections.csv` at that release; later rows were added after it.",
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
        Column("claim_id", "Claim", "The claim that was corrected; blank if the incident itself was."),
        Column(
            "field",
            "Field",
            "The column that was changed; the identifier itself if the incident or claim was added or "
            "removed; `source.` and a column if the source that the claim cites was changed.",
            required=True,
        ),
        Column("before", "Before", "The value before; blank if it was not stated."),
        Column("after", "After", "The value after; blank if it is not stated."),
        Column("reason", "Reason", "Why it was changed.", required=True),
        Column("source", "Source", "What the correction is based on: a URL or words."),
    ),
)

HISTORY = (RELEASES, CORRECTIONS)
"""The history of the data set; not part of the fingerprint. Rows are only ever added."""

REASONS = Table(
    "reasons",
    "Reasons of corrections",
    "",
    (
        Column("incident_id", "Incident", "The incident whose corrections this explains.", required=True),
        Column(
            "claim_id",
            "Claim",
            "The claim that was corrected; blank for every change that has no row of its own.",
        ),
        Column("reason", "Reason", "Why it was changed.", required=True),
        Column("source", "Source", "What the correction is based on: a URL or words."),
    ),
)
"""The file read by `mapapp release --reasons`; not part of a data set."""

WAIVERS = Table(
    "waivers",
    "Waivers",
    "",
    (
        Column("key", "Key", "The concern's short name; it changes with the text.", required=True),
        Column("table", "Table", "Incidents, claims or sources.", required=True),
        Column("row", "Row", "The identifier of the row.", required=True),
        Column("column", "Column", "The column.", required=True),
        Column("text", "Text", "What stands there.", required=True),
        Column("reason", "Reason", "Why it may stay.", required=True),
        Column("name", "Name", "Who answers for it.", required=True),
        Column("date", "Date", "Since when, YYYY-MM-DD.", Kind.DATE, required=True),
    ),
)
"""Findings of `mapapp safety` for which somebody takes responsibility; next to a data set, not part of it."""

TOTALS = Table(
    "totals",
    "Official totals",
    "",
    (
        Column("who", "Who says so", "Who gave the total.", required=True),
        Column("side", "Side", "The side to which they belong, as for a claimant."),
        _people("killed", "Killed", "People killed according to this total; blank if it does not say."),
        _people("injured", "Injured", "People injured according to this total; blank if it does not say."),
        Column(
            "as_of",
            "As of",
            "The last day that the total covers: YYYY-MM-DD, or YYYY-MM or YYYY where no day was given.",
            Kind.PARTIAL_DATE,
            required=True,
        ),
        Column("scope", "Counts", "What it counts and of whom, in words."),
        Column(
            "same_scope",
            "Same scope",
            "The incidents of the same scope, as the page's address names them: "
            "`control=North&admin1=Lakes`. The day of `as_of` is added. "
            "Blank if no sum of the same scope can be formed.",
        ),
        Column(
            "series",
            "Series",
            "Totals with the same name are one count over time; blank for a total that stands alone.",
        ),
        Column("url", "URL", "URL of the page.", Kind.URL),
        Column("note", "Note", "What readers should know about this total."),
    ),
)
"""Totals published by others, shown next to the data; not part of the fingerprint."""

BESIDE = (*HISTORY, TOTALS)
"""The tables that are not part of the fingerprint, in the order in which they are reported."""

COLUMN_LABELS = {
    (table.name, column.name): column.label for table in (*TABLES, *BESIDE) for column in table.columns
}
"""The label of each column, by table and column."""

GRADES = ("attribution_status", "harm_status")
"""Columns with a grade: how firmly an incident is attributed, how well it is established."""

FACETS = tuple(column.name for column in INCIDENTS.columns if column.facet)
"""Incident columns that can be filtered by values, in the order of the file."""

HARMS = ("killed", "injured")
"""The two kinds of harm, as in the names of the columns."""

COORDINATES = ("latitude", "longitude")
"""Degrees in WGS 84, in the order of the file."""

MAY_BE_BLANK = frozenset(COORDINATES)
"""Required columns whose cells may be blank: an incident without a known location."""
