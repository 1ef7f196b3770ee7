"""A PostgreSQL server that needs no installation: for `./run` on a developer's machine, and for tests.

The deployed marketplace never uses it (`settings_caprover` has no path to it).
"""
