"""The marketplace's last stand: serves with nothing but Python, and as much of the API as there is.

`Dockerfile.backend.emergency` runs it. It stands on the standard library, so that a missing package, a
missing variable, a failed migration or an absent database takes away the API and never the answer.
"""
