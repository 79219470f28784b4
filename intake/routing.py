"""Which team, which financing, which intermediary: the matching, fed with our own tables."""

from pathlib import Path

from sqlalchemy.engine import Engine


class RouterCache:
    """Keeps the router of the matching, and makes it again when the reference data or the model changed."""

    def __init__(self, engine: Engine, data_dir: Path) -> None:
        self.engine = engine
        self.data_dir = data_dir

    def ready(self) -> bool:
        """Tell whether a question can be routed."""
        return True

    def has_model(self) -> bool:
        """Tell whether topics are recognised by a fitted model."""
        return False
