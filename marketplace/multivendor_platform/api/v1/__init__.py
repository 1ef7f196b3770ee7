"""Version 1: grows, never breaks."""
