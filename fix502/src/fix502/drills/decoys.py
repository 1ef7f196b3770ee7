"""Noise that a real log holds and that is not the cause: a diagnosis must not be drawn to it."""

import time

from fix502.drills.containers import STDERR, STDOUT
from fix502.drills.sandbox import Sandbox

_SECOND = 1_000_000_000

_OLD_CRASH = (
    (STDERR, "Traceback (most recent call last):\n"),
    (STDERR, '  File "/app/multivendor_platform/wsgi.py", line 9, in <module>\n'),
    (STDERR, "    application = get_wsgi_application()\n"),
    (STDERR, "ModuleNotFoundError: No module named 'redis'\n"),
    (STDERR, 'django.db.utils.ProgrammingError: relation "django_session" already exists\n'),
    (STDOUT, "guard: start-up complete, serving on 0.0.0.0:80 after 4.2 s\n"),
)
"""What happened an hour ago and was over with the successful start that follows it."""

_HARMLESS = (
    (STDERR, 'NOTICE:  relation "django_migrations" already exists, skipping\n'),
    (STDOUT, '203.0.113.9 - - "GET /wp-login.php HTTP/1.0" 404 179\n'),
)
"""What is written at every start, or by strangers at any time."""


def decoys_write(sandbox: Sandbox) -> None:
    """Write the noise into the log of the app's newest container."""
    containers = sandbox.runtime.service(sandbox.app).containers()
    if not containers:
        return
    newest = containers[-1]
    before = newest.started_ns - 3600 * _SECOND
    for number, (stream, text) in enumerate(_OLD_CRASH):
        newest.write(stream, text, before + number * _SECOND)
    for number, (stream, text) in enumerate(_HARMLESS):
        newest.write(stream, text, min(newest.started_ns + number + 1, time.time_ns()))
