"""Databases for tests: a SQLite file and a PostgreSQL server of our own."""
