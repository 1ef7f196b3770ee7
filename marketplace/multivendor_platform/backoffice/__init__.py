"""The operator's raw view of the data: Django's admin, dressed by unfold."""
