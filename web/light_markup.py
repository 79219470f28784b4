"""Plain text with light mark-up as HTML: paragraphs, headings, lists and links, and nothing else.

A line with ``#`` to ``###`` before it is a heading, lines with ``-`` are a list, lines with ``1.`` a numbered
list, ``[words](address)`` is a link, and an empty line ends a paragraph. All other characters are text.
"""

import re
from collections.abc import Iterator
from itertools import groupby

from flask import Flask
from markupsafe import Markup, escape

_HEADING = re.compile(r"(#{1,3})\s+(.*)")
_BULLET = re.compile(r"[-*]\s+(.*)")
_NUMBER = re.compile(r"\d{1,3}[.)]\s+(.*)")
_LINK = re.compile(r"\[([^\[\]\n]+)\]\(([^()\s]+)\)")

#: What an address may start with; anything else stays text.
_ADDRESS = re.compile(r"https?://[^/]|mailto:|tel:|/(?![/\\])")

#: kind of line -> the element around such lines, and the element of each.
_LISTS = {"bullet": "ul", "number": "ol"}


def light_markup(text: str | None) -> Markup:
    """Return ``text`` as HTML in which a person can have written no element of their own."""
    lines = [_kind_of(line.strip()) for line in (text or "").splitlines()]
    return Markup("\n").join(_blocks(lines))


def _kind_of(line: str) -> tuple[str, str, int]:
    """Return the kind of a line, its words, and the depth of a heading."""
    if found := _HEADING.fullmatch(line):
        return "heading", found[2], len(found[1])
    if found := _BULLET.fullmatch(line):
        return "bullet", found[1], 0
    if found := _NUMBER.fullmatch(line):
        return "number", found[1], 0
    return ("text" if line else "empty"), line, 0


def _blocks(lines: list[tuple[str, str, int]]) -> Iterator[Markup]:
    depth = 0
    for kind, group in groupby(lines, key=lambda line: line[0]):
        if kind == "heading":
            for _kind, words, wanted in group:
                depth = min(wanted, depth + 1)
                yield Markup("<h{0}>{1}</h{0}>").format(depth + 1, _inline(words))
        elif kind in _LISTS:
            items = Markup("").join(Markup("<li>{}</li>").format(_inline(words)) for _kind, words, _ in group)
            yield Markup("<{0}>{1}</{0}>").format(_LISTS[kind], items)
        elif kind == "text":
            words_in_lines = Markup("<br>").join(_inline(words) for _kind, words, _ in group)
            yield Markup("<p>{}</p>").format(words_in_lines)


def _inline(words: str) -> Markup:
    """Return escaped words with links to safe addresses."""
    parts, start = [], 0
    for found in _LINK.finditer(words):
        if _ADDRESS.match(found[2]):
            parts += [escape(words[start : found.start()])]
            parts += [Markup('<a class="utrecht-link" href="{}">{}</a>').format(found[2], found[1])]
            start = found.end()
    return Markup("").join([*parts, escape(words[start:])])


def init_app(app: Flask) -> None:
    """Give the templates of ``app`` the filter."""
    app.jinja_env.filters["light_markup"] = light_markup
