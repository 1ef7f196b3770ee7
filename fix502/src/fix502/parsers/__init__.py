"""Log text to typed facts: pure functions, bounded in time on any input."""
