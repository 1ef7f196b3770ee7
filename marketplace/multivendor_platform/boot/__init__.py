"""Start-up as named steps, each a process of its own that the guard runs."""
