# ruff: noqa: E501, ISC004 - a table of messages: a regular expression and its example stay in one piece
"""The life of application servers in their logs: starts, listening addresses, workers, ends.

Gunicorn's texts are those of `gunicorn/arbiter.py`, `sock.py`, `util.py` and `workers/base.py` from 0.13 to
23; uWSGI's of `core/uwsgi.c`, `core/protocol.c` and `plugins/python`.
"""

from fix502.model.facts import FactKind
from fix502.parsers.patterns import Pattern

_KIND = FactKind.LOG_CLASS


def _rows(*rows: tuple[str, tuple[str, ...], str, str], fatal: bool = True) -> tuple[Pattern, ...]:
    return tuple(
        Pattern(kind=_KIND, subject=subject, words=words, regex=regex, sample=sample, fatal=fatal)
        for subject, words, regex, sample in rows
    )


# Steps in a server's life. The assembly joins them by pid; their subject begins with "life:".
LIFE: tuple[Pattern, ...] = _rows(
    (
        "life:start",
        ("starting gunicorn",),
        r"starting gunicorn (?P<version>\S{1,20})",
        "Starting gunicorn 23.0.0",
    ),
    ("life:start", ("starting uwsgi",), r"\*\*\* starting uwsgi", "*** Starting uWSGI 2.0.28 (64bit) ***"),
    (
        "life:start",
        ("started server process",),
        r"started server process \[(?P<pid>\d{1,9})\]",
        "INFO:     Started server process [1]",
    ),
    (
        "life:start",
        ("starting process with command",),
        r"starting process with command `(?P<command>[^`]{1,400})`",
        "Starting process with command `gunicorn shop.wsgi`",
    ),
    (
        "life:start",
        ("guard: server started",),
        r"^guard: server started \(pid (?P<pid>\d{1,9}), attempt (?P<attempt>\d{1,6})\)",
        "guard: server started (pid 23, attempt 1)",
    ),
    (
        "life:boot",
        ("booting worker with pid",),
        r"booting worker with pid: (?P<pid>\d{1,9})",
        "[INFO] Booting worker with pid: 7",
    ),
    (
        "life:boot",
        ("spawned uwsgi worker",),
        r"spawned uwsgi worker (?:\d{1,4} )?(?:\(and the only\) )?\(pid: (?P<pid>\d{1,9})",
        "spawned uWSGI worker 1 (pid: 8, cores: 1)",
    ),
    (
        "life:up",
        ("application startup complete",),
        r"application startup complete",
        "INFO:  Application startup complete.",
    ),
    (
        "life:timeout",
        ("worker timeout",),
        r"worker timeout \(pid:\s?(?P<pid>\d{1,9})\)",
        "[CRITICAL] WORKER TIMEOUT (pid:97)",
    ),
    (
        "life:timeout",
        ("harakiri on worker",),
        r"harakiri on worker \d{1,4} \(pid: (?P<pid>\d{1,9})",
        "*** HARAKIRI ON WORKER 1 (pid: 8, try: 1) ***",
    ),
    (
        "life:signal",
        ("was sent sig",),
        r"worker \(pid:\s?(?P<pid>\d{1,9})\) was sent (?P<signal>SIG[A-Z]{2,8})",
        "[ERROR] Worker (pid:97) was sent SIGKILL! Perhaps out of memory?",
    ),
    (
        "life:signal",
        ("was terminated due to signal",),
        r"worker with pid (?P<pid>\d{1,9}) was terminated due to signal (?P<number>\d{1,2})",
        "[WARNING] Worker with pid 12 was terminated due to signal 9",
    ),
    (
        "life:signal",
        ("died, killed by signal",),
        r"worker \d{1,4} \(pid: (?P<pid>\d{1,9})\) died, killed by signal (?P<number>\d{1,2})",
        "DAMN ! worker 1 (pid: 8) died, killed by signal 9 :( trying respawn ...",
    ),
    (
        "life:signal",
        ("child process [", "died"),
        r"child process \[(?P<pid>\d{1,9})\] died",
        "INFO:     Child process [12] died",
    ),
    (
        "life:worker-exit",
        ("worker exiting",),
        r"worker exiting \(pid:? (?P<pid>\d{1,9})\)",
        "Worker exiting (pid: 7)",
    ),
    (
        "life:worker-exit",
        ("exited with code",),
        r"worker \(pid:\s?(?P<pid>\d{1,9})\) exited with code (?P<exit>\d{1,3})",
        "[ERROR] Worker (pid:9) exited with code 3",
    ),
    (
        "life:recycle",
        ("autorestarting worker",),
        r"autorestarting worker after current request",
        "Autorestarting worker after current request.",
    ),
    (
        "life:recycle",
        ("maximum request limit of",),
        r"maximum request limit of \d{1,9} exceeded",
        "WARNING:  Maximum request limit of 1000 exceeded. Terminating process.",
    ),
    (
        "life:failed-boot",
        ("worker failed to boot",),
        r"worker failed to boot",
        "Reason: Worker failed to boot.",
    ),
    (
        "life:failed-boot",
        ("exception in worker process",),
        r"exception in worker process",
        "[ERROR] Exception in worker process",
    ),
    ("life:failed-boot", ("app failed to load",), r"app failed to load", "Reason: App failed to load."),
    (
        "life:failed-boot",
        ("haltserver",),
        r"HaltServer",
        "gunicorn.errors.HaltServer: <HaltServer 'Worker failed to boot.' 3>",
    ),
    ("life:down", ("shutting down: master",), r"shutting down: master", "[INFO] Shutting down: Master"),
    (
        "life:handling",
        ("handling signal",),
        r"handling signal: (?P<signal>\w{1,10})",
        "[INFO] Handling signal: term",
    ),
    (
        "life:orphan",
        ("parent changed, shutting down",),
        r"parent changed, shutting down",
        "Parent changed, shutting down: <Worker 7>",
    ),
    (
        "life:complete",
        ("guard: start-up complete",),
        r"^guard: start-up complete, serving on (?P<address>\S{1,200}) after (?P<seconds>[\d.]{1,10}) s",
        "guard: start-up complete, serving on 0.0.0.0:80 after 1.9 s",
    ),
    (
        "life:guard-exit",
        ("guard: server exited",),
        r"^guard: server exited \(pid (?P<pid>\d{1,9}), (?:exit (?P<exit>\d{1,3})|signal (?P<signal>\w{1,12}))\)",
        "guard: server exited (pid 23, exit 3), starting again in 2 s",
    ),
    (
        "life:step",
        ("guard: step ",),
        r"(?:^|\.\.\.)guard: step (?P<step>[\w\-]{1,60}): (?P<outcome>ok|failed) in (?P<seconds>[\d.]{1,10}) s "
        r"\((?P<need>required|optional)(?:, exit (?P<exit>\d{1,3})|, (?!attempt)[^,()]{1,120})?"
        r"(?:, attempt (?P<attempt>\d{1,6}))?\)",
        "guard: step database: failed in 0.41 s (required, exit 75, attempt 2), trying again in 5 s",
    ),
    fatal=False,
)

# Where a server says that it listens. Groups: host, port, pid, or path of a Unix socket.
_URL = r"(?:https?|tcp|wss?)://\[?(?P<host>[\w.\-:*]{0,100}?)\]?:(?P<port>\d{1,5})\b"
LISTENING: tuple[Pattern, ...] = _rows(
    (
        "gunicorn",
        ("listening at:",),
        r"listening at: (?:" + _URL + r"|(?P<path>unix:\S{1,200}))(?:.{0,300}\((?P<pid>\d{1,9})\))?",
        "[INFO] Listening at: http://0.0.0.0:8000 (7)",
    ),
    ("uvicorn", ("uvicorn running on",), r"uvicorn running on " + _URL, "INFO: Uvicorn running on http://127.0.0.1:8000"),
    (
        "django-runserver",
        ("starting development server at",),
        r"starting (?:asgi/\w{1,20} )?development server at " + _URL,
        "Starting development server at http://127.0.0.1:8000/",
    ),
    ("django-runserver", ("development server is running at",), r"development server is running at " + _URL, "Development server is running at http://127.0.0.1:8000/"),
    ("waitress", ("serving on",), r"serving on " + _URL, "INFO:waitress:Serving on http://0.0.0.0:8080"),
    ("flask", ("running on http",), r"(?<!uvicorn )running on (?:all addresses|" + _URL + ")", " * Running on http://127.0.0.1:5000"),
    (
        "daphne",
        ("listening on tcp address",),
        r"listening on tcp address (?P<host>[\w.:\-]{1,60}):(?P<port>\d{1,5})",
        "INFO Listening on TCP address 127.0.0.1:8000",
    ),
    (
        "uwsgi",
        ("bound to tcp address",),
        r"uwsgi socket \d{1,3} bound to tcp address (?P<host>[\w.\-]{0,60}):(?P<port>\d{1,5})",
        "uwsgi socket 0 bound to TCP address 127.0.0.1:3031 fd 3",
    ),
    (
        "uwsgi",
        ("uwsgi http bound on",),
        r"uwsgi http bound on (?P<host>[\w.\-]{0,60}):(?P<port>\d{1,5})",
        "uWSGI http bound on 0.0.0.0:80 fd 4",
    ),
    (
        "guard",
        ("guard: listening on",),
        r"^guard: listening on (?P<host>[\w.:\[\]\-]{1,60}):(?P<port>\d{1,5}) \(pid (?P<pid>\d{1,9})\)",
        "guard: listening on 0.0.0.0:80 (pid 7)",
    ),
    (
        "socket-table",
        ("listen", "tcp"),
        r"^tcp6? {1,10}\d{1,9} {1,10}\d{1,9} (?P<host>[\d.:]{2,40}):(?P<port>\d{1,5}) {1,40}\S{3,60} {1,20}LISTEN"
        r" {1,20}(?P<pid>\d{1,9})/(?P<program>[\w.\-: ]{1,40})",
        "tcp        0      0 127.0.0.1:5500          0.0.0.0:*               LISTEN      1/python3",
    ),
    (
        "server",
        ("listening",),
        r"(?:listening|server (?:is )?(?:running|started|listening))(?: and serving https?)? (?:on|at) "
        r"(?:port:? |" + r"(?:https?://)?\[?(?P<host>[A-Za-z0-9.\-:*]{0,80}?)\]?:)(?P<port>\d{2,5})\b",
        "Server listening on http://localhost:3000",
    ),
    (
        "server",
        ("running", "port"),
        r"(?:server|app|application|service) (?:is )?(?:now )?(?:running|started|up) (?:on|at) port:? (?P<port>\d{2,5})",
        "Server running on port 3000",
    ),
    (
        "node",
        ("local:", "http://"),
        r"local: {1,10}" + _URL,
        "   - Local:        http://localhost:3000",
    ),
    (
        "node",
        ("started server on",),
        r"started server on (?P<host>[\w.:\[\]]{1,40}):(?P<port>\d{1,5})",
        "ready - started server on 0.0.0.0:3000, url: http://localhost:3000",
    ),
    (
        "tomcat",
        ("tomcat", "port"),
        r"tomcat (?:started|initialized) (?:on|with) ports?(?:\(s\))?:? (?P<port>\d{1,5})",
        "Tomcat started on port(s): 8080 (http)",
    ),
    fatal=False,
)  # fmt: skip

# Faults that only servers name.
PATTERNS: tuple[Pattern, ...] = _rows(
    (
        "uwsgi-no-app",
        ("no python application found",),
        r"no python application found, check your startup logs",
        "--- no python application found, check your startup logs for errors ---",
    ),
    (
        "uwsgi-no-app",
        ("no app loaded. going in full dynamic mode",),
        r"no app loaded\. going in full dynamic mode",
        "*** no app loaded. going in full dynamic mode ***",
    ),
    (
        "uwsgi-block",
        ("invalid request block size",),
        r"invalid request block size: (?P<size>\d{1,9}) \(max (?P<limit>\d{1,9})\)",
        "invalid request block size: 21573 (max 4096)...skip",
    ),
    (
        "target",
        ("failed to find a",),
        r"failed to find (?:attribute|application object:?) '(?P<attribute>[^']{1,100})' in '(?P<module>[^']{1,200})'",
        "Failed to find attribute 'application' in 'shop.wsgi'.",
    ),
    (
        "target",
        ("error loading asgi app",),
        r"error loading asgi app\. (?:could not import module|attribute \"(?P<attribute>[^\"]{1,100})\" not found in "
        r"module|import string) \"(?P<module>[^\"]{1,200})\"",
        'ERROR:    Error loading ASGI app. Could not import module "main".',
    ),
    (
        "target",
        ("failed to find", "application or factory in module"),
        r"failed to find \w{1,20} application or factory in module '(?P<module>[^']{1,200})'",
        "Error: Failed to find Flask application or factory in module 'app'. Use 'app:name' to specify one.",
    ),
    (
        "target",
        ("error: could not import '",),
        r"error: could not import '(?P<module>[\w.]{1,200})'",
        "Error: Could not import 'shop.web'.",
    ),
    (
        "target",
        ("can't open file", "no such file"),
        r"can't open file [\"']?(?P<module>[\w./\-]{1,200}\.py)[\"']?: \[errno 2\] no such file",
        "python: can't open file '/app/manage.py': [Errno 2] No such file or directory",
    ),
    (
        "target",
        ("chdir",),
        r"(?:can't chdir to|chdir\(\):|error: chdir) '?(?P<module>[\w./\-]{0,200})",
        "Error: can't chdir to '/srv/shop'",
    ),
    (
        "command",
        ("can't connect to (",),
        r"can't connect to \('(?P<host>[^']{0,20}[^\w.:\-*'\[\]%][^']{0,100})', (?P<port>\d{1,5})\)",
        "[ERROR] Can't connect to ('ind=0.0.0.0', 80)",
    ),
    (
        "command",
        ("invalid address",),
        r"invalid address: (?P<host>.{1,100})",
        "[ERROR] Invalid address: ('0.0.0.0.0', 8000)",
    ),
    (
        "command",
        ("error", "unrecognized arguments"),
        r"(?P<program>gunicorn|uvicorn|daphne|hypercorn|waitress-serve|manage\.py \w{1,30}|celery): error: "
        r"unrecognized arguments: (?P<name>.{1,200})",
        "gunicorn: error: unrecognized arguments: --worker 3",
    ),
    (
        "command",
        ("error: argument ",),
        r"(?P<program>gunicorn|uvicorn|daphne|hypercorn): error: argument (?P<name>.{1,200})",
        "gunicorn: error: argument -w/--workers: invalid int value: 'three'",
    ),
    (
        "command",
        ("is not a valid port number",),
        r"'(?P<name>[^']{0,100})' is not a valid port number",
        "Error: '$PORT' is not a valid port number.",
    ),
    (
        "command",
        ("no such option",),
        r"error: no such option: (?P<name>-{1,2}[\w\-]{1,60})",
        "Error: No such option: --bnd",
    ),
    (
        "command",
        ("must be in format",),
        r"import string \"(?P<name>[^\"]{1,200})\" must be in format",
        'ERROR: Error loading ASGI app. Import string "main" must be in format "<module>:<attribute>".',
    ),
    (
        "command",
        ("got unexpected extra argument",),
        r"error: got unexpected extra arguments? \((?P<name>[^)]{1,200})\)",
        "Error: Got unexpected extra argument (app)",
    ),
    (
        "command",
        ("invalid value for '--",),
        r"error: invalid value for '(?P<name>--[\w\-]{1,60})",
        "Error: Invalid value for '--port': '$PORT' is not a valid integer.",
    ),
    (
        "command",
        ("no application module specified",),
        r"no application module specified",
        "gunicorn: error: No application module specified.",
    ),
    (
        "command",
        ("class uri", "invalid or not found"),
        r"class uri ['\"](?P<name>[^'\"]{1,100})['\"] invalid or not found",
        "Error: class uri 'uvicorn.workers.UvicornWorker' invalid or not found:",
    ),
    (
        "command",
        ("failed to parse", "as an attribute name or function call"),
        r"failed to parse ['\"](?P<name>[^'\"]{1,200})['\"] as an attribute name or function call",
        "Failed to parse ' app' as an attribute name or function call.",
    ),
    (
        "config-missing",
        ("doesn't exist", "error"),
        r"error: (?:error: )?[\"']?(?P<path>[\w./\-:]{1,200})[\"']? doesn't exist",
        "Error: '/app/gunicorn.conf.py' doesn't exist",
    ),
)  # fmt: skip
