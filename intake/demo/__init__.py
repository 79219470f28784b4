"""The demo: a year of work by invented people, played through the same verbs as real work."""
