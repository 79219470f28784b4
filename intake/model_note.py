"""What a model file tells about itself besides what it learned: when it was fitted, and on how many texts."""

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime

#: Where these facts stand in the note, so that other facts may stand beside them.
_KEY = "fitted"


@dataclass(frozen=True, slots=True)
class ModelNote:
    """How a model came about.

    ``per_topic`` counts the examples of each topic, those with the loket and confirmed questions together;
    ``outside`` the texts that are not for the loket. ``confirmed`` counts the questions that were learned from,
    ``held_back`` those that were kept apart, ``why`` the learned ones by who confirmed them.
    """

    fitted_at: datetime | None = None
    per_topic: dict[str, int] = field(default_factory=dict)
    outside: int = 0
    confirmed: int = 0
    held_back: int = 0
    why: dict[str, int] = field(default_factory=dict)

    @property
    def texts(self) -> int:
        """The number of texts that were learned from."""
        return sum(self.per_topic.values()) + self.outside

    def written_into(self, note: str) -> str:
        """Return ``note`` with these facts in it."""
        facts = asdict(self) | {"fitted_at": self.fitted_at and self.fitted_at.isoformat()}
        return json.dumps(_facts(note) | {_KEY: facts}, sort_keys=True)

    @classmethod
    def read_from(cls, note: str) -> "ModelNote":
        """Read what ``written_into`` wrote; a note without it tells nothing."""
        told = _facts(note).get(_KEY)
        if not isinstance(told, dict):
            return cls()
        at = told.pop("fitted_at")
        return cls(fitted_at=datetime.fromisoformat(at) if at else None, **told)


def _facts(note: str) -> dict[str, object]:
    """Return what stands in a note; one that is no JSON is kept as words."""
    if not note:
        return {}
    try:
        told = json.loads(note)
    except ValueError:
        told = None
    return told if isinstance(told, dict) else {"words": note}
