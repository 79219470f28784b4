"""Statements in plain text with light mark-up, and the texts that come with the loket."""

import re
from functools import cache
from pathlib import Path

from markupsafe import Markup, escape

STATEMENTS = Path(__file__).parent / "handbook" / "statements"

#: [words](address); only addresses on this site, on the web, and of mail.
_LINK = re.compile(r"\[(?P<words>[^\]\n]+)\]\((?P<url>(?:https?://|mailto:|/)[^\s)]+)\)")


@cache
def shipped(slug: str, language: str) -> tuple[str, str]:
    """Return title and text of a statement as it comes with the loket, until an administrator writes another."""
    title, _blank, body = (STATEMENTS / f"{slug}.{language}.txt").read_text(encoding="utf-8").partition("\n\n")
    return title.strip(), body.strip()


def marked_up(text: str) -> Markup:
    """Return plain text as HTML: "## " starts a heading, "- " a line of a list, [words](address) is a link."""
    blocks = re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip())
    return Markup("\n").join(_block(block.strip()) for block in blocks if block.strip())


def _block(block: str) -> Markup:
    lines = block.split("\n")
    if lines[0].startswith("## "):
        heading = Markup("<h2>{}</h2>").format(lines[0][3:].strip())
        rest = "\n".join(lines[1:]).strip()
        return heading + (_block(rest) if rest else Markup())
    if all(line.startswith("- ") for line in lines):
        items = (Markup("<li>{}</li>").format(_linked(line[2:].strip())) for line in lines)
        return Markup("<ul>{}</ul>").format(Markup().join(items))
    return Markup("<p>{}</p>").format(_linked(" ".join(lines)))


def _linked(text: str) -> Markup:
    """Return escaped text in which every link is one."""
    done, at = Markup(), 0
    for found in _LINK.finditer(text):
        done += escape(text[at : found.start()])
        done += Markup('<a href="{}">{}</a>').format(found["url"], found["words"])
        at = found.end()
    return done + escape(text[at:])
