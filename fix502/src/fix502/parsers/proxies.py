# ruff: noqa: E501, ISC004 - a table of messages: a regular expression and its example stay in one piece
"""Error lines of nginx, by the stage at which it failed, and the few of other proxies.

The texts are those of nginx's `src/http/ngx_http_upstream.c` and `src/core/ngx_resolver.c`. The status a
visitor sees follows from the stage: a read timeout becomes 504, nearly everything else 502.
"""

from fix502.model.facts import FactKind
from fix502.parsers.patterns import Pattern, Speaker

_UPSTREAM = r"(?:.{0,2000}?upstream: \"(?P<upstream>[^\"]{1,400})\")?"


def _rows(*rows: tuple[str, tuple[str, ...], str, str]) -> tuple[Pattern, ...]:
    return tuple(
        Pattern(
            kind=FactKind.PROXY_ERROR,
            subject=subject,
            words=words,
            regex=regex,
            sample=sample,
            speaker=Speaker.PROXY,
        )
        for subject, words, regex, sample in rows
    )


PATTERNS: tuple[Pattern, ...] = _rows(
    (
        "connect",
        ("failed (", "while connecting to upstream"),
        r"connect\(\) (?:to (?P<target>\S{1,300}) )?failed \((?P<errno>\d{1,3}): [^)]{1,80}\) while connecting "
        r"to upstream" + _UPSTREAM,
        "2024/05/01 10:00:00 [error] 7#7: *1 connect() failed (111: Connection refused) while connecting to "
        'upstream, client: 10.0.0.1, server: shop, request: "GET / HTTP/1.1", upstream: "http://172.18.0.3:8000/"',
    ),
    (
        "connect",
        ("upstream timed out", "while connecting to upstream"),
        r"upstream timed out \((?P<errno>110): [^)]{1,80}\) while connecting to upstream" + _UPSTREAM,
        "[error] 7#7: *1 upstream timed out (110: Connection timed out) while connecting to upstream, "
        'client: 10.0.0.1, upstream: "http://172.18.0.3:8000/"',
    ),
    (
        "read-timeout",
        ("upstream timed out", "while reading"),
        r"upstream timed out \((?P<errno>110): [^)]{1,80}\) while reading (?:response header from )?upstream"
        + _UPSTREAM,
        "[error] 7#7: *1 upstream timed out (110: Connection timed out) while reading response header from "
        'upstream, client: 10.0.0.1, upstream: "http://127.0.0.1:8000/slow"',
    ),
    (
        "resolve",
        ("host not found in upstream",),
        r"host not found in upstream \"(?P<host>[^\"]{1,200})\"",
        'nginx: [emerg] host not found in upstream "web:8000" in /etc/nginx/conf.d/default.conf:4',
    ),
    (
        "resolve",
        ("could not be resolved (",),
        r"(?P<host>[\w.\-]{1,200}) could not be resolved \((?P<errno>\d{1,3}): ",
        "[error] 7#7: *1 web could not be resolved (3: Host not found), client: 10.0.0.1, server: shop",
    ),
    (
        "resolve",
        ("no resolver defined to resolve",),
        r"no resolver defined to resolve (?P<host>[\w.\-]{1,200})",
        "[error] 7#7: *1 no resolver defined to resolve web, client: 10.0.0.1, server: shop",
    ),
    (
        "no-live",
        ("no live upstreams",),
        r"no live upstreams while connecting to upstream" + _UPSTREAM,
        "[error] 7#7: *1 no live upstreams while connecting to upstream, client: 10.0.0.1, "
        'upstream: "http://backend/"',
    ),
    (
        "header-too-big",
        ("upstream sent too big header",),
        r"upstream sent too big header while reading response header from upstream" + _UPSTREAM,
        "[error] 7#7: *1 upstream sent too big header while reading response header from upstream, "
        'client: 10.0.0.1, upstream: "http://127.0.0.1:8000/login"',
    ),
    (
        "invalid-header",
        ("upstream sent", "while reading response header from upstream"),
        r"upstream sent (?:no valid HTTP/1\.0 header|invalid header|unsupported FastCGI protocol version)"
        r".{0,200}while reading response header from upstream" + _UPSTREAM,
        "[error] 7#7: *1 upstream sent no valid HTTP/1.0 header while reading response header from upstream, "
        'upstream: "http://127.0.0.1:8000/"',
    ),
    (
        "closed",
        ("upstream prematurely closed connection",),
        r"upstream prematurely closed (?:FastCGI stdout|connection) while reading "
        r"(?:response header from )?upstream" + _UPSTREAM,
        "[error] 7#7: *1 upstream prematurely closed connection while reading response header from upstream, "
        'client: 10.0.0.1, upstream: "http://127.0.0.1:8000/"',
    ),
    (
        "reset",
        ("failed (104",),
        r"(?:recv|readv|send|writev)\(\) failed \((?P<errno>104): [^)]{1,80}\) while (?:reading|sending)"
        + _UPSTREAM,
        "[error] 7#7: *1 recv() failed (104: Connection reset by peer) while reading response header from "
        'upstream, upstream: "http://127.0.0.1:8000/"',
    ),
    (
        "tls",
        ("ssl_do_handshake() failed", "upstream"),
        r"SSL_do_handshake\(\) failed .{0,300}while SSL handshaking to upstream" + _UPSTREAM,
        "[error] 7#7: *1 SSL_do_handshake() failed (SSL: error:0A00010B:SSL routines::wrong version number) "
        'while SSL handshaking to upstream, upstream: "https://127.0.0.1:8000/"',
    ),
    (
        "connections-exhausted",
        ("worker_connections are not enough",),
        r"worker_connections are not enough",
        "[alert] 7#7: 768 worker_connections are not enough",
    ),
    (
        "selinux",
        ("avc:", "denied", "httpd_t"),
        r"avc: {1,4}denied {1,4}\{ ?(?:name_connect|connectto|write|read|open|getattr)[ \w]{0,40}\}.{0,400}httpd_t",
        'type=AVC msg=audit(1:2): avc:  denied  { name_connect } for  pid=3 comm="nginx" dest=8000 '
        "scontext=system_u:system_r:httpd_t:s0 tcontext=system_u:object_r:http_port_t:s0 tclass=tcp_socket",
    ),
    # HAProxy, Apache, Caddy, Traefik
    (
        "connect",
        ("ah00957", "attempt to connect to"),
        r"\((?P<errno>\d{1,3})\)[\w ]{1,40}: AH00957: \w{1,10}: attempt to connect to (?P<target>\S{1,200})",
        "[proxy:error] (111)Connection refused: AH00957: http: attempt to connect to 127.0.0.1:8000 failed",
    ),
    (
        "connect",
        ("dial tcp", "connection refused"),
        r"dial tcp (?P<target>[\w.:\[\]]{1,100}): connect: connection refused()",
        '{"level":"error","logger":"http.log.error","msg":"dial tcp 172.18.0.3:8000: connect: connection refused"}',
    ),
    (
        "no-live",
        ("has no server available",),
        r"(?:backend|proxy) (?P<upstream>\S{1,80}) has no server available",
        "backend shop has no server available!",
    ),
)
