### What keepers of a data file see: what is wrong or doubtful in a cell, a row or a file, and how to fix it.
###
### Values come in quotation marks. Each message has its remedy.

## Cells that can't be used

cell-blank = { $column } is blank.
    .remedy = Give every row its { $column }.
identifier-rounded = { $value } is a long number that a spreadsheet has rounded; its last digits are lost.
    .remedy = Format the column as text in the spreadsheet, and enter the identifiers again.
identifier-repeated = { $column } { $value } is already used in an earlier row.
    .remedy = Give every row an identifier of its own, or delete the copy.
value-unknown = { $value } is not one of the values of { $column }.
    .remedy = Allowed are: { $allowed }.
value-misspelled = { $value } is not one of the values of { $column }.
    .remedy = Did you mean { $near }? Allowed are: { $allowed }.
value-shown = { $reason } It is shown as it is written.
    .remedy = { $remedy }
value-counted-single = { $reason } The row is counted as a single incident.
    .remedy = { $remedy }
value-decides = { $reason } So it is not known how much the claim counts.
    .remedy = { $remedy } Leave it blank only if none of them applies.
coordinate-outside = { $value } is outside the range of { $column }.
    .remedy = Write a number from { $lowest } to { $highest }. Check that latitude and longitude are not swapped.
number-negative = { $value } is outside the range of { $column }.
    .remedy = Write a number from { $lowest } to { $highest }. Leave the cell blank if the number is not known.
number-outside = { $value } is outside the range of { $column }.
    .remedy = Write a number from { $lowest } to { $highest }.
number-decimal-comma = { $value } has a decimal comma.
    .remedy = Write { $meant }.
number-degrees = { $value } is not in decimal degrees.
    .remedy = Write decimal degrees, such as 40.1833; south and west are negative.
number-unreadable = { $value } is not a number.
    .remedy = Write digits with a decimal point, such as 40.1833.
whole-ambiguous = { $value } may mean { $small } or { $large }.
    .remedy = Write it without the point.
whole-made-a-date = { $value } was probably { $low }-{ $high } before a spreadsheet took it for a date.
    .remedy = Write { $low } as the lowest and { $high } as the highest number, each in its column, if it was.
whole-vague = { $value } does not say which whole numbers it means.
    .remedy = Write the lowest and the highest number that it may mean, each in its column; if it leaves one end open, leave that blank.
whole-unreadable = { $value } is not a whole number.
    .remedy = Write digits only; the lowest and the highest figure each have a column; leave blank if not known.
day-unnamed = { $value } names no day.
    .remedy = Write the first possible day here, the last in date_end, and its code in date_precision.
day-several = { $value } names several days.
    .remedy = Write the first in date_start, the last in date_end.
day-serial = { $value } is a spreadsheet's number for a day: { $day }.
    .remedy = Write { $day }; or format the column as a date in the spreadsheet, and save again.
day-ambiguous = { $value } is ambiguous.
    .remedy = Write { $first } or { $second }, whichever is meant. For the whole column, say which comes first: under “03/04/2020 means” on the page, with --date-order of “mapapp import”, or with order = "day first" under [dates] in a mapping.toml.
day-unreadable = { $value } is not a date.
    .remedy = Write it as YYYY-MM-DD, such as 2020-09-27.
day-year = The year of { $value } is not between { $first } and { $last }.
    .remedy = Check the year.
day-none = There is no day { $value } in the calendar.
    .remedy = Check the month and the day.
partial-day-unreadable = { $value } is not a date.
    .remedy = Write what is known of it: 2020-09-27, 2020-09 or 2020.
address-unreadable = { $value } is not a web address.
    .remedy = Write the full address, beginning with https:// or http://, without spaces.

## Rows

pair-incomplete = { $blank } is blank although { $given } is { $value }.
    .remedy = Fill in both; leave both blank if no location is known.
range-upside-down = { $low } { $lowest } is more than { $high } { $highest }; the lower of the two is taken as lowest.
    .remedy = Check both; perhaps they are swapped.
range-beyond = The best figure { $best } is outside the range { $low } to { $high }; the range is widened to include it.
    .remedy = Check the three figures.
dates-backwards = The end { $end } is before the start { $start }.
    .remedy = Check both dates; perhaps they are swapped.
location-zero = Latitude and longitude are both 0, a point in the Atlantic Ocean.
    .remedy = Write the true location; leave both blank if it is not known.
location-swapped = Latitude { $latitude } and longitude { $longitude } are far outside { $country }, but inside it if they are swapped.
    .remedy = Write latitude { $longitude } and longitude { $latitude }.
location-elsewhere = Latitude { $latitude } and longitude { $longitude } are far outside { $country }.
    .remedy = Check latitude, longitude and country.
day-outside-period = { $day } is outside the period of the conflict, { $period }.
    .remedy = Check the date; if it is right, widen the period in the description of the conflict.
location-outside-region = Latitude { $latitude } and longitude { $longitude } are outside the region of the conflict.
    .remedy = Check both; if they are right, widen the region in the description of the conflict.
manner-contradictory = Contradictory: people were harmed by { $manner }, and { $column } is { $kind }.
    .remedy = Check both; write unknown where the sources do not say how people were harmed.
row-state-unknown = The row can't be read, so it is not known whether it may be published; its text is not shown.
    .remedy = `mapapp validate` says what is wrong with it.
source-undated = The source has no date.
    .remedy = Write when it was published: 2020-09-27, 2020-09 or 2020.
source-unchecked = Marked as not checked.
    .remedy = Read the source, then write yes or partial.
quote-unclosed = A quotation mark is opened before { $value } and not closed at the end of the cell.
    .remedy = Close it; within a quoted cell, write each quotation mark twice. The rows that follow may have been read as part of this one.

## What a row names in another file

place-unknown = { $value } is not in the gazetteer.
    .remedy = Correct it, or add the place to the gazetteer.
link-broken = { $value } is not one of the accepted { $table }.
    .remedy = Write the identifier of a row of the { $table } file, or fix the row that it names.

## Claims

claim-contradictory = Contradictory: { $claimant } denies the incident here and says in claim { $claim } that it happened.
    .remedy = Check claimant, stance and incident of both; where one was withdrawn or is about something else, say so in excluded_because.
claimant-on-two-sides = { $claimant } is on the side { $side } here and on { $other } in claim { $claim }.
    .remedy = Give one claimant one side in all claims; give two claimants of the same name different names.
claim-unverified = The stance is 'verifies', but what only repeats others verifies nothing.
    .remedy = Write reports as the stance, or what the claimant examined as the basis.
concession-not-their-own = The stance is 'concedes', but { $actor } are not the claimant's own.
    .remedy = Only a side's own act can be conceded: write alleges or reports, or correct actor or claimant_side.
concession-by-nobody = The stance is 'concedes', but only a party can concede what was done; the claimant is independent.
    .remedy = Write reports or verifies as the stance, or correct the claimant's side.
claim-denies-and-counts = Contradictory: the claim denies the incident and gives { $most } { $harm ->
    [killed] killed
   *[injured] injured
}.
    .remedy = If the claimant gives the figure, write reports or alleges; if others do, add a claim.
claims-circular = Circular: { $first } says it according to { $steps }, and { $last } according to { $first }.
    .remedy = Find who said it first; mark the basis of the { $others ->
        [one] other, and only that,
       *[other] others, and only theirs,
    } `relayed`.
claims-circular-long = Circular: { $first } says it according to { $steps }, and so on through { $more } more, back to { $first }.
    .remedy = Find who said it first; mark the basis of the others, and only theirs, `relayed`.
claim-from-unread = The claim counts, but its source { $source } is marked as not read.
    .remedy = Read the source and mark it as read, or write no under checked for the claim.
claim-repeated = Repeats claim { $claim }: the claimant, the source, the incident and the figures are the same.
    .remedy = Keep one of them, or correct what was meant to differ.
claimant-spelled-otherwise = { $claimant } counts as a different claimant from { $other } in claim { $claim }: the names differ only in upper and lower case.
    .remedy = Spell each claimant in one way.

## Official totals, releases and corrections

total-no-figure = Neither killed nor injured is given.
    .remedy = Fill in at least one of them.
total-scope-unknown = No incident has one of the values in { $value }.
    .remedy = Write values that the incidents have, as the page's address does.
release-count = { $value } corrections are counted, but corrections.csv has { $rows ->
    [one] 1 row
   *[other] { $rows } rows
}.
    .remedy = Rows of corrections.csv are never deleted: put them back, or correct the number.
release-version = { $value } is not a version.
    .remedy = Write letters, digits and . + _ -, at most 40 of them, a letter or digit first.
release-fingerprint = { $value } is not a SHA-256.
    .remedy = Write the 64 hexadecimal digits that “mapapp release” writes there.
release-faults = { $file }: { $count ->
    [one] 1 fault, in { $table }
   *[other] { $count } faults, the first in { $table }
}, row { $row }{ $column ->
    [none] {""}
   *[other] , { $column }
}: { $reason }
    .remedy = A release must include everything that its files say. “mapapp validate” lists every fault.
release-exists = Release { $version } already exists.
    .remedy = A release is never changed: choose a new version.
release-unchanged = Nothing changed since release { $version }: the files have its fingerprint, { $fingerprint }.
    .remedy = Release after a change.
release-too-early = { $date } is before release { $version } of { $last }.
    .remedy = Expected that day or a later one.
release-reason-twice = { $file }: two rows give a reason for { $what }.
    .remedy = Keep one of them.
release-reason-unused = A reason is given for { $what }, which did not change.
    .remedy = Delete that row, or correct what it names.
release-reason-missing = No reason is given for { $what }.
    .remedy = Give one reason for all with --reason, or one for each in a file with --reasons.
release-reason-unsafe = The { $column } of the corrections is published with them, and says { $text }: { $reason }
    .remedy = Say it without that, such as “A name was taken out”.
release-since-missing = { $file } already has releases, the last of them { $version }.
    .remedy = Use --since to say where the files of that release are.
release-since-same = Nothing changed: { $since } and { $file } have the same fingerprint, { $fingerprint }.
    .remedy = Give with --since the files as they were before.
release-since-other = { $since } is not release { $version }: with the claims and sources next to it, its fingerprint is { $fingerprint }; expected { $expected }.
    .remedy = Give that release's incidents file, with its claims and sources next to it, all unchanged.
release-none-published = No row of { $file } is marked as published: all are drafts, so nothing would become public. Nothing was written.
    .remedy = Mark as published (publication_state) the rows that may be seen, then release them.
release-none-yet = { $file } has no release yet.
    .remedy = Make the first one from { $since }, without --since.
release-running = Another release of { $file } is being written at the moment.
    .remedy = Wait until it is done.
journal-unreadable = { $file } can't be understood, so it is not known what the files next to it were before a release that was interrupted: { $problem }.
    .remedy = Put releases.csv, corrections.csv and datapackage.json back from a copy, and delete that file.
journal-outside = { $file } says what { $name } was before a release that was interrupted, but that is not a file next to it. No release writes this.
    .remedy = Delete { $file }, and compare the files next to it with those of the people they come from.
release-touched = { $file }: { $found ->
        [link] a release that was interrupted wrote a file of this name, but it is a link to another folder.
        [no-file] a release that was interrupted wrote a file of this name, but it is not a file.
       *[changed] it was changed after a release was interrupted: it is neither what that release wrote nor what was there before.
    } Nothing was undone, and no file was touched.
    .remedy = To keep it, move it to another folder and run the command again, which then undoes that release. To leave every file as it is, delete { $journal }.
release-columns = { $file }, line 1: columns are missing: { $missing }.
    .remedy = Expected { $names }.

## Files

folder-busy = { $file } was not written: another command is writing in that folder at the moment.
    .remedy = Wait until it is done, and run the command again.
import-there = { $file } already exists{ $whole ->
        [no] , but { $incidents } does not: an import may have been interrupted between its files.
       *[yes] .
    }
    .remedy = { $whole ->
        [no] If that is so, delete { $file } and run the command again; if not, give another name.
       *[yes] Give another name, or move that file away first.
    }
path-no-file = { $file } is not a file.
    .remedy = Give the path of a CSV file.
path-missing = There is no file at { $file }.
    .remedy = Check the path.
file-closed = { $file } can't be opened: { $problem }.
    .remedy = Check its name and its permissions.
archive-damaged = { $file } is an archive that can't be unpacked: { $problem }. It looks like { $looks }.
    .remedy = Unpack it yourself, or fetch the whole file again.
archive-of-several = { $file } is an archive of { $count } files: { $names }.
    .remedy = Unpack it, and give the file that holds the incidents.
archive-of-shapefile = { $file } is an archive of a Shapefile, which is not read: { $names }.
    .remedy = Save it as GeoPackage, for example in QGIS: a Shapefile cuts names and texts short, and turns blanks into zeros.
archive-too-large = { $file } is larger than { $size } MiB when unpacked.
    .remedy = Unpack it, and split it.
file-empty = { $file } is empty.
    .remedy = The first line must hold the names of the columns.
file-document = { $file } is { $kind ->
    [html] a web page (HTML)
    [gpx] a file of routes and waypoints (GPX)
    [rtf] a text document (RTF)
    [pdf] a PDF document
   *[xml] an XML document
    }, not a table.
    .remedy = { $kind ->
    [html] Download the data themselves; a URL that requires signing in returns a web page instead.
    [gpx] Save its waypoints as GeoJSON or CSV (in QGIS: Export, Save features as), and give each an identifier and a date.
    [pdf] Ask the publisher for the table; or copy it into a spreadsheet, and save that as a workbook (.xlsx) or as CSV in UTF-8.
    [rtf] Copy its table into a spreadsheet, and save that as a workbook (.xlsx) or as CSV in UTF-8.
   *[xml] Open it in the program that made it, and save it as CSV in UTF-8, a workbook (.xlsx) or GeoJSON.
    }
file-not-utf8 = { $file }, line { $line }: byte { $byte } (0x{ $value }) is not UTF-8 text. It looks like { $looks }.
    .remedy = Save it as CSV in UTF-8 (in a spreadsheet: Save as, CSV UTF-8).
file-no-table = { $file } is not a table. It looks like { $looks }.
    .remedy = Give the file that holds the table: CSV, a workbook, GeoJSON or another format that docs/formats.md names.
file-nul-bytes = { $file }, line 1: there are NUL bytes in it. It looks like UTF-16 text or binary data.
    .remedy = Save it as CSV in UTF-8 (in a spreadsheet: Save as, CSV UTF-8).
file-endless-line = { $file }: the first line is longer than { $most } bytes; expected the names of the columns.
    .remedy = Give a table: a first line with names, and a line for each row.
file-unsplittable = { $file } can't be split into rows. { $problem }
    .remedy = Look for an opening quotation mark that is never closed.
file-broken = { $file } looks like { $kind }, but can't be read as such: { $problem }.
    .remedy = Open it in the program that wrote it, and save it again; or save it as CSV.
workbook-uncalculated = { $file } has formulas that no spreadsheet program has calculated yet: what their cells hold is not known.
    .remedy = Open it in a spreadsheet program and save it, or write values in place of the formulas.
lines-unreadable = { $file } can't be read as GeoJSON: { $problem }.
    .remedy = Write it as a FeatureCollection whose features have an id each; docs/another-war.md has an example.
parquet-broken = { $file } looks like Parquet, but can't be read as such: { $problem }.
    .remedy = Write it again, or fetch the whole file again.
crs-unknown = { $file } has coordinates in a reference system that can't be understood: { $crs }
    .remedy = Save it in WGS84 (EPSG:4326), or give latitude and longitude as columns.
package-unreadable = { $file } can't be read as a data package: { $problem }
    .remedy = It is JSON with a list of resources (datapackage.org); or name the table itself.
package-without-table = { $file } names no table in its folder or in a folder below it.
    .remedy = Download the files that it names, and make the paths in its resources point to them next to it; or name a table.
row-no-object = This is not a JSON object, in which each value has a name.
    .remedy = Write each incident as an object: {"{"}"date_start": "2020-01-31", …{"}"}.
row-no-feature = This is not a complete GeoJSON Feature: it is damaged, or the file has been cut off.
    .remedy = Fetch the whole file again, or write each incident as one Feature.
row-cut-off = The file ends inside this row, without a line end: it has probably been cut off.
    .remedy = Fetch the whole file again.
row-uneven = The row has { $found ->
    [one] 1 cell
   *[other] { $found } cells
} where the header has { $expected }.
    .remedy = Put quotation marks around any cell that contains the separator or a line break; keep the separators of blank cells.
cell-nul-byte = { $value } contains a NUL byte, which is not text.
    .remedy = Delete the byte; it is often a sign of a damaged export.

## Headers

header-missing = { $file }, line 1: the line is blank, or a quotation mark in it is not closed; expected the column names.
    .remedy = Write the column names in the first line.
header-too-wide = { $file }, line 1: { $count } columns; at most { $most } are read.
    .remedy = Give a table with a row for each incident.
header-repeated = { $file }, line 1: several columns have the same name ({ $names }); expected every name once, whatever its case.
    .remedy = Rename or delete all but one of them.
state-unclear = { $file }, { $count ->
    [one] row { $rows }
   *[other] rows { $rows }{ $more ->
        [0] {""}
       *[other] {" "}and { $more } more
    }
}: { $column } is { $value }, which may mean that { $count ->
    [one] the row is
   *[other] these rows are
} not to be published; expected only a column called publication_state to say so. Nothing in the file is read, so that nothing is published by accident.
    .remedy = If the column holds rows back, call it publication_state: rows in which it is neither blank nor “published” are left out. If the whole column is not for the public, delete it. If it means something else, write “published” into publication_state in these rows, or say so in a mapping.toml, under [publication]: unrelated = [{ $column }]. For a file that is not yours, name the column in a mapping.toml, under [columns]: publication_state = { $column }.
state-without-use = { $file }: publication_state holds rows back; expected it only in incidents, claims and sources.
    .remedy = Take these rows out of the file.
header-reserved = { $file }, line 1: names that begin with { $prefix } are reserved ({ $names }).
    .remedy = Rename these columns.
header-incomplete = { $file } lacks columns that are required: { $missing }. It has: { $found }.
    .remedy = Give it columns of these names, or say in a mapping which of its columns hold them: `mapapp import { $file }` proposes one.
header-misspelled = { $file } lacks columns that are required: { $missing }. It has: { $found }.
    .remedy = Is it { $near }? Give it columns of these names, or say in a mapping which of its columns hold them: `mapapp import { $file }` proposes one.

## Values in another spelling

time-of-day = { $value } has a time of day; the day is read as written{ $zone ->
    [none] { "" }
   *[other] { " " }in the zone { $zone }
}.
    .remedy = { $table ->
        [incidents] Check that it is the day at the place; write the time into time_local.
       *[other] Check that it is the day that is meant.
    }
blank-in-words = { $value } is read as a blank: the location is not known.
    .remedy = Leave the cell blank.
ged-contradictory = low { $low }, best { $best } and high { $high } contradict each other; the range is widened to { $from } to { $to }.
    .remedy = UCDP's file has it so; ask UCDP, or read the event's sources.

## What may put somebody in danger

safety-name = { $value } may be the name of somebody who holds no public office.
    .remedy = Say what the person is instead, “a resident” or “a man of 43”; or waive it with a reason, such as that the family made the name public.
safety-telephone = { $value } looks like a telephone number.
    .remedy = Take it out.
safety-mail = { $value } looks like an email address.
    .remedy = Take it out.
safety-account = { $value } may be somebody's account on a social network.
    .remedy = Say where it was published, “on Telegram”; or waive it with a reason, such as that it is an organisation's.
safety-document = { $value } looks like somebody's document number.
    .remedy = Take it out.
safety-address = { $value } looks like the address of somebody's home.
    .remedy = Name the street or the neighbourhood alone; or waive it with a reason, such as that nobody lives there.
safety-home = The point { $value } shows where somebody lives, to within 500 m by its uncertainty_m or by its decimals.
    .remedy = Write { $meant }, or more; or use the point of the village as a gazetteer has it, with its uncertainty_m.
safety-reporting = The point { $value } shows where somebody who reports is, to within 2 km by its uncertainty_m or by its decimals.
    .remedy = Use the point of the town or the district as a gazetteer has it, with its uncertainty_m; or write { $meant }, or more; or leave the coordinates blank.
safety-point = The point { $value } is finer than its location_precision allows.
    .remedy = Write { $meant }; or give the grade that holds for it.
safety-coordinates = { $value } in a text gives away where somebody lives or reports, or gives a place more exactly than the row's own point.
    .remedy = Take it out, and name the town or the district.
safety-link = { $value } is a personal link: it contains a key, a session, a click identifier or an invitation, or leads into a private network.
    .remedy = Write the address without that part, and try it in a private window; or take it out.
safety-in-corrections = It is in corrections.csv, which anybody can read.
    .remedy = Replace it in that cell with { $instead }, and change nothing else in the file; remove the old file from copies and archives too. Or waive it with a reason.
safety-media = This cell says that faces or number plates can be seen; the picture or film may be what { $value } links to.
    .remedy = Link to a copy in which they are made unrecognisable, or to a report about it; or waive it with a reason.
