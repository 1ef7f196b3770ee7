"""What the guard says in the app's place: 503, when to come back, and nothing else about the inside."""

import re

_WANTS_HTML = re.compile(rb"^accept:[^\r\n]*text/html", re.IGNORECASE | re.MULTILINE)

_PROBLEM = (
    b'{"type": "about:blank", "title": "Service Unavailable", "status": 503, '
    b'"detail": "The application is starting or restarting. Try again in %d seconds.", "retry_after": %d}\n'
)

_PAGE = b"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta http-equiv="refresh" content="%d">
<title>Back in a moment</title>
<style>
:root { color-scheme: light dark }
body { font: 1.0625rem/1.6 system-ui, sans-serif; margin: 0; min-height: 100vh;
  display: grid; place-items: center }
main { max-width: 30rem; padding: 2rem }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 .75rem }
p { margin: 0 0 .75rem }
small { opacity: .7 }
</style>
</head>
<body>
<main>
<h1>Back in a moment</h1>
<p>This site is starting or restarting. The page loads again by itself in %d seconds.</p>
<p><small>503 Service Unavailable</small></p>
</main>
</body>
</html>
"""


def unavailable(request: bytes, retry_after: int) -> bytes:
    """Return a whole HTTP/1.1 answer with status 503 to a (possibly incomplete or malformed) request.

    Args:
        request: the bytes received so far; only the method and the Accept header matter.
        retry_after: seconds until a client may try again.

    """
    if _WANTS_HTML.search(request):
        kind, body = b"text/html; charset=utf-8", _PAGE % (retry_after, retry_after)
    else:
        kind, body = b"application/problem+json", _PROBLEM % (retry_after, retry_after)
    head = (
        b"HTTP/1.1 503 Service Unavailable\r\n"
        b"Server: fix502-guard\r\n"
        b"Retry-After: %d\r\n"
        b"Content-Type: %s\r\n"
        b"Content-Length: %d\r\n"
        b"Cache-Control: no-store\r\n"
        b"Vary: Accept\r\n"
        b"X-Content-Type-Options: nosniff\r\n"
        b"Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'\r\n"
        b"Connection: close\r\n\r\n"
    ) % (retry_after, kind, len(body))
    return head if request.startswith(b"HEAD ") else head + body
