### What readers of the page see.
###
### Identifiers are the program's; the words may be changed and translated. { $count } and the like are filled in.
### The data set's own words (labels of columns and values) are in mapapp/model/schema.py.

## Words that others are made of

all-incidents = all incidents
all-sources = all sources
any = any
killed = Killed
injured = Injured
list-more = { $count } more
not-graded = not graded
not-stated = not stated
quoted = “{ $words }”
sentence = { $words }.

count-incidents = { $count ->
    [one] 1 incident
   *[other] { $count } incidents
}
count-combined = { $count ->
    [one] 1 combined entry
   *[other] { $count } combined entries
}
count-rows = { $count ->
    [one] 1 row
   *[other] { $count } rows
}
count-cells = { $count ->
    [one] 1 cell
   *[other] { $count } cells
}
count-files = { $count ->
    [one] 1 file
   *[other] { $count } files
}
count-corrections = { $count ->
    [0] no corrections
    [one] 1 correction
   *[other] { $count } corrections
}

## Days, figures, distances

days-range = { $start } to { $end }
day-within = { $day } ({ $precision })
days-between = between { $start } and { $end }

figure-none = none
figure-none-in = none in { $stated }, not stated in { $blank }
figure-open-from-zero = 0 or more
figure-up-to = up to { $high }
figure-at-least = at least { $low }
figure-range = { $low } to { $high }

people-killed = { $figure } killed
people-none-killed = none killed in { $stated }, not stated in { $blank }
people-none-injured = none injured in { $stated }, not stated in { $blank }
people-injured = { $figure } injured

distance-m = { $metres } m
distance-km = { $kilometres } km

## The headline

headline-none = No incidents match.
headline-none-according-to = { $whose }: no incidents match.
headline = { $subject }, { $days }
headline-with-toll = { $headline }; { $toll }
headline-according-to = { $whose }: { $headline }
headline-beyond = { $count ->
    [one] 1 of the incidents extends, or may extend, beyond this period.
   *[other] { $count } of the incidents extend, or may extend, beyond this period.
}
toll-none = none reported killed
toll-none-in = { $stated ->
    [one] none reported killed in 1 incident, not stated in { $blank }
   *[other] none reported killed in { $stated } incidents, not stated in { $blank }
}
toll = { $count ->
    [one] 1 person reported killed
   *[other] { $count } people reported killed
}
toll-at-least = { $count ->
    [one] at least 1 person reported killed
   *[other] at least { $count } people reported killed
}
toll-open = { $high ->
    [one] { $figure } person reported killed
   *[other] { $figure } people reported killed
}
toll-between = between { $low } and { $high } people reported killed

## Whose account decides

# In a sentence: “Figures are those according to Northern sources.”
according-to = { $whose ->
    [conceded] { $name }
    [undisputed] with no denial found
   *[other] according to { $name }
}
party-sources = { $label } sources
independent-sources = independent sources
side-independent = independent
side-other = other
reported-by-all = reported by { $parties ->
    [2] both sides
   *[other] all sides
}
disputed-by-nobody = no denial found
denials = { $name } deny { $denied }.
nothing-according-to = { $whose ->
    [conceded] No incident is reported by { $parties ->
        [2] both
       *[other] all
    } sides and denied by nobody. The nearest to that:
    [undisputed] There is no incident without a denial. Choose another account:
   *[other] { $name } report no incident. Choose another account:
}
nearest-denied = Reported by { $one }, denied by { $other }: { $count }
nearest-undisputed = No denial found: { $count }

## The filter

filter-according_to = Whose account
area = { $count ->
    [0] Area
   *[other] Area · { $count }
}
area-place = Around a place
area-place-hint = A name, or 39.82 N, 46.75 E
area-km = Kilometres from it
area-corners = Corners of an area
area-corners-help = Longitude and latitude of each corner, in degrees. Two opposite corners are a box.
area-corners-wrong = This is not an area. Expected: { $expected }.
area-rule = An incident is in an area if its point on the map is, however precisely that is known.{ $unlocated ->
    [0] { "" }
    [one] { " " }1 has no known position and is in none.
   *[other] { " " }{ $unlocated } have no known position and are in none.
}
filter-bbox = Area
filter-datetime = From and To
filter-denied_by = Denied by
filter-disputed = Disputed
filter-ended_by = Last possible day, at the latest
filter-filter = Condition
filter-incident_id = Incident
filter-involving = Involving
filter-min_harmed = People killed or injured, at least
filter-min_sources = Independent sources, at least
filter-q = Search
filter-polygon = Area with corners
filter-within = Within … km of a place
filter-within_days = Date known to within … days
filter-within_km = Location known to within … km

where-actor-unknown = not established who did it
where-blank = { $name ->
    [actor] not stated who did it
    [place_id] place not stated
    [admin1] district not stated
    [control] control at the time not stated
    [event_type] type of event not stated
    [sub_event_type] type of attack not stated
    [weapon] weapon not stated
    [cluster_munition] use of cluster munition not stated
    [target_type] target not stated
    [harm_manner] not stated how people were harmed
    [harm_status] evidence not graded
    [attribution_status] attribution not graded
    [other_actor] not stated against whom
    [involving] not stated who was involved
   *[other] { $label }: not stated
}
where-bbox = between { $south }° and { $north }° N, { $west }° and { $east }° E
where-choice = { $name ->
    [disputed] { $value ->
        [yes] denied by someone, or contested as to what happened or who did it
       *[no] denied by nobody, and not contested as to what happened or who did it
    }
    [denied_by] denied by { $said }
   *[other] { $label }: { $said }
}
where-day = { $name ->
    [ended_by] over by { $day }
   *[other] { $label }: { $day }
}
where-facet = { $name ->
    [actor] attributed to { $values }
    [place_id] in { $values }
    [admin1] in the district of { $values }
    [control] control at the time: { $values }
    [event_type] { $values }
    [sub_event_type] { $values }
    [weapon] weapon: { $values }
    [cluster_munition] cluster munition: { $values }
    [target_type] target: { $values }
    [harm_manner] people harmed { $values }
    [harm_status] evidence: { $values }
    [attribution_status] attribution: { $values }
    [incident_id] incident { $values }
    [other_actor] against { $values }
    [involving] involving { $values }
   *[other] { $label }: { $values }
}
where-filter = meeting the condition { $condition }
where-from = from { $day }
where-number = { $name ->
    [min_harmed] { $value ->
        [one] at least 1 person killed or injured
       *[other] at least { $value } people killed or injured
    }
    [min_sources] { $value ->
        [one] reported by at least 1 independent source
       *[other] reported by at least { $value } independent sources
    }
    [within_km] location known to within { $value } km
    [within_days] { $value ->
        [one] date known to within 1 day
       *[other] date known to within { $value } days
    }
   *[other] { $label }: { $value }
}
where-or = { $one }, or { $other }
where-polygon = mapped in an area with { $corners } corners, between { $south }° and { $north }° N, { $west }° and { $east }° E
where-within = mapped within { $km } km of { $place }
where-q = mentioning { $words }
where-until = until { $day }

nothing-found = No incidents match all these filters. Remove one of them:
nothing-here = No incidents match here. { $there }: { $shown }.
list-there = List them
nothing-found-whatever = No incidents match these filters, and removing any one of them would not help.
without-filter = { $phrase } (without it: { $shown })

## What of a link can't be used

ignored-summary = { $count ->
    [one] This link contains something we could not use
   *[other] This link contains { $count } things we could not use
}
incident-unknown = There is no incident { $values }.
parameter-unknown = { $count ->
    [one] Unknown parameter { $names }.
   *[other] Unknown parameters { $names }.
}
value-impossible = { $count ->
    [one] { $values } can’t be used for “{ $label }”.
   *[other] { $values } can’t be used for “{ $label }”.
}
place-impossible = The area around “{ $name }” can’t be shown. Give { $expected }.
value-unknown = No incident has { $values } as “{ $label }”.

## What the map shows

caption-count = { $count ->
    [one] 1 incident in view
   *[other] { $count } incidents in view
}
caption-unlocated = { $count } without a location
view-none-here = No incidents in this part of the map.
view-none-located = No matching incident has a location.
view-all = { $count ->
    [one] 1 incident on the map
   *[other] All { $count } incidents on the map
}
view-part = { $count ->
    [one] 1 incident in this part of the map
   *[other] { $count } incidents in this part of the map
}
view-one-at = 1 incident at { $place }
view-around = { $count } incidents within { $km } km of { $place }
view-among = { $view }, { $near } of them within { $km } km of { $place }
view-unlocated = { $count ->
    [one] { $view }; 1 more has no location
   *[other] { $view }; { $count } more have no location
}
view-on = { $count ->
    [1] { $view } on { $days }
    [2] { $view }, both on { $days }
   *[other] { $view }, all on { $days }
}
view-most-on = { $view }, most on { $days }
view-busiest = { $count ->
    [one] { $view }; busiest day: { $days } ({ $most })
   *[other] { $view }; busiest days: { $days } ({ $most } each)
}

## What of the data files can't be used

faults-unused = { $lost } of the data could not be used
faults-doubtful = { $count ->
    [one] 1 value in the data may be wrong
   *[other] { $count } values in the data may be wrong
}
faults-title = Problems in the data files
faults-column = { $column ->
    [number] Number
    [file] File
    [row] Row
    [column] Column
    [value] Value
    [reason] Problem
    [remedy] How to fix it
   *[effect] Effect
}
faults-summed-up = { $count } problems, grouped by kind, with the first of each; “mapapp validate --json” lists the first 100 of each.
drafts-summary = Not for publication: drafts are shown
drafts-shown = This server was started with --drafts. Rows whose publication_state is not “published” are on the map, in the list and in every download.
drafts-title = Not for publication: { $title }
store-problem-summary = The database can’t be reached at the moment; what was last read from it is shown
refused-summary = The newest data files have errors and are not shown; the last valid version is
unfetched-summary = The source of the data can't be reached; what was fetched last is shown

## The head of the page

data-updated = The data have been updated. Your filters are unchanged.
headline-unlocated = { $count ->
    [one] 1 incident has no location.
   *[other] { $count } incidents have no location.
}
reading = Loading the data.
skip = Skip to the incidents

filters-all = { $count ->
    [0] All filters
   *[other] All filters · { $count }
}
filters-clear = Clear all filters
filters-done = { $count ->
    [one] Show 1 incident
   *[other] Show { $count } incidents
}
actor-role = Role of the actor
field-anyone = { $label }: anyone
anyone = anyone
chip-remove = Remove this filter: { $filter }
filter-compare = Compare with
account-chosen = { $count ->
    [one] { $shown }
   *[other] { $shown }, compared with { $beside }
}
filter-end = To
calendar-start = Calendar: from
calendar-end = Calendar: to
day-example = Enter a day, such as 4 Oct 2020
options-left-out = Showing the { $shown } most frequent of { $all } values; “Place or words” finds more.
filter-q-hint = Place or words
period = Period
period-all = Whole period
period-conflict = The conflict
period-last-week = Last week
period-own = Own dates
shown = Showing: <bdi>{ $filter }</bdi>
filter-start = From
combined-only = combined entries only
nobody = nobody

# Parts of a link, as they are named to readers when they can't be used.
data-version = Version of the data
map-position = Part of the map
names-first = Place names shown first

copy-link = Copy link
copy-link-view = Copy link to this view
copy-done = Link copied
copy-by-hand = Copy this link:
site-elsewhere-title = This map is at another address
site-elsewhere = Readers can open it at { $address }. At { $host } the page would stay empty.
site-elsewhere-proxy = If you came from there, the server’s operator must have the proxy pass on the header Host (docs/deploy.md).
site-unknown-title = There is no map at this address
site-unknown-name = This server is not known by the name { $host }: open the map at the address that you were given.
site-unknown-operator = If you run it, use --public-address (MAPAPP_PUBLIC_ADDRESS) to say where readers find it (docs/deploy.md).
log-in-title = This map is private
log-in-text = It is shown to readers who log in.
log-in-refused = Your account does not have access. Ask the people who run this map, or log in with another account.
log-in = Log in
log-out = Log out
own-open = Use your own file
own-intro = A table of your own incidents: CSV, Excel, GeoJSON, Parquet and others, at most { $megabytes } MB. This server holds it in memory, for you alone, and forgets it within ten minutes after you close or reload this page; it is not kept on disk.
own-drop = Drop the file here, or choose it.
own-sending = Sending …
own-address = Or give its https URL:
own-fetch = Fetch
own-fetching = This server is fetching the file …
own-fetching-others = This server is fetching other readers’ files at the moment. Try again in a minute.
own-address-unusable = A file can’t be fetched from this URL. Give one that begins with https:// and has no user name or password in it.
own-reading = Reading the file …
own-lost = The file did not arrive. Check the connection and try again.
own-too-large-here = This file is larger than this server accepts. Leave out rows or columns, or compress it as a zip file.
own-too-large = The file is larger than { $megabytes } MB, the most that this server accepts. Leave out rows or columns, or compress it as a zip file.
own-reader-full = With this file you would hold more than { $megabytes } MB here. First leave the file that is shown now.
own-server-full = The files of all readers may take up { $megabytes } MB of this server’s memory; there is no room left. Try again later.
own-arriving = Another file is still on its way. Wait until it has arrived.
own-cut-off = Only part of the file arrived. Try again.
own-too-slow = The file did not arrive within { $minutes } minutes, and this server does not wait longer. Compress it as a zip file, or leave out rows or columns.
own-gone = There is no file at this URL; a file is forgotten within ten minutes after its page is closed.
own-columns = Which column holds what; change what is wrong
own-choose-date = Choose which column holds the date.
own-no-column = not in the file
own-order = 03/04/2020 means
own-order-first = { $first ->
    [day-first] 3 April
    [month-first] 4 March
   *[unknown] not known
}
own-unlocated = { $count ->
    [one] 1 has no location.
   *[other] { $count } have no location.
}
own-first-rows = The first rows, as they are read
own-map = { $count ->
    [one] A map with the one incident that has a location, as it is read.
   *[other] A map with the { $count } incidents that have a location, as they are read.
}
own-notes = { $count ->
    [one] 1 note on how the file is read
   *[other] { $count } notes on how the file is read
}
own-show = Show on the map
own-mapping = Download the mapping
own-shown = Your own file { $name }: only you see it, until you close or reload this page.
own-leave = Leave your file
connection-lost = Connection lost. The page will reconnect by itself.
still-asking = Still waiting for the answer. What is shown stays until it arrives.
server-busy = The server is busy: what you see may be out of date, and the page tries again by itself.
url = URL

## The figures under the headline

figures-title = Totals
figures-incidents-how = Each incident is counted once. Combined entries, which sum up several incidents, are not counted.
figures-people-how = The lowest figures of all incidents added up, and the highest. { $all ->
    [one] { $stated } of 1 incident has a figure
   *[other] { $stated } of { $all } incidents have a figure
}; the others add nothing: blank is not zero. “At least” means that some incidents have no upper limit.

## How the number of people killed is calculated

totals-panel = How this number is calculated
totals-about = People reported killed, added up under different assumptions. The paler part of a bar ends at the sum of the lowest figures, the stronger part at the sum of the highest. Incidents without a figure add nothing: blank is not zero. Each figure links to its incidents.
totals-claims = Show every claim behind this number
totals-strength = Strength of evidence
totals-at-least = { $grade ->
    [fair] at least fair
    [confirmed] confirmed
   *[any] any
}
totals-combined = Include combined entries
totals-disputed = Disputed incidents
totals-left-out = { $which ->
    [not-contested] leave out those where what happened is contested, discounted or not graded
    [not-disputed] leave out those that anyone denies, or where who did it is contested
   *[none] include all
}
totals-moving = These incidents affect the total most: first those where sources differ most, then those with the most deaths.
totals-counted = { $incidents }, { $stated } with a figure
totals-open = no upper limit
totals-and-more = or more: some ranges have no upper limit
totals-no-figure = no figure
totals-lowest = lowest
totals-best = best figures alone
totals-highest = highest
totals-beside-best = { $exact ->
    [one] from 1 incident with a single figure
   *[other] from { $exact } incidents with a single figure
}; { $ranges ->
    [one] 1 range adds { $added }
   *[other] { $ranges } ranges add { $added }
}
assumption = { $assumption ->
    [all] All incidents
    [not-contested] Without incidents where what happened is contested, discounted or not graded
    [not-disputed] Without incidents that anyone denies, or where who did it is contested
    [fair] Evidence at least fair
    [confirmed] Confirmed only
    [two-sources] Two or more independent sources
    [with-summaries] With combined entries (may count twice)
   *[own] Your choice above
}
manner-about = The same people killed, by who controlled the place and how they were harmed. Combined entries are not counted.
manner-everywhere = All places
manner-open = { $figure }, no upper limit
title-day-killed = { $title }, { $day }: { $killed }

## The map

legend-title = Legend
legend-others = Others
legend-not-established = Not established
legend-not-stated = Not stated
map-attribution = Map: <a href="https://www.naturalearthdata.com">Natural Earth</a>, <a href="https://www.geonames.org">GeoNames</a> (CC BY 4.0)
attributed-to = Attributed to
map-title = Map of incidents
map-home = Reset view
map-draw-away = The drawing tools could not be loaded. Corners can be typed under “Area”.
map-draw-box = Draw a box to filter by
map-draw-box-hint = Draw the box from corner to corner. To stop, press Escape or the button again.
map-draw-polygon = Draw an area to filter by
map-draw-polygon-hint = Place the corners one by one; choose the first one again, or press Enter, to close the area. To stop, press Escape or the button again.
map-full-screen = Full screen
map-leave-full-screen = Exit full screen
map-show-all = Show all
map-try-again = Try again
map-not-loaded = These incidents could not be loaded.
map-out-of-date = The incidents could not be loaded; the map may be out of date.
beyond-north = more to the north: show them
beyond-south = more to the south: show them
beyond-west = more to the west: show them
beyond-east = more to the east: show them
map-two-fingers = Use two fingers to move the map
map-wheel-ctrl = Hold Ctrl and scroll to zoom
map-wheel-command = Hold ⌘ and scroll to zoom
background-streets = Streets
background-satellite = Satellite
background-none = None
background-away = (not available at the moment)
layers-title = Layers
layer-coverage = Coverage
layer-density = Density of reports
layer-districts = Districts, with names
layer-uncertainty = Location uncertainty
names-of-control = Name used by those in control first
names-of-data = Names in the order of the data
names-of-tradition = { $label } names first
legend-several = Several incidents
legend-approximate = Approximate: within this circle
legend-chosen = The area that was chosen
legend-vague = Somewhere in the district
legend-aside = Moved aside; the line leads to its place
legend-combined = Combined entry, not counted
legend-colour = Colour: attributed to
legend-fill = Fill: strength of evidence
legend-size = Size: people killed or injured
legend-density = Density of reports (not of deaths)
tip-all-vague = all incidents known only to the district
tip-around = somewhere within { $distance } of this point
tip-contents = { $incidents } and { $combined }
tip-in-district = somewhere in { $district } district
tip-near = near { $town }
tip-place-unknown = at an unknown place
tip-unnamed = Incident
tip-vague = { $count ->
    [one] 1 incident known only to the district
   *[other] { $count } incidents known only to the district
}
spread-rest = { $shown } are shown, and { $count } more are in the list.
tip-drawn-together = drawn at one point: click to spread out
tip-together = at one place: click to spread out
tip-zoom = click to zoom in
tip-sources = Sources
tip-not-established = Who did it is not established
shape-one = one incident; larger: more people killed or injured
shape-several = several incidents
shape-area = approximate: within this circle
shape-vague = somewhere in the district
shape-summary = combined entry

evidence-confirmed = Confirmed independently
evidence-fair = Fair: witnessed, reported by two independent sources, partly confirmed or conceded
evidence-weak = Weak: claimed; not witnessed or confirmed
evidence-contested = Contested: denied and not confirmed
evidence-discounted = Discounted: refuted independently
evidence-other = Graded on another scale
evidence-blank = Not graded

coverage = { $count ->
    [one] { $sides } source
   *[other] { $sides } sources
}
coverage-side = { $count } { $side }
coverage-note = Sources that report anything about these incidents, including those that deny them. Elsewhere no report was found, which does not mean that nothing happened.
coverage-nothing = no report found
coverage-nothing-filtered = no report found with this filter
coverage-legend = Coverage: sources that report anything, at least. Hatched: no report found, which does not mean peace
coverage-list = Coverage by district
coverage-elsewhere = District not known
coverage-summary = { $count ->
    [one] { $reported } of 1 district with reports
   *[other] { $reported } of { $count } districts with reports
}
coverage-claims = Read these claims
coverage-away = could not be loaded at the moment

## The list and the timeline

rows-withheld = Single incidents, their texts and sources are not made available: the licence of the data does not allow it. The map counts them in cells; counts and totals are of all incidents.

incidents = Incidents
list-title = Incidents in view
list-first = The first { $shown } of { $count } are listed; zoom in or filter for the others.
list-combined = { $count ->
    [one] 1 combined entry, not counted.
   *[other] { $count } combined entries, not counted.
}
list-unlocated = { $count ->
    [one] 1 incident without a location.
   *[other] { $count } incidents without a location.
}
search-suggestions = Suggestions
search-words = Search the texts for { $words }
search-found = { $count ->
    [0] No suggestion. Enter searches the texts.
    [one] 1 suggestion. Up and down arrows choose.
   *[other] { $count } suggestions. Up and down arrows choose.
}
tab-of-incident = { $incident } · { $title }
show-on-map = Show on the map
follow-map = Only what the map shows
list-here = Incidents in this part of the map
list-whole = Show all of the list
list-lost = The list could not be loaded. Trying again.
timeline-title = Timeline
timeline-play = Play
timeline-resume = Resume
timeline-pause = Pause
timeline-next-day = Next day
timeline-begin = First day
timeline-speed = Speed
timeline-slow = slow
timeline-normal = normal
timeline-fast = fast
timeline-all-days = All days
timeline-first-day = First day shown
timeline-last-day = Last day shown
timeline-marked = Marked days
timeline-toll = Deaths added up
timeline-toll-none = No figure of people killed is stated.
timeline-toll-sum = Reported killed, added up day by day: { $figure }. The band, with its scale at the right, reaches from the lowest to the highest figures stated; incidents without a figure add nothing.
timeline-outside = The chosen days are outside the days of the data.
timeline-empty = No incidents on any day.
timeline-most = { $size ->
    [one] Incidents by day, at most { $most }.
   *[other] Incidents by { $size } days, at most { $most }.
}
timeline-unknown = { $size ->
    [one] No incident is known to the day.
   *[other] No incident is known to the { $size } days.
}
timeline-thin = Thin lines: several days, or day not known.
timeline-drag = Drag to choose days.
timeline-actor-unknown = actor not stated
timeline-until = Until { $day }: { $incidents }
timeline-killed = { $figure } reported killed
timeline-more = { $count } more over several days, or day not known
timeline-spoken = Incidents by day. The most, { $most }, on { $days }.
timeline-spoken-unknown = Incidents by day. None is known to the day.
timeline-lanes = Days on which sources report anything, in rows from the top: { $names }. The stronger the shade, the more sources. Hatched: { $nothing }, which does not mean peace.
timeline-strip = Sources that report, by day

## The tabs and the tables

tab-table = Table
tab-claims = Claims
tab-breakdown = Breakdown
breakdown-about = Incidents by who they are attributed to, by weapon, by district and by target. Each list has its incidents once: those with several weapons or targets are under “several”, those for which nothing is stated under “not stated”. Combined entries are not counted. A filter on a list’s own column does not shorten it. Choose a name to show only its incidents, and again to show all.
breakdown-others = { $count ->
    [one] 1 other
   *[other] { $count } others
}
tab-sources = Sources and method
tab-corrections = Corrections
tab-share = Share, cite, download
share-open = Share or cite

table-loading = Loading the table
table-lost = The table could not be loaded. Trying again.
table-none = No rows.
table-previous = Previous
table-next = Next
table-shown = Rows { $first } to { $last } of { $count }
table-caption = { $rows }. Choose a row to open its dossier.
table-caption-combined = { $count ->
    [one] { $rows }. 1 of them is a combined entry, not counted in totals. Choose a row to open its dossier.
   *[other] { $rows }. { $count } of them are combined entries, not counted in totals. Choose a row to open its dossier.
}
table-combined = { $title } (combined entry)
table-date = Date
table-title = What happened
table-source = Source
table-counts = In the totals
counts = yes
counts-combined = no: about a combined entry
counts-not-heard = no: not part of this account
counts-not = no: { $reason }
counts-no-figure = no: gives no figure that counts

claims = Claims
claims-caption = Every claim about the incidents shown. For each incident, a total adds the range of the figures that count. Claims that do not count are shown with the reason.

followed-account = { $part ->
    [list] List
   *[timeline] Timeline
}: { $whose }
differences = Where the two accounts differ
differences-caption = { $more ->
    [yes] “{ $here }” and “{ $there }” differ on more than { $number }.
   *[no] “{ $here }” and “{ $there }” differ on { $number }.
} The list, timeline and table follow “{ $here }”. “Denied” means that they deny it and do not report it, “not reported” that none of their claims that count mentions it.
difference-no-figure = no figure stated
difference-actor = Attributed to: { $actor }
difference-evidence = Evidence: { $grade }
difference-filtered = reported, but left out by the filters
denied = denied
not-reported = { $whose ->
    [conceded] not reported by { $parties ->
        [2] both
       *[other] all
    }
   *[other] not reported
}

## One incident

dossier-back = All incidents
dossier-all-sources = What follows is according to all sources.
dossier-silent = { $whose ->
    [conceded] This incident is not one that { $parties ->
        [2] both
       *[other] all
    } sides report and nobody denies.
    [undisputed] This incident is not among those that nobody disputes.
   *[other] { $name } do not report this incident.
}
dossier-denied = { $whose ->
    [conceded] This incident is denied, so it is not one that { $parties ->
        [2] both
       *[other] all
    } sides report and nobody denies
    [undisputed] This incident is denied, so it is not among those that nobody disputes
   *[other] { $name } deny this incident
}
combined-entry = combined entry
dossier-opened = Dossier: { $title }
dossier-combined = This entry combines several incidents or covers a period. It is not counted in any total.
dossier-unchecked = None of this entry’s sources has been checked.
dossier-partly-checked = Only some of this entry’s sources have been checked.
badge-by-whom = By whom
badge-happened = Happened
dossier-all-claims = All claims
dossier-harm-not-stated = { $harm }: not stated
dossier-attributed = Attributed to <strong><bdi>{ $actor }</bdi></strong>
dossier-actor-not-established = Who did it is <strong>not established</strong>
dossier-actor-not-stated = Who did it is <strong>not stated</strong>
dossier-graphic = This entry describes graphic violence. Show it
dossier-disagreement = Where the sources disagree
dossier-denials = Denials
dossier-own-columns = Other columns of the data file
dossier-locator = { $within ->
    [no] Map: { $place }
   *[other] Map: { $place }; the circle shows how far from the mark it may have been, { $within }
}
dossier-cite = Cite this incident
dossier-link = Link to this incident
dossier-related = Related incidents
day-and-title = { $day }: { $title }

fact-date = Date
exact-days = exact days
fact-location = Location
fact-control = Controlled that day by
fact-country = { $recognised ->
    [yes] Internationally recognised as part of { $country }
   *[no] Country: { $country }
}
location-unknown = location not known
location-within = within { $distance }
place-not-stated = place not stated

grade-evidence = Evidence
grade-attribution = Attribution
grade-none = not graded
grade-no-claims = No claim that counts is recorded.
grade-meaning = What “{ $grade }” means
grade-ladder = The grades
attribution-denied = denied
attribution-differs = different forces are named

reason-more = and { $count } more
reason-verified = { $count ->
    [one] 1 independent body verified it
   *[other] { $count } independent bodies verified it
}
reason-partly_verified = { $count ->
    [one] 1 independent body verified part of it
   *[other] { $count } independent bodies verified part of it
}
reason-first_hand = { $count ->
    [one] 1 claimant reports it first-hand
   *[other] { $count } claimants report it first-hand
}
reason-independent = { $count ->
    [one] 1 independent source says that it happened
   *[other] { $count } independent sources say that it happened
}
reason-conceded = { $count ->
    [one] 1 claimant concedes it
   *[other] { $count } claimants concede it
}
reason-refuted = { $count ->
    [one] 1 independent source found that it did not happen as claimed
   *[other] { $count } independent sources found that it did not happen as claimed
}
reason-denied = { $count ->
    [one] 1 claimant denies it
   *[other] { $count } claimants deny it
}
reason-said = { $count ->
    [one] 1 claimant says that it happened
   *[other] { $count } claimants say that it happened
}
reason-names = { $count ->
    [one] 1 claimant names { $actor }
   *[other] { $count } claimants name { $actor }
}
reason-names-independently = { $count ->
    [one] 1 independent source names { $actor }
   *[other] { $count } independent sources name { $actor }
}
reason-names-beside = { $count ->
    [one] 1 other claimant names { $actor }
   *[other] { $count } other claimants name { $actor }
}
reason-names-nobody = No claim that counts names a force
end-low = Lowest, { $figure }
end-high = Highest, { $figure }
end-open = No highest figure: at least one claim gives no upper limit

## The claims about one incident

claims-title = Who says what
claims-according-to = Figures and grades are those { $whose }; other claims are marked.
claims-none = No claim is recorded for this incident.
claims-none-sourced = No claim with a source is recorded for this incident.
claims-without-source = Without a source
claims-outside = Not part of this account
claims-not-counted = { $what ->
    [figures] Figures not counted: { $reason }
   *[claim] Not counted: { $reason }
}
claims-weapon = Weapon:
claims-actor = Who did it:
claims-parts = “Others” are the other claimants whose claims count, each counted once: “1 of 3 others” means one of three such claimants.
claims-repeating = “Only repeat it” means that they pass on what others say.
claimant-not-stated = Claimant not stated
side-sources = { $side } sources
side-not-stated = side not stated

mark-only-figure = only figure
mark-only-claimant = only claimant
mark-only-attribution = only attribution
mark-above = higher than others
mark-above-some = higher than { $number } of { $total } others
mark-below = lower than others
mark-below-some = lower than { $number } of { $total } others
mark-between = between others
mark-agrees = agrees
mark-agrees-some = agrees with { $number } of { $total } others
mark-agrees-repeating = agrees with { $number } of { $total } { $total ->
    [one] other
   *[other] others
} ({ $repeating ->
    [one] 1 only repeats it
   *[other] { $repeating } only repeat it
})
mark-differs = differs
mark-differs-some = differs from { $number } of { $total } others
mark-open = does not say which
mark-others-open = others do not say which

source-no-url = no URL
source-page = page
source-no-date = no date
source-archived = archived copy
source-archive-search = Look for archived copies
source-recalled = From memory, no source
source-unread = This page has not been read.
source-not-read = not read
source-unknown = no known source

## Sources and method

method-title = How to read this map
method = Every entry says what is claimed, by whom, and who denies it. A figure is a range where sources differ. Blank is not zero: it means that no source gives a figure. Three questions are kept apart: whether it happened (strength of evidence), who did it (attribution) and who says so (claims).
method-without-claims = Every entry is a row of the data file. No claims come with it, so this map does not show who says what. Blank is not zero: it means that the file gives no figure.
method-attribution = Attribution is
limits-title = What this map does not show
limits = It shows incidents for which a source was found. An empty place or day means that no report was found, not that nothing happened.
limits-without-claims = It shows what is in the data file. An empty place or day means that the file has no entry for it, not that nothing happened.
limits-lines = Boundaries and reference lines are conventional, generalised by two to five kilometres, and take no position on status.
data-title = The data
data-fingerprint = Fingerprint of the files (SHA-256): <code>{ $fingerprint }</code>
data-release = version { $version }
data-licence = Licence:
sources-title = { $count ->
    [one] 1 source
   *[other] { $count } sources
}

official-title = How much of the official totals is included
official-about = Next to each total is the sum of the incidents in this data set that have the same scope: the same places, and over by the same day. The two still differ in what they count and in when it was counted. What is missing here may still have happened: no report of it as a single incident was found.
official-as-of = as of { $day }.
official-compared = Compared with incidents { $scope }.
official-not-compared = Nothing is compared with it: it is not known which incidents of this data set are meant.
series-title = Official counts over time
series-about = How many people the authorities said had been killed by a day, and how many were killed in the incidents of this data set that were over by that day, in places that the side controlled.
series-counted = Official count
series-held = This data set, lowest figures
series-range = up to the highest figures
series-gap = Counted officially, not in this data set
series-here = This data set
series-missing = Difference
series-as-of = As of
series-table = The figures as a table
series-picture = { $name }: steps of the official count, and of what this data set holds below it. The same figures are in the table.
series-end = By { $day }, { $counted } people had been counted as killed; this data set has { $held }.
series-as-wide = The gap was as wide by { $day }: { $counted } against { $held }.
series-more-here = { $count } more here
series-mark = { $day }: { $counted } against { $held }
share-killed = { $figure } of { $total } killed
share-injured = { $figure } of { $total } injured
official-share = { $part } ({ $percent } %)

## Corrections

corrections-about = Every value that was changed after publication, with the reason. Follow corrections as an <a href="{ $feed }" type="application/atom+xml">Atom feed</a>.
corrections-none = No corrections yet.
corrections-newest = Showing the newest { $shown } of { $all }; corrections.csv has them all.
released = release { $version }
unreleased = not released yet
correction-before = before
correction-after = after
releases = Releases
release = <strong>{ $version }</strong>, { $day }: { $corrections }. Fingerprint <code>{ $fingerprint }</code>
source-label = Source:
source-none-given = No source given

## Download

download-what = { $matched }: { $filter }.
download-unlocated = { $count ->
    [one] 1 row without a location is included.
   *[other] { $count } rows without a location are included.
}
download-more = More formats
download-about = Each file contains exactly these incidents, the filter in words, and how to cite them; FlatGeobuf has neither claims nor sources, nor incidents without a location.
download-about-without-claims = Each file contains exactly these incidents with every column of the data file, the filter in words, and how to cite them.
download-address = The GeoJSON URL can be opened in QGIS or read by a program; it always returns the current data.
download-cite = How to cite
download-pictures = Picture of this view
download-picture = { $size } { $kind }
download-picture-of = Map: { $filter }
download-embed = Embed this view
download-embed-about = Paste this HTML into a web page; the map in it shows this view and the current data.
download-embed-preview = See how it looks

## What changed since a link was made, and the feed of corrections

claimant-in = { $claimant }, in { $publisher }
change-claim = { $done ->
    [added] Claim by { $claimant } added
   *[removed] Claim by { $claimant } removed
}
change-incident = { $done ->
    [added] Incident added
   *[removed] Incident removed
}
claim-field = { $field } (claim by { $claimant })
source-field = { $field } of the source (claim by { $claimant })
count-entries = { $count ->
    [one] 1 incident or combined entry
   *[other] { $count } incidents and combined entries
}
since = since this link was made (release { $version }, { $day })
since-changed = { $bound ->
    [at-least] Of { $shown } in this view, at least { $count } changed { $when }.
   *[exactly] { $count ->
        [0] Of { $shown } in this view, none changed { $when }.
       *[other] Of { $shown } in this view, { $count } changed { $when }.
    }
}
since-changes-unknown = It is not known what changed in this view { $when }.
since-elsewhere = { $count ->
    [one] 1 incident outside this view also changed.
   *[other] { $count } incidents outside this view also changed.
}
since-removed = { $count ->
    [one] 1 incident is no longer in the data.
   *[other] { $count } incidents are no longer in the data.
}
since-unknown-version = This link was made with a version of the data that is not among the releases, so we cannot tell what has changed since.
since-unlisted = The data have changed since their last release; those changes are not listed yet.
feed-title = Corrections: { $title }
feed-reason = Reason: { $reason }
feed-source = Source: { $source }

## Pictures of a view

picture-filter = Shown: { $filter }
picture-lines = Lines
picture-shapes = On the map
picture-apart = Marks at one place are moved apart as far as there is room.
picture-outside = { $count ->
    [one] 1 more lies outside this map.
   *[other] { $count } more lie outside this map.
}
picture-unlocated = { $count ->
    [one] 1 has no location.
   *[other] { $count } have no location.
}
picture-blank = No report does not mean that nothing happened; “no figure” is not zero.
picture-source = Source: { $source }. Map: Natural Earth, GeoNames (CC BY 4.0). Drawn { $date }.

## The map inside another page

embedded-whole = Open the whole map
embedded-source = Source: { $source }.

## Links that are shared, and the page of an incident

preview-view = { $headline } Shown: { $filter }.
preview-period = The conflict: { $days }.
preview-period-open = The conflict: since { $day }.
preview-usual = An interactive map of incidents: what is reported, by whom, where and when.
page-on-map = See it on the map
claims-of = Claims about “{ $title }”
claims-more = { $count ->
    [one] One more claim about this incident is not listed here.
   *[other] { $count } more claims about this incident are not listed here.
}
claims-listed = { $count ->
    [0] No claim matches.
    [one] One claim.
   *[other] { $whole ->
        [yes] { $count } claims.
       *[no] Claims { $first } to { $last } of { $count }.
    }
}
page-picture = Map: { $title }

## What every export says about itself

source-fingerprint = fingerprint { $fingerprint }

citation-version = Version { $version }.
citation-filter = Selection: { $filter }.
citation-fingerprint = Data fingerprint (SHA-256) { $fingerprint }.
citation-licence = Licence: { $licence }.
citation-passing = A map of a reader’s own file: it has no permanent URL.
citation-within = In: { $title }.
citation-retrieved = Retrieved { $instant }.
note-blank = A blank or null value means 'not stated'; it never means zero.
note-combined = Rows with aggregate = yes combine other rows or cover a period; do not add them to the others.
note-claims = Every figure is somebody’s claim; the claims name who makes it.
bundle-about =
    What else is in this bundle
      bundle.json   the filter in words, as parameters and as the end of the page’s URL; version, fingerprint, time, licence
      citation.*    how to cite these rows, in four forms
      picture.png   the rows on the map
      SHA256SUMS    the checksums of all other files

    mapapp verify BUNDLE says whether it is intact, and whether the current data still give these rows.
note-cells = A text longer than a cell can hold (32,767 characters) is cut and ends with […].
note-located-only = Incidents without a location are not in this file.
note-according-to = The incidents’ figures, actor and grades are those { $whose }; the claims include everybody’s. `mapapp validate` and `mapapp derive` use all claims, so their results differ.

## The pages of the API for people

api = API
api-map = Map
api-path = You are here
api-undescribed = A data set of incidents.
api-landing = The data of the map for programs, following OGC API - Features: collections of features that can be filtered, sorted and downloaded as GeoJSON. Access is read-only and needs no key.
api-cite = How to cite: { $citation }
api-collections = Collections
api-conformance = Conformance classes of the API
api-this = This document
api-as-html = This document as a page
api-as-geojson = As GeoJSON
api-openapi = Description of the API (OpenAPI 3.1)
api-openapi-html = Description of the API
api-items-geojson = Features as GeoJSON
api-items-html = Features as a table
api-items-as = Incidents as a file: { $format }
api-schema-of-feature = Schema of a feature
api-schema-of-properties = Schema of the properties
api-what-can-be-asked = Queryables
api-columns = Columns
api-coverage = Sources that report anything, by day and by district
api-corrections = Corrections
api-picture = A picture of a view: f=png or svg, size=16:9, 1:1, 9:16 or column
api-health = State of the data
api-name = Name
api-holds = What it holds
api-features = Features
api-label = Label
api-kind = Kind
api-meaning = Meaning
api-values = Values
api-parameter = Parameter
api-source = Source
api-shown = { $count ->
    [0] Nothing matches.
    [one] 1 matches.
   *[other] { $first } to { $last } of { $count }
}
api-filter = Filter: { $filter }.
api-link-alternate = In the other format
api-link-next = Next page
api-link-prev = Previous page
api-link-collection = The collection
api-on-map = On the map

## Assistants

mcp-instructions = A map of incidents with the claims about them. A blank figure means "not stated", never zero. Say who claims what, report denials, give ranges rather than single figures, and give the citation with every answer.
mcp-incidents = The incidents that match filters, as GeoJSON with every claim (who says it, what they do: allege, report, verify, deny, concede), its source and the citation.
mcp-incident = One incident with every claim, denial and source, as all sources or one side have it.
mcp-totals = People reported killed among the incidents that match, under each assumption of which incidents count, with those that are denied or contested, and the citation.
mcp-changes = The newest corrections of the data, each with what it was before and after, the reason and its source.
mcp-argument-unknown = There is no argument “{ $name }”; this tool takes { $known }.
mcp-argument-wrong = { $name }: { $expected }.
mcp-no-incident = There is no incident “{ $incident }”, or the account that was asked for does not include it.
llms =
    # { $title }

    > { $text }

    Who says what happened, where and when: each incident has the claims about it, with their sources. A blank means "not stated", never zero. Figures are ranges where claims differ. When you use them, say who claims them, report denials, and give the citation that every answer of the API includes.

    - [Map]({ $map })
    - [API, following OGC API - Features]({ $api }): JSON for programs, HTML for people
    - [Description of the API]({ $api }openapi): OpenAPI 3.1, every URL and parameter
    - [Incidents]({ $api }collections/incidents/items?limit=10): GeoJSON with claims and sources
    - [Queryables]({ $api }collections/incidents/queryables): `filter=killed_low >= 20` in CQL2
    - [Corrections]({ $api }corrections.atom): what was changed and why, as a feed

    The program can also be used through the Model Context Protocol: `mapapp mcp`.

## The file that needs no network

offline-about = About this file
offline-actor = Attributed to
offline-all = { $count ->
    [one] The 1 entry of this file is shown.
   *[other] All { NUMBER($count) } entries of this file are shown.
}
offline-facts = Where the data come from
offline-filters = Filters
offline-no-script = Map, list and filters of this file need JavaScript.
offline-none = None of the entries of this file match.
offline-some = { $count ->
    [one] { $shown } of the 1 entry of this file is shown.
   *[other] { $shown } of the { NUMBER($count) } entries of this file are shown.
}
