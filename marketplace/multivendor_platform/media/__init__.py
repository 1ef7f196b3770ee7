"""Pictures, kept in the database so that no deploy needs a volume."""
