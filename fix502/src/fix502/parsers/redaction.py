"""Takes secrets out of text at the boundary, before anything is stored, shown or compared.

Every collector and `fix502 decode` pass what they read through `redact`. It errs on the side of hiding:
a value that only looks like a secret is hidden too. Each pattern is linear: no nested repetition.
"""

import re
from collections.abc import Callable
from functools import cache

HIDDEN = "[hidden]"

# Names whose value is secret, as a part of a variable's, key's or header's name.
_HIDDEN_NAMES = (
    r"(?:pass(?:word|wd|phrase)?|pwd|secret|token|api_?-?key|access_?-?key|private_?-?key|signing_?-?key"
    r"|encryption_?-?key|credential|cookie|session_?-?id|csrf|salt|dsn|authorization|otp)"
)

# Words that follow a secret-looking name in ordinary messages and are no secret.
_HARMLESS = frozenset(
    {"yes", "no", "none", "null", "true", "false", "required", "missing", "empty", "unset", "not", "is"}
)


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...]:
    flags = re.IGNORECASE
    return (
        # Private keys and certificates' keys, also when cut off at the end.
        (
            re.compile(
                r"-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----.{0,20000}?"
                r"(?:-----END [A-Z ]{0,30}PRIVATE KEY-----|\Z)",
                re.DOTALL,
            ),
            f"-----BEGIN PRIVATE KEY----- {HIDDEN}",
        ),
        # scheme://user:password@host
        (
            re.compile(r"\b([a-z][a-z0-9+.\-]{1,20}://[^\s:/@\"']{0,100}):([^\s@\"']{1,300})@", flags),
            rf"\1:{HIDDEN}@",
        ),
        # Authorization: Bearer …, Basic …
        (
            re.compile(r"\b(bearer|basic|digest|negotiate)(\s{1,3})[a-z0-9+/=._~\-]{8,4000}", flags),
            rf"\1\2{HIDDEN}",
        ),
        # JSON Web Tokens
        (
            re.compile(r"\beyJ[A-Za-z0-9_\-]{8,4000}\.[A-Za-z0-9_\-]{4,4000}(?:\.[A-Za-z0-9_\-]{0,4000})?"),
            HIDDEN,
        ),
        # Well-known token forms: GitHub, GitLab, Slack, Stripe, AWS, Google, OpenAI, SendGrid
        (
            re.compile(
                r"\b(?:gh[pousr]_[A-Za-z0-9]{20,255}|github_pat_\w{20,255}|glpat-[\w\-]{16,64}"
                r"|xox[abposr]-[\w\-]{10,200}|(?:sk|pk|rk)_(?:live|test)_\w{10,200}|sk-[\w\-]{20,200}"
                r"|AKIA[0-9A-Z]{16}|AIza[\w\-]{35}|SG\.[\w\-]{16,64}\.[\w\-]{16,64})"
            ),
            HIDDEN,
        ),
        # Header lines: everything after the colon is the value.
        (
            re.compile(
                r"\b((?:proxy-)?authorization|cookie|set-cookie|x-api-key|x-csrftoken)(\"?'?\s{0,3}[:=]\s{0,3})"
                r"[^\r\n]{1,4000}",
                flags,
            ),
            rf"\1\2{HIDDEN}",
        ),
        # NAME=value, "name": "value", name: value, --name value
        (
            re.compile(
                rf"({_HIDDEN_NAMES}[\w.\-]{{0,60}}[\"']?\s{{0,3}}(?:=>|[=:])\s{{0,3}})"
                r"(\"[^\"\r\n]{0,2000}\"?|'[^'\r\n]{0,2000}'?|[^\s\"',;)}\]&|]{1,2000})",
                flags,
            ),
            _hide_value,
        ),
        (
            re.compile(
                rf"(--[\w\-]{{0,40}}{_HIDDEN_NAMES}[\w\-]{{0,20}}\s{{1,3}})([^\s\"'-][^\s]{{0,500}})", flags
            ),
            _hide_value,
        ),
    )


def _hide_value(match: re.Match[str]) -> str:
    name, value = match.group(1), match.group(2)
    bare = value.strip("\"'")
    if bare.lower() in _HARMLESS or bare == HIDDEN or bare.startswith(("[hidden", "<", "(", "/", "*")):
        return match.group(0)
    quote = value[0] if value[0] in "\"'" else ""
    return f"{name}{quote}{HIDDEN}{quote}"


# Cheap test before the patterns: no secret has a form without one of these.
_MARKS = (
    "pass", "pwd", "secret", "token", "key", "credential", "cookie", "session", "csrf", "salt", "dsn",
    "authorization", "otp", "://", "bearer", "basic", "digest", "negotiate", "eyj", "gh", "glpat", "xox",
    "sk-", "sk_", "pk_", "rk_", "akia", "aiza", "sg.",
)  # fmt: skip


def redact(text: str) -> str:
    """Return `text` with every secret that has a known form replaced by `[hidden]`.

    Redacting twice changes nothing. Text of several lines is welcome: a private key spans lines.
    """
    low = text.lower()
    if not any(mark in low for mark in _MARKS):
        return text
    for pattern, replacement in _patterns():
        text = pattern.sub(replacement, text)
    return text
