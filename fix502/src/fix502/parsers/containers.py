# ruff: noqa: E501, ISC004, RUF001 - a table of messages: a regular expression and its example stay in one piece
"""Messages of what runs the app: Docker, the dynamic loader and shells, systemd, the kernel, Heroku."""

from fix502.parsers.patterns import Pattern, Speaker


def _rows(*rows: tuple[str, tuple[str, ...], str, str]) -> tuple[Pattern, ...]:
    return tuple(
        Pattern(subject=subject, words=words, regex=regex, sample=sample, speaker=Speaker.PLATFORM)
        for subject, words, regex, sample in rows
    )


PATTERNS: tuple[Pattern, ...] = _rows(
    # The program can't be executed
    (
        "exec-format",
        ("exec format error",),
        r"(?:exec (?:user process caused[:\" ]{1,4})?(?P<path>[\w./\-]{1,200})?:? ?\"?)?exec format error",
        "exec /usr/local/bin/gunicorn: exec format error",
    ),
    (
        "exec-format",
        ("does not match the detected host platform",),
        r"requested image's platform \((?P<found>[\w/]{1,40})\) does not match the detected host platform "
        r"\((?P<wanted>[\w/]{1,40})\)",
        "The requested image's platform (linux/arm64) does not match the detected host platform (linux/amd64)",
    ),
    (
        "crlf",
        ("$'\\r'",),
        r"\$'(?:[^']{0,40})?\\r'?'?:? ?(?:command not found)?",
        "/entrypoint.sh: line 2: $'\\r': command not found",
    ),
    (
        "crlf",
        ("\\r", ": no such file"),
        r"(?P<path>[‘'\"]?[\w./ \-]{1,100})\\r['’]: no such file",
        "/usr/bin/env: 'bash\\r': No such file or directory",
    ),
    (
        "crlf",
        ("illegal option -",),
        r"set: illegal option -\s*$",
        "/entrypoint.sh: 2: set: illegal option -",
    ),
    (
        "crlf",
        ("bad interpreter", "^m"),
        r"/bin/(?:ba)?sh\^M: bad interpreter",
        "/bin/bash^M: bad interpreter: No such file or directory",
    ),
    (
        "script-not-found",
        ("exec ", ".sh", "no such file or directory"),
        r"exec:? \"?(?P<path>[\w./\-]{1,200}\.sh)\"?:? (?:stat [\w./\-]{1,200}: )?no such file or directory",
        "exec /app/entrypoint.sh: no such file or directory",
    ),
    (
        "script-not-found",
        ("exec user process caused", "no such file or directory"),
        r"exec user process caused:? \"?no such file or directory",
        "standard_init_linux.go:228: exec user process caused: no such file or directory",
    ),
    (
        "command-missing",
        ("executable file not found in $path",),
        r"exec: \\?\"(?P<path>[^\"\\]{1,200})\\?\": executable file not found in \$PATH",
        'exec: "gunicorn": executable file not found in $PATH: unknown',
    ),
    (
        "command-missing",
        ("exec: ", "stat ", "no such file or directory"),
        r"exec: \\?\"(?P<path>[^\"\\]{1,200})\\?\": stat [^:]{1,200}: no such file or directory",
        'starting container process caused "exec: \\"/app/run\\": stat /app/run: no such file or directory"',
    ),
    (
        "command-missing",
        ("failed at step exec",),
        r"failed at step EXEC spawning (?P<path>[^:]{1,200}): no such file",
        "shop.service: Failed at step EXEC spawning /srv/env/bin/gunicorn: No such file or directory",
    ),
    (
        "command-missing",
        ("203/exec",),
        r"(?:code=exited, )?status=203/EXEC",
        "Main process exited, code=exited, status=203/EXEC",
    ),
    (
        "command-missing",
        ("failed to locate executable",),
        r"failed to locate executable (?P<path>[^:]{1,200}): no such file",
        "shop.service: Failed to locate executable /srv/env/bin/gunicorn: No such file or directory",
    ),
    (
        "command-missing",
        ("not found",),
        r"^(?:/bin/(?:ba)?sh|sh|bash|\S{0,100}\.sh|-?bash|/\S{1,80}): (?:line )?(?:\d{1,6}: )?"
        r"(?:exec: )?(?P<path>(?:\S{1,100}/)?(?:gunicorn|uvicorn|uwsgi|daphne|hypercorn|waitress-serve|python3?"
        r"|granian|celery|npm|node|yarn|pnpm|flask|django-admin|pipenv|poetry|uv|java|ruby|bundle|php)): "
        r"(?:command )?not found",
        "/bin/sh: 1: gunicorn: not found",
    ),
    (
        "command-missing",
        ("can't find command",),
        r"spawnerr: can't find command '(?P<path>[^']{1,200})'",
        "INFO spawnerr: can't find command '/srv/env/bin/gunicorn'",
    ),
    (
        "command-missing",
        ("exec ", "no such file or directory"),
        r"^exec (?P<path>[\w./\-]{1,200}(?<!\.sh)): no such file or directory",
        "exec /srv/env/bin/gunicorn: no such file or directory",
    ),
    (
        "command-missing",
        ("bad interpreter",),
        r"(?P<path>/[\w./\-]{1,200}): bad interpreter: no such file",
        "/srv/env/bin/gunicorn: /srv/env/bin/python: bad interpreter: No such file or directory",
    ),
    (
        "command-denied",
        ("exec", "permission denied"),
        r"exec:? \\?\"?(?P<path>[\w./\-]{1,200})\\?\"?: (?:stat \S{1,200}: )?permission denied",
        'exec: "/app/entrypoint.sh": permission denied: unknown',
    ),
    # Ports
    (
        "port-in-use",
        ("address already in use",),
        r"(?:(?:bind\(\) to|listen tcp\d?|on address|binding to|bind on address|connection in use:|error on "
        r"'?)[ (\['\"]{0,4}(?P<host>[\w.:*\[\]\-]{0,60}?)['\"]?(?:[:,] ?|\]:)(?P<port>\d{1,5})\b)?.{0,120}"
        r"address already in use",
        "nginx: [emerg] bind() to 0.0.0.0:80 failed (98: Address already in use)",
    ),
    (
        "port-in-use",
        ("connection in use",),
        r"connection in use: \('(?P<host>[^']{0,80})', (?P<port>\d{1,5})\)",
        "[ERROR] Connection in use: ('0.0.0.0', 8000)",
    ),
    (
        "port-in-use",
        ("connection in use",),
        r"connection in use: (?P<host>[\w/.\-]{1,200})$",
        "[ERROR] Connection in use: /run/shop.sock",
    ),
    (
        "port-in-use",
        ("port is already allocated",),
        r"bind for (?P<host>[\w.:\[\]]{1,60}):(?P<port>\d{1,5}) failed: port is already allocated",
        "Bind for 0.0.0.0:80 failed: port is already allocated",
    ),
    (
        "port-in-use",
        ("that port is already in use",),
        r"that port is already in use",
        "Error: That port is already in use.",
    ),
    (
        "port-in-use",
        ("is in use by another program",),
        r"port (?P<port>\d{1,5}) is in use by another program",
        "Port 5000 is in use by another program. Either identify and stop that program",
    ),
    (
        "port-in-use",
        ("eaddrinuse",),
        r"EADDRINUSE:? .{0,40}?(?P<host>[\w.:]{0,40}):(?P<port>\d{1,5})",
        "Error: listen EADDRINUSE: address already in use :::3000",
    ),
    (
        "port-in-use",
        ("ports are not available",),
        r"ports are not available: .{0,80}?:(?P<port>\d{1,5})",
        "Ports are not available: exposing port TCP 0.0.0.0:80 -> 0.0.0.0:0: listen tcp 0.0.0.0:80",
    ),
    (
        "port-privileged",
        ("permission denied", "bind"),
        r"(?:bind\(\) to|attempting to bind on address|listen tcp\d?|binding to|bind to|failed to bind|can't bind)"
        r"[ (\['\"]{0,4}(?P<host>[\w.:*\[\]\-]{0,60}?)['\"]?(?:[:,] ?|\]:)?(?P<port>\d{0,5})\b.{0,60}"
        r"permission denied",
        "ERROR: [Errno 13] error while attempting to bind on address ('0.0.0.0', 80): permission denied",
    ),
    (
        "port-privileged",
        ("connection to (", "errno 13"),
        r"connection to \('(?P<host>[^']{0,80})', (?P<port>\d{1,5})\) failed: \[errno 13\]",
        "[ERROR] connection to ('0.0.0.0', 80) failed: [Errno 13] Permission denied",
    ),
    (
        "port-privileged",
        ("you don't have permission to access that port",),
        r"you don't have permission to access that port",
        "Error: You don't have permission to access that port.",
    ),
    (
        "port-privileged",
        ("eacces", "listen"),
        r"listen EACCES:? .{0,40}?(?P<host>[\w.:]{0,40}):(?P<port>\d{1,5})",
        "Error: listen EACCES: permission denied 0.0.0.0:80",
    ),
    # Memory
    (
        "oom",
        ("oom-kill",),
        r"oom-kill:.{0,600}?task=(?P<process>[\w.\-]{1,40}),pid=(?P<pid>\d{1,9})|oom-kill:",
        "oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),task_memcg=/docker/ab,task=gunicorn,pid=77,uid=1000",
    ),
    (
        "oom",
        ("out of memory", "kill"),
        r"out of memory.{0,20} kill(?:ed)? process (?P<pid>\d{1,9})(?: \(|, )(?P<process>[\w.\- ]{1,40})",
        "Out of memory: Killed process 4211 (gunicorn) total-vm:812344kB, anon-rss:402112kB",
    ),
    (
        "oom",
        ("memory cgroup out of memory",),
        r"memory cgroup out of memory",
        "Memory cgroup out of memory: Killed process 77 (gunicorn)",
    ),
    (
        "oom",
        ("invoked oom-killer",),
        r"(?P<process>[\w.\-]{1,40}) invoked oom-killer",
        "gunicorn invoked oom-killer: gfp_mask=0xcc0, order=0",
    ),
    (
        "oom",
        ("oomkilled",),
        r"OOMKilled[\"']?:? ?(?:true|\W|$)(?!.{0,3}false)",
        '"OOMKilled": true,',
    ),
    (
        "oom",
        ("oom", "result"),
        r"failed with result 'oom-kill'|result=oom-kill|A process of this unit has been killed by the OOM killer",
        "shop.service: Failed with result 'oom-kill'.",
    ),
    (
        "oom",
        ("memory quota", "exceeded"),
        r"error R1[45] \(memory quota (?:vastly )?exceeded\)|process running mem=\d{1,6}M\(\d",
        "Error R14 (Memory quota exceeded)",
    ),
    (
        "oom",
        ("cannot allocate memory",),
        r"(?:errno 12\] |: |\()cannot allocate memory",
        "OSError: [Errno 12] Cannot allocate memory",
    ),
    (
        "oom",
        ("heap out of memory",),
        r"javascript heap out of memory",
        "FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory",
    ),
    (
        "oom",
        ("memoryerror",),
        r"^(?:\S{0,60}\.)?MemoryError\b",
        "MemoryError",
    ),
    # Native crash
    (
        "segfault",
        ("segmentation fault",),
        r"(?:^|: |error: )segmentation fault",
        "Fatal Python error: Segmentation fault",
    ),
    (
        "segfault",
        ("segfault at",),
        r"(?P<process>[\w.\-]{1,40})\[(?P<pid>\d{1,9})\]: segfault at",
        "gunicorn[77]: segfault at 0 ip 00007f sp 00007f error 4 in libc.so.6",
    ),
    (
        "segfault",
        ("sigsegv",),
        r"(?:sent|signal|killed by|with|by|code=dumped.{0,20}) ?(?:signal )?(?:\d{1,2} ?\(?)?SIGSEGV|11/SEGV"
        r"|^(?:fatal|error).{0,60}SIGSEGV",
        "[ERROR] Worker (pid:23) was sent SIGSEGV!",
    ),
    (
        "segfault",
        ("signal 11",),
        r"(?:killed by|terminated by|on|received|with) signal 11",
        "DAMN ! worker 1 (pid: 9) died, killed by signal 11 :( trying respawn ...",
    ),
    (
        "segfault",
        ("segmentation fault occurred",),
        r"!!! uWSGI process \d{1,9} got Segmentation Fault !!!|segmentation fault occurred",
        "segmentation fault occurred in worker",
    ),
    (
        "segfault",
        ("got segmentation fault",),
        r"got Segmentation Fault",
        "!!! uWSGI process 12 got Segmentation Fault !!!",
    ),
    (
        "segfault",
        ("trap invalid opcode",),
        r"(?P<process>[\w.\-]{1,40})\[(?P<pid>\d{1,9})\] trap invalid opcode",
        "traps: python[77] trap invalid opcode ip:7f sp:7f error:0 in lib.so",
    ),
    (
        "segfault",
        ("status 139",),
        r"(?:exited with (?:status|code) 139)",
        "Process exited with status 139",
    ),
    (
        "segfault",
        ("exited with code 139",),
        r"exited with code 139",
        "shop_web_1 exited with code 139",
    ),
    # Exit codes and kills
    (
        "killed-137",
        ("137",),
        r"exited with (?:code|status) 137|exit(?:ed)? ?code:? 137|Exited \(137\)",
        "shop_web_1 exited with code 137",
    ),
    (
        "killed-by-supervisor",
        ("sigkill",),
        r"(?:killing process \d{1,9} \(.{1,40}\) with signal SIGKILL"
        r"|did not stop within|stop(?:ping)? timeout|waiting for .{1,40} to stop.{0,40}sigkill)",
        "shop.service: Killing process 77 (gunicorn) with signal SIGKILL.",
    ),
    (
        "killed-by-supervisor",
        ("timed out. killing",),
        r"state '(?:stop|final)-sig\w{2,6}' timed out\. killing",
        "shop.service: State 'stop-sigterm' timed out. Killing.",
    ),
    (
        "killed-by-supervisor",
        ("failed to exit within", "force"),
        r"container .{0,80}failed to exit within (?P<seconds>\d{1,4}) ?s\w* of signal 15 - using the force",
        "Container 7b1e failed to exit within 10 seconds of signal 15 - using the force",
    ),
    # Heroku's router and process manager
    (
        "platform-boot-timeout",
        ("error r10",),
        r"error R10 \(boot timeout\)",
        "Error R10 (Boot timeout) -> Web process failed to bind to $PORT within 60 seconds of launch",
    ),
    (
        "platform-boot-timeout",
        ("code=h20",),
        r"code=H20",
        'at=error code=H20 desc="App boot timeout" method=GET path="/" status=503',
    ),
    (
        "platform-boot-timeout",
        ("no open ports detected",),
        r"no open ports detected|port scan timeout reached, no open",
        "==> Port scan timeout reached, no open ports detected.",
    ),
    (
        "app-crashed",
        ("code=h10",),
        r"code=H10",
        'at=error code=H10 desc="App crashed" method=GET path="/" status=503',
    ),
    (
        "app-crashed",
        ("state changed from", "to crashed"),
        r"state changed from \w{1,20} to crashed",
        "State changed from starting to crashed",
    ),
    (
        "router-timeout",
        ("code=h12",),
        r"code=H12",
        'at=error code=H12 desc="Request timeout" method=GET path="/" status=503',
    ),
    (
        "container-exited",
        ("exited with code",),
        r"(?P<service>[\w.\-]{1,80}) exited with code (?P<exit>[1-9]\d{0,2})",
        "shop_web_1 exited with code 1",
    ),
    (
        "container-exited",
        ("process exited with status",),
        r"process exited with status (?P<exit>[1-9]\d{0,2})",
        "Process exited with status 3",
    ),
    (
        "container-exited",
        ("main process exited",),
        r"main process exited, code=exited, status=(?P<exit>[1-9]\d{0,2})",
        "shop.service: Main process exited, code=exited, status=3/NOTIMPLEMENTED",
    ),
    (
        "container-restarting",
        ("restarting (",),
        r"restarting \((?P<exit>\d{1,3})\)",
        "Restarting (1) 5 seconds ago",
    ),
    (
        "start-too-often",
        ("start request repeated too quickly",),
        r"start request repeated too quickly",
        "shop.service: Start request repeated too quickly.",
    ),
    (
        "start-too-often",
        ("too many start retries too quickly",),
        r"gave up: (?P<process>[\w.\-:]{1,60}) entered FATAL state, too many start retries too quickly",
        "INFO gave up: web entered FATAL state, too many start retries too quickly",
    ),
)
