"""Which rows a query may see: database roles, row policies, contexts."""
