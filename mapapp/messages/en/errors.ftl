### What operators see: on the command line, in reports of problems in data files, and in errors of the API.
###
### Identifiers are the program's; the words may be changed and translated. { $count } and the like are filled in.

## Commands: diff

blank = not stated
diff-column = { $column ->
    [incident] Incident
    [claim] Claim
    [what] What
    [field] Field
    [before] Before
   *[after] After
}
diff-losses = { $count ->
    [one] { $file } has 1 problem; what cannot be used is not compared. `mapapp validate` reports it.
   *[other] { $file } has { $count } problems; what cannot be used is not compared. `mapapp validate` reports them.
}
diff-incidents = Incidents: { $added } added, { $removed } removed, { $changed } changed.
diff-claims = Claims: { $added } added, { $removed } removed, { $changed } changed.
new-columns = New in the incidents file: { $names }. The values of a new column are not listed as changes, because nothing that was stated before has changed.
diff-none = No differences.
diff-none-but-files = No differences. The files differ only in spelling or in what is not compared, such as sources.

## Commands: release

release-written = Release { $version } of { $day }: { $incidents ->
    [one] 1 incident
   *[other] { $incidents } incidents
} corrected, { $corrections ->
    [one] 1 correction
   *[other] { $corrections } corrections
} in all. Fingerprint { $fingerprint }.

## Settings and files

tiles-unusable = Street tiles { $tiles } can't be used: { $problem }.
tiles-unusable-remedy = Name an xyzservices provider that needs no key, or "none".
