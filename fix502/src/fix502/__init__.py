"""Finds out why a web app answers 502 Bad Gateway, repairs it, and proves that it is repaired."""

__version__ = "0.1.0"
