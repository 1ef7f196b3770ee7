"""What each vendor asks for a product, and how many there are."""
