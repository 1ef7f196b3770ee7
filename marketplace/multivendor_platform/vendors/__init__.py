"""Vendors and their standing on the marketplace."""
