"""What each kind of page may load. docs/deploy.md says what was measured, and why the rest stays allowed."""

import re
from collections.abc import Sequence

from mapapp.server.first_html import STREAMLIT_HTML
from mapapp.views.policy import INLINE, SELF, hashed, policy


def page_policy(images: Sequence[str]) -> str:
    """Return the policy of the page. Any site may embed it; `images` are the origins of the map's tiles.

    Streamlit imports the scripts of components from blobs, and its protocol buffers use WebAssembly.
    """
    scripts = re.findall(r"<script>(.*?)</script>", STREAMLIT_HTML, re.DOTALL)
    return policy(
        script_src=[SELF, "blob:", "'wasm-unsafe-eval'", *hashed(scripts)],
        style_src=[SELF, INLINE],
        img_src=_images(images),
        font_src=[SELF, "data:"],
        connect_src=[SELF],
        frame_src=[SELF],
    )


def frame_policy(images: Sequence[str]) -> str:
    """Return the policy of the map's frame, in which streamlit-folium evaluates the map's script."""
    return policy(
        script_src=[SELF, INLINE, "'unsafe-eval'"],
        style_src=[SELF, INLINE],
        img_src=_images(images),
        font_src=[SELF],
        connect_src=[SELF],
    )


def _images(origins: Sequence[str]) -> list[str]:
    return [SELF, "data:", "blob:", *origins]
