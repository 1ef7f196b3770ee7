"""Vendors and who acts for them."""
