"""Sharing a view: citations, embedding, the sitemap."""

from collections.abc import Mapping
from urllib.parse import parse_qs, urlsplit
from xml.etree.ElementTree import Element, SubElement, tostring

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from mapapp.api.addresses import Addresses
from mapapp.api.endpoint import cache_headers, not_modified, tag_for
from mapapp.api.parameters import parameters_without_query, read_parameters
from mapapp.engine.live import LiveStore
from mapapp.errors import BadQuery, NotFound
from mapapp.exports.citing import FORMS, citation_of
from mapapp.exports.provenance import filename
from mapapp.exports.sharing import USUAL_FRAME, cited_address, embed_code, incident_address, view_head
from mapapp.messages import notice
from mapapp.model.query import Query
from mapapp.views.head import PICTURE_HEIGHT, PICTURE_WIDTH

MOST_ADDRESSES = 50_000
"""The most URLs that a sitemap may hold."""

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
LEAST_WIDTH, LEAST_HEIGHT, MOST = 320, 300, 4096


class Sharing:
    """The answers of these routes; `addresses` makes absolute URLs."""

    def __init__(self, live: LiveStore, addresses: Addresses) -> None:
        self._live, self._addresses = live, addresses

    def citation(self, request: Request) -> Response:
        """Return how to cite a view, or one incident, in the form `f`."""
        store = self._live.current
        parameters = read_parameters(store, request, "f", "download")
        form, tag = FORMS[parameters.choice("f", tuple(FORMS))], tag_for(store, request)
        address = cited_address(parameters.query, self._page(request))
        text = form.write(citation_of(store, parameters.query, address))
        disposition = f'attachment; filename="{filename(store, form.suffix, parameters.query)}"'
        headers = {"Content-Disposition": disposition} if parameters.flag("download") else {}
        return not_modified(request, tag) or Response(
            text.encode(errors="replace"), media_type=form.media_type, headers=headers | cache_headers(tag)
        )

    def oembed(self, request: Request) -> Response:
        """Say how to embed the view at `url`, as specified at oembed.com."""
        parameters = parameters_without_query(request, "url", "format", "maxwidth", "maxheight")
        parameters.choice("format", ("json",))
        width = min(USUAL_FRAME[0], parameters.whole("maxwidth", least=LEAST_WIDTH, most=MOST) or MOST)
        height = min(USUAL_FRAME[1], parameters.whole("maxheight", least=LEAST_HEIGHT, most=MOST) or MOST)
        store, page, url = self._live.current, self._page(request), parameters.texts.get("url", "")
        head = view_head(store, self._params_of(url, page), page)
        frame = embed_code(url, head.title, (width, height))
        return JSONResponse(
            {
                "version": "1.0",
                "type": "rich",
                "title": head.title,
                "provider_name": store.description.title,
                "provider_url": page,
                "width": width,
                "height": height,
                "html": frame,
                "thumbnail_url": head.picture,
                "thumbnail_width": PICTURE_WIDTH,
                "thumbnail_height": PICTURE_HEIGHT,
            }
        )

    def _params_of(self, url: str, page: str) -> Mapping[str, list[str]]:
        """Read the parameters of a URL of the page; NotFound for any other URL."""
        if not url:
            raise BadQuery("url", url, notice("expected-view-address", page=page))
        if url.partition("?")[0].rstrip("/") != page.rstrip("/"):
            raise NotFound(notice("no-view"), remedy=notice("no-view-remedy", page=page))
        return parse_qs(urlsplit(url).query, keep_blank_values=True)

    def sitemap(self, request: Request) -> Response:
        """List the page and each incident's own page, for search engines."""
        page, root = self._page(request), Element("urlset", {"xmlns": SITEMAP})
        for address in (page, *self._incidents(page)):
            SubElement(SubElement(root, "url"), "loc").text = address
        text = tostring(root, encoding="utf-8", xml_declaration=True)
        return Response(text, media_type="application/xml")

    def _incidents(self, page: str) -> list[str]:
        store = self._live.current
        rows = store.listed(Query(), MOST_ADDRESSES - 1) if store.gives_rows else []
        return [incident_address(row["incident_id"], page) for row in rows]

    def _page(self, request: Request) -> str:
        return f"{self._addresses.page(request)}/"
