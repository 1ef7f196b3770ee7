"""Looks at things without changing them, and says for each look how it ended."""
