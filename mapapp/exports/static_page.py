"""What pages without JavaScript have in common: their style, and their content security policy."""

from mapapp.engine.store import Store
from mapapp.views import frontend
from mapapp.views.policy import NONE, SELF, policy, styles
from mapapp.views.style import legend_of

PAGE_STYLE = (
    "body { margin: 0 auto; max-width: 54rem; padding: 1rem; background: #fff; color: #22262b; "
    "font: 100%/1.45 system-ui, sans-serif; } "
    "header { border-bottom: 1px solid #d3d0c9; margin-bottom: 1rem; } .dossier { font-size: 1rem; } "
    "img { width: 100%; height: auto; } figure { margin: 1rem 0; } a { color: inherit; } "
    "h1 { font: 600 1.6rem/1.2 Georgia, serif; } .dossier + .dossier { margin-top: 2.5rem; } "
    "@media (prefers-color-scheme: dark) { body { background: #1b1e22; color: #f1efea; } }"
)


def static_page_style() -> str:
    """Return the style sheet of such pages."""
    return f"{frontend.text('page.css')}\n{PAGE_STYLE}"


def static_page_policy(store: Store) -> str:
    """Return the content security policy of such a page: it may load its own style and pictures."""
    return policy(
        style_src=styles(static_page_style(), legend_of(store)), img_src=[SELF], frame_ancestors=[NONE]
    )
