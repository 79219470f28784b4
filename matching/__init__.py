"""Text in, ranked suggestions with evidence out; no web framework, no database, no clock, no network."""
