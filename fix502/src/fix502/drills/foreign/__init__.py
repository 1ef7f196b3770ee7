"""A small site that knows nothing of fix502 or the marketplace: somebody else's app.

Its image starts as so many do, `collectstatic && gunicorn`: when the first fails, the second never runs.
"""
