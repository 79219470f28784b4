"""The domain: who asks what, who may do what, and what may follow what. Knows the database, never HTTP."""
