### What operators see: on the command line, in reports of problems in data files, and in errors of the API.
###
### Identifiers are the program's; the words may be changed and translated. { $count } and the like are filled in.

## Commands: diff

blank = not stated
diff-of = { $table ->
        [incidents] Incident { $incident }
        [claims] Claim { $claim } of incident { $incident }
       *[sources] Source { $source }
    }: { $what ->
        [added] added
        [removed] removed
       *[changed] changed
    }
diff-losses = { $count ->
    [one] { $file } has 1 problem; rows and cells that cannot be used are not compared. `mapapp validate` reports it.
   *[other] { $file } has { $count } problems; rows and cells that cannot be used are not compared. `mapapp validate` reports them.
}
diff-incidents = Incidents: { $added } added, { $removed } removed, { $changed } changed.
diff-claims = Claims: { $added } added, { $removed } removed, { $changed } changed.
diff-sources = Sources: { $added } added, { $removed } removed, { $changed } changed.
new-columns = New in the incidents file: { $names }. The values of a new column are not listed as changes, because nothing that was stated before has changed.
diff-none = No differences.
diff-none-but-files = No differences. The files differ only in spelling, in the order of their rows or in drafts.

## Command: verify

verify-whole = { $file } is intact: all { $count } files match their checksums.
verify-file = { $problem ->
    [missing] { $name } is missing.
    [changed] { $name } has changed since the bundle was made.
   *[added] { $name } was not in the bundle when it was made.
}
verify-not-whole = { $file } is not intact; its rows were not compared.
no-bundle = { $file } is not a bundle made by this program: { $problem }
no-bundle-remedy = Choose a file made by `mapapp export --format bundle` or under “Share, cite, download” on the page.
verify-made = Made at { $instant } from data with the fingerprint { $fingerprint }: { $filter }.
verify-same = The current data give the same rows.
verify-other = The current data (fingerprint { $fingerprint }) give different rows.

## Commands: validate, prepare, import, derive, export

rows-usable = { $count ->
    [0] no rows.
    [one] 1 row, usable.
   *[other] all { $count } rows are usable.
}
rows-partly-usable = { $count ->
    [one] the only row was rejected.
   *[other] { $usable } of { $count } rows are usable, { $rejected } rejected.
}
validate-column = { $column ->
    [number] Number
    [table] Table
    [row] Row
    [column] Column
    [value] Value
    [reason] Problem
    [remedy] How to fix it
   *[effect] Effect
}
validate-summed-up = { $count } problems and remarks, grouped by kind; the first of each is shown. --json prints the first 100 of each.
validate-no-rows = The file has column names but no rows below them: add a row for each incident.
validate-unlocated = { $count ->
    [one] 1 incident has no location.
   *[other] { $count } incidents have no location.
}
prepare-reading = Reading and checking { $file } and the files next to it ({ $megabytes } MB).
prepare-reading-on = { $count } rows read and checked ({ $rate } rows a second), about { $seconds } s left.
prepare-whole = { $file } is read all at once, which takes more memory: something in it can't be read in parts.
prepare-checked = { $count } rows checked in { $seconds } s ({ $rate } rows a second). Evaluating the claims and writing.
prepare-handing-over = { $count } of { $rows } rows sent to be sorted ({ $rate } rows a second), about { $seconds } s left.
prepare-putting-in-order = { $count } rows sent. Sorting and writing them.
prepare-writing = { $count } of { $rows } rows written ({ $rate } rows a second), about { $seconds } s left.
prepare-written = Written: { $file } ({ $megabytes } MB, { $count ->
    [one] 1 incident
   *[other] { $count } incidents
} in { $seconds } s).
prepare-lost = Rows and cells that could not be used, with the reasons: { $file }.
prepared-otherwise = { $file } was prepared by another version of mapapp.
prepared-damaged = { $file } is damaged, or was not written by “mapapp prepare”.
prepare-again = Prepare it again with “mapapp prepare”.
load-done = Published in { $store } ({ $count ->
    [one] 1 incident
   *[other] { $count } incidents
} in { $seconds } s).
load-again = Publish it with “mapapp load FILE --to URL”.
expected-one-source = either a file or --store, not both
expected-prepared = a file name that ends in .mapapp
expected-a-file-each = { $count } files with different names, one for each data set
import-written = Written: { $files }.
import-repeated = { $count ->
    [one] Skipped 1 incident whose identifier is already used in an earlier file.
   *[other] Skipped { $count } incidents whose identifiers are already used in an earlier file.
}
import-problems = { $count ->
    [one] 1 problem in { $file }:
   *[other] { $count } problems in { $file }:
}
import-of-a-kind = { $count ->
    [one] { $table }, row { $rows }{ $column ->
        [none] {""}
       *[other] , { $column }
    }: { $reason } { $remedy } ({ $effect })
   *[other] { $table }, { $count } rows ({ $rows }){ $column ->
        [none] {""}
       *[other] , { $column }
    }, the first of them: { $reason } { $remedy } ({ $effect })
}
import-nothing = { $file } has no row that can be imported; nothing was written.
import-nothing-remedy = Use --column to say which column is which, or fix the rows that are listed.
import-known = { $file } needs no mapping: its columns were recognised.
import-proposed = Not every column of { $file } was recognised by its name. This mapping is proposed:
import-confirm = Read the file this way?
import-unconfirmed = The mapping proposed for { $file } was not confirmed.
import-unconfirmed-remedy = Use --yes to accept it, --column to change a line, or --mapping to give your own.
derive-cell = row { $row }, { $incident }, { $field }: { $before } -> { $after }
derive-rewritten = { $count ->
    [one] 1 cell rewritten.
   *[other] { $count } cells rewritten.
}
derive-no-column = { $count ->
    [one] Not written, because the file lacks this column: { $columns }.
   *[other] Not written, because the file lacks these columns: { $columns }.
}
export-losses = { $lost }. Run “{ $command }” to see every problem.
geocode-no-place = { $file } has no column { $column } with the names of places.
geocode-no-place-remedy = Give the column of place names that name, or have `mapapp import` write the file with our columns first.
geocode-uneven = Row { $row } of { $file } has more or fewer cells than the first row.
geocode-uneven-remedy = First fix what `mapapp validate` reports about its records.
geocode-there = { $file } already exists.
geocode-there-remedy = Give another name, or move that file away first.
geocode-more = and { $count } more
geocode-ambiguous = Row { $row }: { $place } may be { $places }.
geocode-ambiguous-more = { $count ->
    [one] 1 more row has a name that several places share.
   *[other] { $count } more rows have names that several places share.
}
geocode-located = { $count ->
    [one] 1 row has coordinates and is unchanged.
   *[other] { $count } rows have coordinates and are unchanged.
}
geocode-proposed = { $count ->
    [one] 1 row has a proposed point: one place of that name is known. Check it; a smaller place may have the same name.
   *[other] { $count } rows have proposed points: one place of each name is known. Check them; smaller places may have the same names.
}
geocode-ambiguous-rows = { $count ->
    [one] 1 row stays blank: several places have that name. They are listed in geocode_alternatives.
   *[other] { $count } rows stay blank: several places have those names. They are listed in geocode_alternatives.
}
geocode-unknown = { $count ->
    [one] 1 row stays blank: no place of that name is known there.
   *[other] { $count } rows stay blank: no places of those names are known there.
}
geocode-unknown-country = { $count ->
    [one] 1 row stays blank: no country of that name is known.
   *[other] { $count } rows stay blank: no countries of those names are known.
}
geocode-unnamed = { $count ->
    [one] 1 row stays blank: it names no place.
   *[other] { $count } rows stay blank: they name no place.
}
strict-nothing-written = Nothing was written, because of --strict.
expected-view-address = the URL of a view, which begins with { $page }
no-plain-file = Not a file
no-view = This URL is not that of a view of this map.
no-view-remedy = URLs of views begin with { $page }.
address-too-long = The URL is too long. Expected { $allowed }.
head-too-long = The request's headers are too long. Expected { $allowed }.
expected-short-head = a request whose URL and headers have at most { $most } bytes
busy-route = Too many requests are waiting for an answer.
busy-route-remedy = Ask again in a few seconds.
expected-other-file = a file that is not part of the data set being read
expected-incident = the identifier of an incident
expected-value = { $count ->
    [0] no value, because the column is blank
   *[other] a value that occurs in the data, such as { $values }
}
fault-withheld = not shown, because single rows of these data are not made available
expected-place = { $count ->
    [0] a place that occurs in the data, or a point (40.37 N, 47.13 E)
   *[other] a place that occurs in the data, such as { $places }, or a point (40.37 N, 47.13 E)
}
expected-one-place = one of the { $count } places of this name, by its point: { $places }
expected-fewer-rows = a selection of at most { NUMBER($most) } rows, or a format without such a limit (csv, gpkg, parquet)
expected-fewer-in-page = a selection of at most { NUMBER($most) } incidents (a browser opens a larger page too slowly), or a format without such a limit (csv, gpkg, parquet)
expected-no-shapefile = a GeoPackage (.gpkg): a Shapefile cuts column names to 10 characters and texts to 254, and turns blank numbers into 0
expected-suffix = a file name ending in one of { $suffixes }, or --format

## Mappings: which column of a file is which of ours

mapping-proposed = How the columns of { $file } may be read. Check each line; change or delete what is wrong.
mapping-read = { $file } is read with a mapping: { $columns }.
missing-values = { $file }: cells with { $values } are read as blank, as { $package } says.
mapping-numbered = { $file } has no column of identifiers: its rows are numbered (row-2, row-3 …), so an incident’s identifier changes when rows are moved.
mapping-nowhere = { $file } has no columns that were recognised as latitude and longitude: without them, nothing appears on the map.
mapping-no-date = No column of dates was recognised. date_start is needed: name the column.
mapping-rest = Kept unchanged, and not used for counts or filters: { $columns }.
mapping-reason-same = already has our name; for example { $example }
mapping-reason-name = “{ $theirs }” is a common name for it ({ $label }); for example { $example }
mapping-reason-both-ends = “{ $theirs }” is one figure: it is both the lowest and the highest, unless a cell gives a range; for example { $example }
mapping-reason-dates = its values are dates, such as { $example }
mapping-reason-pairs = its values are a latitude and a longitude, such as { $example }
mapping-reason-words = its values describe each row differently, in words, such as { $example }
mapping-reason-parts = year, month and day are in separate columns; without a day it means the whole month, without a month the whole year
mapping-reason-given = given
mapping-reason-unread = { $count } of { $all } cells can't be read as a date, such as { $example }
mapping-reason-dots = dates with dots are written with the day first
mapping-reason-order = { $example } has only one meaning, and no date in the column contradicts it
mapping-order = the order of dates is { $value }; expected “day first” or “month first”
mapping-language = no language has the code { $value }; expected one such as “de” or “ru”
mapping-unknown = there is no { $what } { $name }; did you mean one of these: { $near }
mapping-no-table = [{ $name }] must be a table
mapping-value = { $name } must be the name of a column, in quotation marks; date_start may also be a list of three: year, month and day
mapping-unrelated = unrelated must be a list of column names, each in quotation marks
mapping-unusable = The mapping { $file } can't be used: { $problem }.
mapping-unusable-remedy = Run “mapapp import FILE > mapping.toml” to get one to start from.
mapping-option = --column { $option } can't be understood.
mapping-option-remedy = Write the name of our column, an equals sign and the name in the file, such as --column { $near }=Datum.
mapping-undated = The mapping names no column of { $file } for date_start, the day of each incident.
mapping-column-missing = { $file } has no column { $theirs }, which the mapping reads as { $ours }.
mapping-column-missing-remedy = Columns found: { $columns }.

## Commands: release

release-taken-back = An earlier release had been interrupted; what it had written was undone first.
release-broken-off = { $file }: a release was interrupted while it wrote { $names }. The earlier contents are used, and nothing of that release is; the next command that writes to these data (“mapapp release”, “derive” or “safety --waive”) undoes it, unless one of these files has been changed since.
release-nothing = There is nothing to release: nothing that is published has changed. The files differ in drafts, in spelling or in the order of their rows. Nothing was written.
release-sources-unwritten = Not in corrections.csv, because no claim cites them both before and after: { $names }. What changed in these sources is in sources.csv alone.
release-withheld = { $count ->
    [one] 1 earlier value is
   *[other] { $count } earlier values are
} not in corrections.csv, which has “[withheld: …]” instead, because people’s safety would be at risk: { $places }.
withheld = [withheld: { $kinds }]
withheld-kind = { $danger ->
    [name] personal detail, a name
    [telephone] personal detail, a telephone number
    [mail] personal detail, an email address
    [account] personal detail, an account
    [document] personal detail, a document number
    [address] personal detail, an address
    [home] personal detail, a home
    [reporting] personal detail, somebody who reports
    [coordinates] personal detail, coordinates
    [point] a point finer than its grade allows
    [link] a personal link
   *[media] faces or number plates
}
release-written = Release { $version } of { $day }: { $incidents ->
    [one] 1 incident
   *[other] { $incidents } incidents
} corrected, { $corrections ->
    [one] 1 correction
   *[other] { $corrections } corrections
} in all. Fingerprint { $fingerprint }.

## Settings and files

tiles-unusable = Street tiles { $tiles } can't be used: { $problem }.
tiles-unusable-remedy = Give the name of a provider in xyzservices (its key in MAPAPP_TILES_KEY), a URL such as https://tiles.example.org/{"{z}/{x}/{y}"}.png, a file of tiles that ends in .pmtiles or .mbtiles, or "none".
tiles-address-unusable = it is not an http or https URL with {"{z}, {x} and {y}"} in its path
tiles-key-missing = it asks for a {"{key}"}, and MAPAPP_TILES_KEY is not set
tiles-attribution-missing = the source of the tiles is not stated; give --tiles-attribution
tiles-file-kind = it holds neither vector tiles nor PNG, JPEG or WebP pictures
tiles-file-compression = its tiles are compressed with { $kind }; expected gzip
tiles-file-cut-off = it ends before its last tile
tiles-file-zoom = its deepest zoom level is { $zoom }
tiles-file-remedy = Check the file with the program that made it, or make it again.
data-missing = There is no data file at { $file }.
data-missing-remedy = Give the path of an incidents CSV file, or set MAPAPP_DATA to it.
data-no-incident = { $file } has no incident that can be shown. { $problems }
data-no-incident-remedy = Run “{ $command }” to see every problem.
data-no-rows = It has no rows.
data-held-back = All its rows are held back: their publication_state is neither blank nor “published”. “mapapp serve --drafts” shows them.
problems-more = … and { $count } more.
live-missing = Missing: { $files }.
live-missing-remedy = Put the file back, or restart the server without it.
live-cut-off = { $files } has no line break after its last row; part of the file is probably missing.
live-cut-off-remedy = Replace it with the complete file.
live-not-loaded = They could not be loaded; see the server’s log for the reason.
source-unusable = { $url } is not a URL from which a file can be fetched.
source-unusable-remedy = Give one that begins with https:// and has no user name or password in it.
source-interval-unusable = --every has the value { $value }.
source-interval-unusable-remedy = Write a number and s, m or h, such as 10m; at least 10s.
source-not-fetched = The source could not be fetched; the last file stays in use. { $problem }
source-failed = { $host } did not send the file: { $problem }.
source-no-answer = no answer in time
source-refused = The server answered with status { $status } instead of the file.
source-redirects = The server redirected more than { $most } times.
source-redirected-away = The server redirects to { $url }, which is not followed: only https URLs are.
source-private = { $host } is in a private network; files are not fetched from there.
source-port = Readers’ files are fetched only from the standard https port, not from { $port }.
source-prepared = A prepared file can only be opened from a local disk; give the URL of the data set that it was made from.
source-slow = The server took more than { $seconds } seconds to send the file.
source-too-large = The file is larger than { $size } MB.
source-cut-off = Only { $found } of the file's { $promised } bytes arrived.
store-unknown = The address of the store is not understood.
store-unknown-remedy = Write postgresql://user@host:port/database, spark://host:port/folder or clickhouse://user@host:port/database; for what else a PostgreSQL address may contain, see “Connection URIs” in its manual.
store-password = The address of the store has a password in it, or characters that may be part of one; it would be visible in process lists and in logs.
store-password-remedy = Take it out, and put it into PGPASSWORD, a service (PGSERVICE) or ~/.pgpass; percent-encode special characters in a name (%40 for @).
store-unreachable = { $store } can’t be reached: { $problem }
store-unreachable-remedy = Check the address, that the server is running, and the password (PGPASSWORD, PGSERVICE or ~/.pgpass).
store-unwritable = The data set can’t be published in { $store }: { $problem }
store-unwritable-remedy = What was published there before is kept. The user needs the right to create schemas in the database, whose encoding must be UTF8.
store-busy = Another data set is being published in { $store } at the moment.
store-busy-remedy = Try again once that is finished.
store-empty = Nothing has been published in { $store }.
store-forbidden = This user may not read what is published in { $store }.
store-forbidden-remedy = Grant the user USAGE on schemas and SELECT on tables; docs/scale.md says how to do so once for all future data sets.
store-slow = The database took longer than { $seconds } seconds to answer this query.
store-slow-remedy = Ask for less: fewer days, or a smaller area.
store-given-up = The query was cancelled, because nobody is waiting for its answer any more.
store-lost = The database that holds the data is not responding.
store-lost-remedy = What is shown stays; the program carries on by itself once the database responds.
spark-lost-remedy = What is shown stays; the program carries on by itself once Spark responds. If Java has stopped on this computer, restart mapapp.
spark-address-remedy = Write spark://host:port/folder, or spark://host:port?folder=s3a://bucket/folder; without host and port, Spark’s own settings name the cluster. The folder’s name may not contain brackets, *, ? or backslashes: Spark takes them for a pattern.
spark-password-remedy = Take out what comes before an @, and put keys into Spark’s own settings (spark-defaults.conf or core-site.xml in SPARK_CONF_DIR) or into the environment. Storage whose addresses need an @ is named there too, as fs.defaultFS; the folder is then given without it.
spark-unreachable-remedy = Check the address, and that Spark’s master is running there.
spark-unwritable-remedy = What was published there before is kept. This machine and all of Spark’s workers must be able to reach the folder under the same name and to write to it.
spark-not-seen = Spark does not find what was just written to { $store }: { $problem }
spark-no-worker = Spark has not counted what was just written to { $store } within { $seconds } seconds: perhaps none of its workers is free.
spark-no-worker-remedy = What was published there before is kept. A program that serves from a standalone cluster takes all of its cores, unless spark.cores.max leaves some for others; see docs/scale.md.
spark-fewer = { $there } of { $here } rows.
spark-other = This program is already using another Spark cluster.
spark-other-remedy = Start mapapp again for this cluster: each process can use only one.
driver-spark = Spark needs a package that is not installed.
driver-spark-remedy = Install it with: pip install "mapapp[spark]". It also needs Java 17 or 21.
java-missing = Spark needs Java, which was not found.
java-unusable = Spark could not be started by the Java that was found.
java-remedy = Install Java 17 or 21 (Debian: apt-get install openjdk-17-jre-headless), and set JAVA_HOME to its folder if it is not found automatically.
clickhouse-address-remedy = Write clickhouse://user@host:port/database, followed by ?secure=true for HTTPS; the port is that of HTTP, 8123 or 8443 unless given.
clickhouse-password-remedy = Take it out, and put it into CLICKHOUSE_PASSWORD or ~/.clickhouse-client/config.xml; percent-encode special characters in a name (%40 for @).
clickhouse-unreachable-remedy = Check the address, that the server is running and answers HTTP there, that the database exists, and the user and password (CLICKHOUSE_USER, CLICKHOUSE_PASSWORD or ~/.clickhouse-client/config.xml).
clickhouse-settings = { $store } does not let this user change settings that answers depend on: { $problem }
clickhouse-settings-remedy = Set readonly = 2, which allows it, instead of 1 in the user’s profile; docs/scale.md names the settings.
clickhouse-login = { $file } can't be understood.
clickhouse-login-remedy = It must be XML, as clickhouse-client reads it; or set CLICKHOUSE_USER and CLICKHOUSE_PASSWORD, and remove it.
clickhouse-unwritable-remedy = What was published there before is kept. The user needs the rights CREATE TABLE, DROP TABLE, INSERT and SELECT in the database.
clickhouse-otherwise = { $store } does not hold { $table } as they were written. Written: { $here }. Held: { $there }.
clickhouse-otherwise-remedy = What was published there before is kept. If only days differ, this version of ClickHouse holds none before 1900 or after 2299: use a newer one. Otherwise load again.
driver-clickhouse = ClickHouse needs a package that is not installed.
driver-clickhouse-remedy = Install it with: pip install "mapapp[clickhouse]"
driver-postgres = PostgreSQL needs a package that is not installed.
driver-postgres-remedy = Install it with: pip install "mapapp[postgres]"
log-in-missing = Logging in needs a package that is not installed.
log-in-missing-remedy = Install it with: pip install "mapapp[log-in]"
log-in-unreadable = The file { $file } that says how readers log in can't be read ({ $problem }).
log-in-unreadable-remedy = Check that it exists, that you may read it and that it is TOML.
log-in-unusable = In { $file }, missing or wrong: { $names }.
log-in-unusable-remedy = It needs client_id; client_secret; cookie_secret, of at least 32 characters; server_metadata_url and redirect_uri, both https, the latter ending with { $ending }; readers, a list of email addresses, of domains such as "@example.org", or "everybody"; and nothing else.
log-in-needed = This map is private. Log in with a browser first.
forwarded-unusable = MAPAPP_FORWARDED has the value { $value }.
forwarded-unusable-remedy = Write “host”, “prefix” or both: the headers X-Forwarded-Host and X-Forwarded-Prefix are then trusted.
public-unusable = { $value } is not the public address of a server.
public-unusable-remedy = Write scheme, host and, if needed, port, without a path: “https://maps.example.org”. Write letters other than a to z as browsers send them (xn--…).
site-foreign-name = This server is not known by the name { $host }. Its operator sets --public-address (MAPAPP_PUBLIC_ADDRESS) to where readers find it: see docs/deploy.md.
site-foreign-page = A page from { $origin } may not connect to { $host } or send anything to it. If both are one site, its operator says so with --public-address (MAPAPP_PUBLIC_ADDRESS) and has the proxy pass on the header Host: see docs/deploy.md.
site-refusals = Further refusals are not logged.
log-more = { $count } more within a minute: { $said }
upload-unusable = MAPAPP_UPLOAD has the value { $value }.
upload-unusable-remedy = Write “off”, or three numbers of megabytes: per file, per reader and for the whole server, such as 50 100 500.
file-unwritable = { $file } can't be written: { $problem }.
file-unwritable-remedy = Check that the folder exists, that you may write to it and that the disk is not full.
output-unwritable = The output can’t be written: { $problem }.
port-unusable = Port { $port } of { $address } can't be used: { $problem }.
port-unusable-remedy = Choose another port with --port, or stop the program that uses it.
prefix-unusable = The path prefix { $prefix } can't be used.
prefix-unusable-remedy = Use letters, digits and - . _ ~ between slashes, such as /incidents.

## Data files: what was done with them

claims-circular-step = { $one } according to { $other }
looks-like = { $kind ->
    [utf-16] UTF-16 text
    [windows-1251] Windows-1251 text
    [windows-1252] Windows-1252 text
    [jpeg] a picture (JPEG)
    [png] a picture (PNG)
    [gif] a picture (GIF)
    [xls] an old Excel workbook (.xls)
    [seven-zip] a 7-Zip archive
    [rar] a RAR archive
    [shapefile] part of a Shapefile, a format that is not read: save it as GeoPackage, for example in QGIS
    [zip] an Excel workbook or a zip archive
   *[binary] binary data, not a table
}
archive-empty = nothing
table-none = there is no table in it
read-as = { $file } is read as { $kind }.
read-one-of = { $file }: the table { $table } is read; not read: { $others }.
read-as-adapted = { $file } is read as { $kind }; docs/formats.md says what each column becomes.
read-evidence = Claims: { $claims }, sources: { $sources }, made from what the rows name; sources that are only named were not read, and their claims don't count.
read-without-names = { $file } has no header line; its columns are read as those of { $kind }, in that order.
read-tags = { $file }: row 2 holds HXL tags; it is not an incident.
gdal-warned = { $file }: GDAL, which reads this format, warns: { $said }.
bom-left-out = { $file } begins with a byte order mark, which is ignored.
separated-by = The columns of { $file } are separated by { $delimiter ->
    [semicolon] semicolons
    [tab] tabs
   *[bar] vertical bars
}.
blank-lines = { $file }: blank lines left out: { $count }.
blank-rows = { $file }: blank rows left out: { $count }.
no-last-line-end = { $file } has no line break after its last row; check that it is complete.
column-read-as = { $file }: column { $column } is read as { $name }.
column-unused = { $file }: column { $column } is kept unchanged, and not used for counts or filters; perhaps what it holds belongs in { $belongs }. Rename it to that, or name it in a mapping.
columns-not-text = { $file }: columns that hold no text are left out: { $columns }.
shapes-without-point = { $file }: lines and areas, which are not points and so have no location here: { $count }.
coordinates-turned = { $file }: coordinates are converted from { $crs } to WGS84.
one-column = { $file }: column { $column } holds latitude and longitude, in this order: { $count }.
best-alone = { $table }: { $column } is the only figure and is taken as the lowest and the highest too: { $count }.
days-respelled = { $file }, { $column }: { $count ->
    [one] 1 date is not written as YYYY-MM-DD but has one meaning: { $value } was read as { $day }.
   *[other] { $count } dates are not written as YYYY-MM-DD but have one meaning, such as { $value }, which was read as { $day }.
}
days-in-order = { $file }, { $column }: { $count ->
    [one] 1 date could mean two days ({ $value }); it was read with the { $order ->
        [month-first] month
       *[day-first] day
    } first, as { $example } must be, and no date in the column contradicts it.
   *[other] { $count } dates could mean two days (such as { $value }); they were read with the { $order ->
        [month-first] month
       *[day-first] day
    } first, as { $example } must be, and no date in the column contradicts it.
}
days-with-dots = { $file }, { $column }: { $count ->
    [one] 1 date with dots ({ $value }) was read with the day first, as such dates are written.
   *[other] { $count } dates with dots (such as { $value }) were read with the day first, as such dates are written.
}
intervals-spread = { $file }: intervals in date_start that fill date_end too: { $count }, such as { $value }.
figures-respelled = { $file }: numbers of people { $harm ->
    [killed] killed
   *[injured] injured
} not written in digits, but understood: { $count }, such as { $value }.
degrees-respelled = { $file }: numbers in { $column } not written in decimal degrees with a point, but understood: { $count }, such as { $value } as { $degrees }.
airwars-grades = Airwars counts civilians; its grades are its own, based on evidence that is not in the file.
timemap-without-figures = A TimeMap has no figures for people harmed, and does not say who did it; its weapons are those that its editors consider likely.
atlos-without-figures = Atlos records what media show; it has no figures for people harmed, and names no perpetrator.
machine-coded = { $kind } is coded by a program from news reports: its rows are what was reported, perhaps more than once and perhaps wrongly. Nothing in them counts as evidence.
archived-pages = Each row is an archived page; without a date of its own, it has the day on which the page was posted.
hxl-as-tagged = Columns are read by their HXL tags; figures are the table's own, and no claim gives them.
acled-estimates = ACLED's fatalities are its own estimate; 0 means that none were reported, not that nobody died.
ged-estimates = UCDP counts deaths of combatants too; it codes only events with at least one death.

## The API

own-only-put = Only PUT is accepted here.
own-no-length = The request must state the length of the file.
no-page = There is nothing at this URL.
no-page-remedy = The root of the API lists what is available.
no-file = There is no such file.
range-malformed = The header Range must ask for at most ten byte ranges, such as "bytes=0-499", "bytes=500-" or "bytes=-500".
range-missing = The file has no such byte range.
mcp-missing = The server for assistants needs a package that is not installed.
mcp-missing-remedy = Install it with: pip install "mapapp[mcp]"
no-collection = There is no such collection.
no-collection-remedy = The collections are { $names }.
no-feature = There is no such feature in { $collection }.
rows-withheld = Single rows of these data are not made available: their licence does not allow it.
rows-withheld-remedy = Ask for the map, the picture, coverage or the totals instead.
expected-no-single-row = none: single rows of these data are not made available
other-state = The data have changed: the state { $data } is no longer served.
other-state-remedy = Start again from the first page.
no-incident = There is no such incident.
no-incident-remedy = The list of items gives all identifiers.
incident-denied = { $whose }: this incident is denied, in { $count ->
    [one] the claim { $claims }
   *[other] the claims { $claims }
}.
incident-not-theirs = { $whose }: this incident is not included; other sources report it.
incident-not-theirs-remedy = Leave out according_to to get it as all sources report it, with every claim.

## conflict.toml

conflict-unreadable = { $file } can't be read: { $problem }.
conflict-unreadable-remedy = Write it as TOML, in UTF-8; docs/another-war.md has an example.
conflict-bad = { $where }: { $key } is { $got }.
conflict-bad-remedy = Expected { $expected }.
conflict-keys = one of the keys { $keys }
conflict-name = a name of its own in lower case: a letter, then letters, digits or hyphens
conflict-name-once = a name that no other party has
conflict-tables = a list of up to { $most } tables, each under [[{ $key }]]
conflict-table = a table of keys and values
conflict-text = one line of text in quotation marks
conflict-flag = true or false, without quotation marks
conflict-texts = a list of texts in quotation marks
conflict-day = a day as YYYY-MM-DD
conflict-until = a day that is not before { $date }
conflict-language = a language code, with script and territory where needed: "en", "az-Latn", "pt-BR"
conflict-region = either bbox or countries
conflict-box = four numbers in degrees, [west, south, east, north]; across the date line, west is the greater of the two
conflict-countries = countries by their English names or ISO codes, each in quotation marks
conflict-tradition = a name in quotation marks, and a column of the gazetteer next to the data
conflict-tradition-once = one that no other tradition has
conflict-gazetteer = no traditions, or a file of places (gazetteer.csv) next to the data that has their columns
conflict-gazetteer-column = a column called { $column } among them
conflict-gazetteer-identifier = an identifier that no other place has
conflict-gazetteer-first = one of the traditions { $names }, or blank
conflict-gazetteer-point = a latitude from -90 to 90 and a longitude from -180 to 180 in degrees, or both blank
conflict-lines = no lines, or a file of their shapes (lines.geojson) next to the data
lines-too-large = it is larger than { $most } MB
conflict-line = the id of a feature of lines.geojson: { $names }
conflict-line-label = words that say what it is, here or as the feature's own label
conflict-line-shape = a feature that is a line or an area, in degrees: longitude from -180 to 180, latitude from -90 to 90
conflict-values = a table of up to { $most } values and their labels
conflict-value = a value and, after the equals sign, its label in quotation marks
conflict-value-taken = a value and a label that differ, whatever the letter case, from those of { $other }
conflict-label = words that say what happened
conflict-url = a URL that begins with https:// or http://
conflict-rows = "all", or "none" where the licence of the data does not allow single rows to be made available
conflict-colours = a table of actors and their colours
conflict-colour = a colour as "#" and six hexadecimal digits, like "#7e52b1"
conflict-colour-faint = a colour that stands out from the light and from the dark map (contrast of at least 3 and 2.2)
conflict-colour-near = a colour that colour-blind readers too can tell from { $colour } of { $other }

safety-waiver-bare = A waiver must say why the concern may stay, and who answers for it.
safety-waiver-bare-remedy = Give both, with --reason and --name.
safety-waiver-of-nothing = A reason or a name is given, but no concern that it is for.
safety-waiver-of-nothing-remedy = Name the concern by its key, with --waive.
safety-waiver-empty-remedy = Write both in words, or delete the row.
safety-none = Nothing was found that may put somebody in danger.
safety-open = { $count ->
    [one] 1 concern is open.
   *[other] { $count } concerns are open.
} Fix each, or waive it: mapapp safety { $file } --waive KEY --reason "…" --name "…"
safety-waived = { $count ->
    [one] 1 concern is waived.
   *[other] { $count } concerns are waived.
}
safety-idle = { $count ->
    [one] 1 waiver covers
   *[other] { $count } waivers cover
} nothing any more: { $keys }. What { $count ->
    [one] it was
   *[other] they were
} given for has been fixed or changed.
safety-kept = { $count ->
    [one] 1 concern
   *[other] { $count } concerns
} waived in { $file }.
safety-unknown-key = No open concern has the key { $key }.
safety-unknown-key-remedy = “mapapp safety { $file }” lists the open ones with their keys.
release-claim = claim { $claim } of { $incident }
safety-unreleased = { $count ->
    [one] 1 concern about people’s safety is
   *[other] { $count } concerns about people’s safety are
} open; the first, in { $table }, { $row }, { $column }: { $reason }
safety-unreleased-remedy = Fix or waive each: “mapapp safety { $file }” lists them.
safety-column = { $column ->
    [key] Key
    [where] Where
    [reason] Concern
   *[remedy] Remedy
}

## What a parameter may be: in the API, on the command line, in links

got-values = { $count } values
expected-one-of = one of { $values }
expected-in-data = one of the values in the data
expected-values = at most { $most } values
expected-single = a single value
expected-parameter = one of the parameters { $names }
expected-no-parameter = no parameters at this URL
expected-state = at least the first { $least } digits of a fingerprint that an answer names
expected-tabular = no such parameter with f={ $f }, which has its own order and columns; it works with { $names }
expected-names = names separated by commas, from { $names }
expected-whole = a whole number from { $least } to { $most }
expected-decimal = a number from 0 to { $most }, with at most three decimals (2.5)
expected-text = at most { $most } characters of text
expected-side = the name of a side
expected-day = a day (2020-10-04)
expected-days = a day (2020-10-04) or two days separated by a slash (2020-10-04/2020-10-17, 2020-10-04/..)
expected-start-first = a start that is not after the end
expected-of-totals = no such parameter: all claims count, and the day is that of as_of
expected-box = four numbers, west,south,east,north in degrees (45.5,39.0,48.0,41.0)
expected-box-on-globe = four numbers, west,south,east,north in degrees (45.5,39.0,48.0,41.0), inside the globe and south not above north
expected-point = a point on the globe (40.37 N, 47.13 E)
expected-polygon = three to { $most } corners separated by commas, each a longitude and a latitude in degrees (46.1 39.5,47 39.5,46.8 40.2)
expected-polygon-simple = an area whose edges do not cross or touch each other, and that contains no pole (46.1 39.5,47 39.5,46.8 40.2)
expected-within = a distance and a place (10 km of NAME; 10 km of 40.37 N, 47.13 E), above 0 km
expected-edges = west,south,east,north in degrees
expected-edges-in-order = west,south,east,north in degrees, west not after east and south not above north
expected-frame = width,height,left,top,right,bottom,step: a map’s size in pixels, the clear space on its sides, and the step of its zoom levels
expected-position = zoom/latitude/longitude, a zoom from 0 to { $deepest } and degrees
expected-csv = a name that ends in .csv
expected-cql2 = CQL2 ({ $problem })
expected-cql2-language = a condition in the language that filter-lang names ({ $language })
expected-cql2-length = CQL2 of at most { $most } characters
expected-cql2-depth = CQL2 that is nested at most { $most } levels deep
expected-cql2-words = CQL2 with AND, OR, NOT, comparisons, LIKE, IN, BETWEEN, IS NULL, CASEI, A_CONTAINS, A_OVERLAPS and S_INTERSECTS
expected-cql2-condition = a condition (killed_low >= 20)
expected-cql2-kinds = values of the same kind on both sides of { $operator }, not { $kinds }
expected-cql2-like = a text after LIKE
expected-cql2-casei = text in CASEI
expected-cql2-list = A_OVERLAPS(column, ('A', 'B')) (any of them) or A_CONTAINS(column, ('A', 'B')) (all of them) of a column that is a list
expected-cql2-value = a column, a text in quotation marks ('A'), a number or DATE('2020-10-04')
expected-cql2-day = a day, DATE('2020-10-04')
expected-cql2-column = one of the columns { $names }
expected-cql2-box = S_INTERSECTS({ $geometry }, BBOX(west, south, east, north))
expected-cql2-shape = a BBOX or a POINT in S_INTERSECTS
