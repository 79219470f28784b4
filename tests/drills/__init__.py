"""Drills: the real program, as it is installed, in trouble."""
