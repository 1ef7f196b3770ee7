"""Gunicorn's settings; it reads this file by itself when started in this folder.

The address is not here: `fix502 guard` listens, and hands the descriptor over (--bind fd://N).

Threads, because the work waits for PostgreSQL: measured on two cores with two workers, short requests are no
slower than with the sync worker; but beside eight requests that waited a second each for the database, sync
answered /health/ after 3.9 s and threads after 0.005 s.
"""

from __future__ import annotations

import os
from pathlib import Path


def worker_count() -> int:
    """WEB_CONCURRENCY, else one per core, from 2 (one may restart while the other serves) to 4."""
    given = os.environ.get("WEB_CONCURRENCY", "")
    if given.isdigit() and int(given) > 0:
        return int(given)
    return max(2, min(4, len(os.sched_getaffinity(0))))


wsgi_app = "multivendor_platform.wsgi:application"
workers = worker_count()
worker_class = "gthread"
threads = 4
# The heartbeat file must be in memory: on a busy disk a worker would count as hung.
MEMORY = Path("/dev/shm")  # noqa: S108 - Gunicorn makes its own unguessable file there
worker_tmp_dir = str(MEMORY) if MEMORY.is_dir() else None
# nginx gives up after 60 s; a worker whose loop hangs is replaced before, and the log says so.
timeout = 45
graceful_timeout = 20
keepalive = 5
# A leak in any library is bounded; the spread keeps the workers from restarting together.
max_requests = 20_000
max_requests_jitter = 2_000
# nginx writes the access log. Only the platform's proxy can reach the container, whatever its address.
accesslog = None
errorlog = "-"
forwarded_allow_ips = "*"
control_socket_disable = True
