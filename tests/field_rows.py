"""A row of each third-party data set that is read unchanged. All are invented; only the format is real."""

import csv
import io

from mapapp.ingest import read_dataset

GED = {
    "id": "901",
    "relid": "NOW-2019-1-1-1",
    "year": "2019",
    "code_status": "Clear",
    "type_of_violence": "1",
    "dyad_name": "Government of Nowhere - Hill Front",
    "side_a_new_id": "9001",
    "side_a": "Government of Nowhere",
    "side_b": "Hill Front",
    "number_of_sources": "2",
    "source_article": '"First Agency,2019-03-02,Clash near Hilltown";"Second Paper,2019-03-03,Two dead"',
    "source_office": "First Agency;Second Paper",
    "source_date": "2019-03-02;2019-03-03",
    "source_headline": "Clash near Hilltown;Two dead",
    "where_prec": "1",
    "where_coordinates": "Hilltown village",
    "where_description": "east of Hilltown",
    "adm_1": "Hill province",
    "latitude": "10.5",
    "longitude": "20.25",
    "geom_wkt": "POINT (20.25 10.5)",
    "country": "Nowhere",
    "date_prec": "1",
    "date_start": "2019-03-01 00:00:00.000",
    "date_end": "2019-03-01 00:00:00.000",
    "deaths_civilians": "0",
    "best": "3",
    "high": "4",
    "low": "2",
}
ACLED = {
    "event_id_cnty": "NOW12",
    "event_date": "01 November 2024",
    "year": "2024",
    "time_precision": "1",
    "disorder_type": "Political violence",
    "event_type": "Battles",
    "sub_event_type": "Armed clash",
    "actor1": "Military Forces of Nowhere (2001-)",
    "inter1": "State forces",
    "actor2": "Hill Front",
    "iso": "4",
    "country": "Nowhere",
    "admin1": "Hill",
    "location": "Hilltown",
    "latitude": "10.5",
    "longitude": "20.25",
    "geo_precision": "1",
    "source": "First Agency; Second Paper",
    "notes": "On 1 November, an invented clash took place.",
    "fatalities": "3",
    "tags": "crowd size=no report",
    "timestamp": "1730764800",
}
AIRWARS = {
    "Incidence_date": "october-7-2031",
    "Incidence_id": "nowh0001",
    "Incidence_url": "https://airwars.example/civilian-casualties/nowh0001-october-7-2031/",
    "Strike status": "Likely strike",
    "Strike type": "Airstrike",
    "Civilian infrastructure": "Residential building",
    "Civilian harm reported": "Yes",
    "Civilians reported killed": "3 – 7",
    "Civilian_type": "(1 child2 women)",
    "Airwars civilian harm grading": "Fair",
    "Suspected belligerent": "Nowhere Military",
    "lat": "10.5",
    "long": "20.25",
    "Civilians reported injured": "12–24",
    "Suspected belligerents": "NA",
    "lon": "NA",
    "Known belligerent": "NA",
    "Airwars_assessment": "An invented assessment.",
}
ATLOS = {
    "slug": "NOW-ABC123",
    "project": "Nowhere",
    "inserted_at": "2031-03-04 10:00:00",
    "updated_at": "2031-03-05 10:00:00",
    "latitude": "10.5",
    "longitude": "20.25",
    "sensitive": "Graphic Violence, Deleted by Source",
    "description": "A building in Hilltown burns",
    "geolocation_resolution": "Vicinity",
    "more_info": "Seen from the north.",
    "date": "2031-03-03",
    "restrictions": "",
    "status": "Completed",
    "tags": "fire, north",
    "source_1": "https://www.videos.example/watch?v=1",
    "source_2": "Handed over by a resident",
    "Roof lost": "Yes",
}
VIINA = {
    "viina_version": "2031-04-01",
    "event_id_1pd": "77",
    "date": "20310224",
    "n_reports": "2",
    "event_ids": "1;2",
    "sources": "firstagency;secondpaper",
    "geonameid": "1",
    "asciiname": "Hilltown",
    "ADM1_NAME": "Hill province",
    "longitude": "20.25",
    "latitude": "10.5",
    "GEO_PRECISION": "ADM3",
    "t_mil_b": "1",
    "a_rus_b": "1",
    "t_airstrike_b": "0",
    "t_artillery_b": "1",
}
VIINA_REPORT = {
    "event_id": "1",
    "report_id": "37244",
    "location": "1",
    "source": "firstagency",
    "date": "20310224",
    "url": "https://firstagency.example/1",
    "time": "00:10",
    "text": "An invented headline",
    "lang": "ua",
    "address": "Hilltown",
    "longitude": "20.25",
    "latitude": "10.5",
    "GEO_PRECISION": "ADM1",
    "GEO_API": "Nowhere",
}
GDELT = {
    "GLOBALEVENTID": "1234567890",
    "SQLDATE": "20310224",
    "MonthYear": "203102",
    "Actor1Name": "HILL FRONT",
    "Actor2Name": "NOWHERE",
    "EventCode": "194",
    "EventRootCode": "19",
    "QuadClass": "4",
    "ActionGeo_Type": "4",
    "ActionGeo_FullName": "Hilltown, Hill, Nowhere",
    "ActionGeo_Lat": "10.5",
    "ActionGeo_Long": "20.25",
    "SOURCEURL": "https://www.news.example/a",
}
ARCHIVED = {
    "Link": "https://www.videos.example/post/1",
    "Destination Folder": "nowhere",
    "Archive status": "Success",
    "Archive location": "https://archive.example/1.html",
    "Archive date": "2031-03-05T10:00:00+00:00",
    "Thumbnail": "",
    "Upload timestamp": "2031-03-03T08:15:00+00:00",
    "Upload title": "Smoke over Hilltown",
    "Text content": "An invented post.",
    "Screenshot": "https://archive.example/1.png",
    "Hash": "abc",
}
TIMEMAP = {
    "id": "CIV1",
    "date": "3/7/2031",
    "time": "00:00",
    "latitude": "10.500",
    "longitude": "20.25",
    "location": "Hilltown",
    "description": "A school was hit. Windows are broken.",
    "graphic": "TRUE",
    "sources": [{"id": "s1", "path": "https://www.videos.example/1", "description": "An invented video"}],
    "filters": [
        {"key": "Type of area affected", "value": "School or childcare"},
        {"key": "Weapon System", "value": "Cluster munitions"},
    ],
}
HXL_TAGS = {
    "SiND Event ID": "#event+id",
    "Day": "#date +occurred",
    "What": "#event+type",
    "Note": "#description",
    "Province": "#adm1+name",
    "State": "#country+name",
    "Town": "#loc+name",
    "Lat": "#geo+lat",
    "Lon": "#geo+lon",
    "Deaths": "#affected+killed",
    "Hurt": "#affected+injured",
    "By": "#meta+source",
    "Link": "#meta+url",
    "Phase": "#severity",
    "Untold": "",
}
HXL = {
    "SiND Event ID": "s-1",
    "Day": "2031-03-03",
    "What": "Looting of a clinic",
    "Note": "An invented clinic was looted.",
    "Province": "Hill",
    "State": "Nowhere",
    "Town": "Hilltown",
    "Lat": "10.5",
    "Lon": "20.25",
    "Deaths": "1-2",
    "Hurt": "",
    "By": "First Agency",
    "Link": "https://firstagency.example/1",
    "Phase": "3",
    "Untold": "kept",
}


def csv_of(*rows):
    """Return rows as the text of a CSV file."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(dict.fromkeys(name for row in rows for name in row)))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def read(folder, *rows, name="downloaded.csv"):
    """Write rows as a CSV file and read it."""
    path = folder / name
    path.write_text(csv_of(*rows), encoding="utf-8")
    return read_dataset(path)


def only_row(table):
    (row,) = table.to_pylist()
    return row
