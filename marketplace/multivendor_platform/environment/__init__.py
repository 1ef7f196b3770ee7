"""Strict reading of environment variables. Imports no Django: the first boot step uses it alone."""
