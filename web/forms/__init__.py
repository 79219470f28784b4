"""Forms: what people fill in, checked and turned into drafts; no form touches the database."""
