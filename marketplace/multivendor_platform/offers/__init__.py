"""What each vendor asks for a shared product, and how many there are."""
