"""Turning the pages of a list: which page is asked for, and where the pages beside it are."""

from urllib.parse import urlencode

from flask import request, url_for

from web.forms.base import FilterForm

#: No list is longer than so many pages.
LAST_PAGE = 1000


def page_number() -> int:
    """Return which page of a list the address asks for; anything else is the first."""
    typed = request.args.get("pagina", "")
    return min(max(int(typed), 1), LAST_PAGE) if typed.isascii() and typed.isdecimal() and len(typed) < 5 else 1


def neighbours(endpoint: str, form: FilterForm, number: int, *, has_more: bool) -> tuple[str | None, str | None]:
    """Return the addresses of the page before and the page after ``number``, with the choices of ``form``."""
    chosen = {field.name: request.args[field.name] for field in form if request.args.get(field.name)}

    def address(page: int) -> str:
        return f"{url_for(endpoint)}?{urlencode({**chosen, 'pagina': page})}"

    return address(number - 1) if number > 1 else None, address(number + 1) if has_more else None
