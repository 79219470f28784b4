"""Find the labels in intake/terms.py for the catalogue (``make translations``).

The domain knows no translations: its labels are plain Dutch strings, translated where they are shown.
"""

import ast
from collections.abc import Iterator
from typing import IO, Any


def extract_labels(
    file: IO[bytes], _keywords: object, _comment_tags: object, options: dict[str, Any]
) -> Iterator[tuple[int, str, str, list[str]]]:
    """Yield every text that is a value in a table, as Babel's extraction asks for it."""
    for node in ast.walk(ast.parse(file.read())):
        if isinstance(node, ast.Dict):
            for value in node.values:
                if isinstance(value, ast.Constant) and isinstance(value.value, str):
                    yield value.lineno, "gettext", value.value, []
