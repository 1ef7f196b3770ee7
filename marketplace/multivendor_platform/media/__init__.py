"""Images of products."""
