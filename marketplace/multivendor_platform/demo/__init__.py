"""A shop's worth of invented data."""
