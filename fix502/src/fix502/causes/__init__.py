"""What can be the cause of a 502: one cause, one file; its docstring is its page."""
