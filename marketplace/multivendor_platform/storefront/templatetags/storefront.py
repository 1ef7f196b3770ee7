"""The icons, drawn inline: no request, no font, and they take the colour of the text around them."""

from typing import Final

from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

# Strokes on a 24 × 24 grid. Directional icons point to the right and are mirrored by the stylesheet in RTL.
_DIRECTIONAL: Final = frozenset({"chevron", "back", "forward"})
_STROKES: Final = {
    "back": "M19 12H5m6-6-6 6 6 6",
    "brand": "M4 10.5 5.6 4h12.8L20 10.5M4 10.5a2.7 2.7 0 0 0 5.3 0 2.7 2.7 0 0 0 5.4 0 2.7 2.7 0 0 0 5.3 0"
    "M5.5 13.5V20h13v-6.5M10 20v-4.5h4V20",
    "chevron": "m9 5 7 7-7 7",
    "close": "M6 6l12 12M18 6 6 18",
    "filter": "M4 7h16M7 12h10M10 17h4",
    "forward": "M5 12h14m-6-6 6 6-6 6",
    "search": "M10.5 4a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13Zm4.8 11.3L20 20",
}


def _icon_draw(name: str) -> SafeString:
    css = "icon icon-directional" if name in _DIRECTIONAL else "icon"
    # Size and stroke stand in the markup too: a page whose stylesheet is missing stays readable.
    markup = (
        f'<svg class="{css}" viewBox="0 0 24 24" width="20" height="20" fill="none" stroke="currentColor"'
        f' aria-hidden="true"><path d="{_STROKES[name]}"/></svg>'
    )
    return mark_safe(markup)  # noqa: S308 - built from the constants above only


_ICONS: Final = {name: _icon_draw(name) for name in _STROKES}


@register.simple_tag
def icon(name: str) -> SafeString:
    """Return the icon `name` as markup that screen readers skip; raise KeyError for an unknown name."""
    return _ICONS[name]
