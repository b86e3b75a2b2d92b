"""Common names of incident columns in several languages, the likeliest first."""

import re
import unicodedata
from collections.abc import Mapping

COMMON_NAMES: Mapping[str, tuple[str, ...]] = {
    "incident_id": (
        *("incident id", "event id", "id", "identifier", "incident code", "event code", "code", "uuid"),
        *("unique id", "case id", "record id", "serial", "no", "nr", "number", "kennung", "identificador"),
        *("identifiant", "numero", "номер", "идентификатор", "ідентифікатор", "код"),
    ),
    "date_start": (
        *("date start", "start date", "event date", "incident date", "date of event", "date of incident"),
        *("date", "day", "datum", "fecha", "data", "дата", "tarih", "tarix", "ամսաթիվ", "التاريخ", "تاريخ"),
        *("datum von", "fecha inicio", "fecha de inicio", "date debut", "data inicio", "jour", "occurred on"),
        *("when", "wann", "tag", "cuando", "quand", "quando", "когда", "коли"),
    ),
    "date_end": (
        *("date end", "end date", "until", "to date", "datum bis", "fecha fin", "fecha de fin", "date fin"),
        *("data fim", "дата окончания", "дата завершення", "bitis tarihi"),
    ),
    "latitude": (
        *("latitude", "lat", "y", "breite", "breitengrad", "geografische breite", "latitud", "latitudine"),
        *("широта", "enlem", "en dairəsi", "enlik", "լայնություն", "خط العرض", "lat dd", "decimal latitude"),
        *("gps latitude", "y coord", "coord y", "point y"),
    ),
    "longitude": (
        *("longitude", "lon", "lng", "long", "x", "länge", "längengrad", "geografische länge", "longitud"),
        *("longitudine", "долгота", "довгота", "boylam", "uzunluq", "uzunluq dairəsi", "երկայնություն"),
        *("خط الطول", "lon dd", "long dd", "decimal longitude", "gps longitude", "x coord", "coord x"),
        "point x",
    ),
    "title": (
        *("title", "headline", "event name", "titel", "titulo", "titre", "titolo", "название", "заголовок"),
        *("назва", "baslik", "başlıq", "վերնագիր", "العنوان"),
        *(
            "what happened",
            "what",
            "was ist passiert",
            "was geschah",
            "que paso",
            "que s est il passe",
            "cosa e successo",
        ),
        *(
            "что произошло",
            "что случилось",
            "що сталося",
            "ne oldu",
            "nə baş verib",
            "ի՞նչ է պատահել",
            "ماذا حدث",
        ),
    ),
    "summary": (
        *("summary", "description", "notes", "details", "narrative", "event description", "beschreibung"),
        *("descripcion", "descrizione", "descricao", "resume", "resumen", "описание", "опис", "aciklama"),
        *("təsvir", "նկարագրություն", "الوصف", "comment", "comments", "remarks"),
    ),
    "place_name": (
        *("place name", "place", "location name", "location", "city", "town", "village", "settlement"),
        *("municipality", "ort", "ortschaft", "stadt", "lugar", "localidad", "ciudad", "lieu", "ville"),
        *("luogo", "citta", "local", "место", "населенный пункт", "населений пункт", "місце", "город"),
        *("yer", "վայր", "المكان"),
    ),
    "admin1": (
        *("admin1", "adm1", "adm 1", "admin 1", "province", "region", "governorate", "oblast", "state"),
        *("district", "provincia", "departamento", "bundesland", "область", "регион", "vilayet", "rayon"),
        *("մարզ", "المحافظة"),
    ),
    "country": (
        *("country", "land", "pais", "pays", "paese", "страна", "країна", "ulke", "ölkə", "երկիր", "البلد"),
    ),
    "killed_low": (
        *("killed low", "killed min", "min killed", "deaths low", "fatalities low", "fatalities min"),
        *("minimum killed", "killed minimum", "civilian deaths min", "tote min", "muertos min", "morts min"),
    ),
    "killed_high": (
        *("killed high", "killed max", "max killed", "deaths high", "fatalities high", "fatalities max"),
        *("maximum killed", "killed maximum", "civilian deaths max", "tote max", "muertos max", "morts max"),
    ),
    "injured_low": (
        *("injured low", "injured min", "min injured", "wounded low", "wounded min", "verletzte min"),
    ),
    "injured_high": (
        *("injured high", "injured max", "max injured", "wounded high", "wounded max", "verletzte max"),
    ),
    "actor": (
        *("actor", "perpetrator", "perpetrators", "attributed to", "responsible", "alleged perpetrator"),
        *("belligerent", "culprit", "culprits", "attacker", "täter", "verursacher", "verantwortlich"),
        *("perpetrador", "responsable"),
    ),
    "event_type": (
        *(
            "event type",
            "incident type",
            "type of event",
            "type of incident",
            "type",
            "category",
            "kategorie",
        ),
        *("art", "tipo", "tipo de evento", "тип", "tur", "növ"),
    ),
    "weapon_detail": (
        *("weapon", "weapon type", "weapons", "munition", "waffe", "arma", "arme", "оружие", "silah"),
    ),
    "tags": ("tags", "keywords", "schlagworte", "etiquetas", "mots cles", "теги"),
}

BOTH_ENDS: Mapping[str, tuple[str, ...]] = {
    "killed": (
        *("killed", "fatalities", "deaths", "dead", "total killed", "total deaths", "number killed", "best"),
        *("deaths best", "civilians killed", "civilian deaths", "tote", "getötete", "todesopfer", "muertos"),
        *(
            "fallecidos",
            "morts",
            "tues",
            "deces",
            "mortos",
            "morti",
            "погибшие",
            "погибло",
            "убито",
            "убитые",
        ),
        *("загиблі", "загинуло", "вбито", "olu", "ölən", "ölənlər", "զոհ", "զոհեր", "القتلى"),
    ),
    "injured": (
        *("injured", "wounded", "injuries", "total injured", "total wounded", "number injured", "verletzte"),
        *("heridos", "blesses", "feridos", "feriti", "раненые", "ранено", "поранені", "поранено", "yarali"),
        *("yaralılar", "վիրավոր", "վիրավորներ", "الجرحى"),
    ),
}
"""Names of a column with a single count of people, which becomes both the lowest and the highest figure."""


def normalised(name: str) -> str:
    """Return a name without case, accents and punctuation, so that its spellings compare equal."""
    letters = "".join(
        c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c)
    )
    return " ".join(re.findall(r"[^\W_]+", letters))
