"""Which team, which financing, which intermediary: the matching, fed with our own tables."""


class RouterCache:
    """Keeps the router of the matching, and makes it again when the reference data or the model changed."""
