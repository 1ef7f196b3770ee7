# ruff: noqa: E501 - a table of messages: a regular expression and its example stay in one piece
"""Messages about connections to databases: libpq, psycopg 2 and 3, asyncpg, mysqlclient, PyMySQL.

The texts are those of PostgreSQL 9 to 18 (`src/interfaces/libpq`, `src/backend/libpq/auth.c`,
`src/backend/utils/init/postinit.c`), MySQL and MariaDB (errmsg), and Django's wrappers around them.
"""

from fix502.model.facts import FactKind
from fix502.parsers.patterns import Pattern

_DB = FactKind.DATABASE_MESSAGE

# libpq ≥ 14: `connection to server at "db" (172.18.0.2), port 5432 failed: …`
_SERVER = (
    r"(?:connection to server at \"(?P<host>[^\"]{1,200})\"[^,]{0,120}, port (?P<port>\d{1,5}) failed: )?"
)


def _pattern(subject: str, words: tuple[str, ...], regex: str, sample: str, *, fatal: bool = True) -> Pattern:
    return Pattern(kind=_DB, subject=subject, words=words, regex=regex, sample=sample, fatal=fatal)


PATTERNS: tuple[Pattern, ...] = (
    # Login refused: SQLSTATE 28P01 and 28000, MySQL 1045
    _pattern(
        "auth-failed",
        ("password authentication failed for user",),
        _SERVER + r".{0,40}password authentication failed for user \"(?P<role>[^\"]{1,100})\"",
        'connection to server at "db" (172.18.0.2), port 5432 failed: '
        'FATAL:  password authentication failed for user "shop"',
    ),
    _pattern(
        "auth-failed",
        ("role ", " does not exist"),
        _SERVER + r"(?:FATAL|fatal|failed): .{0,40}role \"(?P<role>[^\"]{1,100})\" does not exist",
        'FATAL:  role "shop" does not exist',
    ),
    _pattern(
        "auth-failed",
        ("no password supplied",),
        _SERVER + r".{0,40}fe_sendauth: no password supplied",
        'connection to server at "db" (172.18.0.2), port 5432 failed: fe_sendauth: no password supplied',
    ),
    _pattern(
        "auth-failed",
        ("authentication failed for user",),
        _SERVER + r"(?:peer|ident|ldap|pam|scram|gssapi|radius|cert\w*) authentication failed for user "
        r"\"(?P<role>[^\"]{1,100})\"",
        'FATAL:  Peer authentication failed for user "shop"',
    ),
    _pattern(
        "auth-failed",
        ("access denied for user",),
        r"access denied for user '(?P<role>[^']{0,100})'@'(?P<client>[^']{0,200})' \(using password",
        "(1045, \"Access denied for user 'shop'@'172.18.0.3' (using password: YES)\")",
    ),
    _pattern(
        "auth-failed",
        ("wrong password",),
        r"(?:psycopg|asyncpg|OperationalError|FATAL).{0,60}wrong password",
        "psycopg.OperationalError: connection failed: ERROR:  wrong password",
    ),
    _pattern(
        "auth-failed",
        ("sasl authentication failed",),
        _SERVER + r".{0,60}SASL authentication failed",
        'connection to server at "db" (10.0.0.2), port 6432 failed: FATAL:  SASL authentication failed',
    ),
    _pattern(
        "auth-failed",
        ("invalidpassworderror",),
        r"asyncpg\.exceptions\.Invalid(?:Password|AuthorizationSpecification)Error"
        r"(?:: .{0,60}user \"(?P<role>[^\"]{1,100})\")?",
        'asyncpg.exceptions.InvalidPasswordError: password authentication failed for user "shop"',
    ),
    # Name does not resolve: getaddrinfo's texts (glibc and musl), MySQL 2005
    _pattern(
        "unresolvable",
        ("could not translate host name",),
        r"could not translate host name \"(?P<host>[^\"]{1,200})\" to address",
        'could not translate host name "db" to address: Temporary failure in name resolution',
    ),
    _pattern(
        "unresolvable",
        ("failed to resolve host",),
        r"failed to resolve host '(?P<host>[^']{1,200})'",
        "psycopg.OperationalError: failed to resolve host 'db': [Errno -2] Name or service not known",
    ),
    _pattern(
        "unresolvable",
        ("unknown mysql server host",),
        r"unknown (?:mysql )?server host '(?P<host>[^']{1,200})'",
        "(2005, \"Unknown MySQL server host 'db' (-2)\")",
    ),
    _pattern(
        "unresolvable",
        ("can't connect to mysql server on", "name"),
        r"can\\?'t connect to (?:mysql|mariadb) server on \\?['\"](?P<host>[^'\"\\]{1,200})\\?['\"].{0,40}"
        r"(?:name or service not known|name resolution|nodename nor servname|name does not resolve)",
        "(2003, \"Can't connect to MySQL server on 'db' ([Errno -2] Name or service not known)\")",
    ),
    # TCP refused: libpq before and since 14, psycopg 3, MySQL 2002 and 2003
    _pattern(
        "refused",
        ("is the server running on host",),
        r"is the server running on host \"(?P<host>[^\"]{1,200})\"(?: \([^)]{0,80}\))?(?: and accepting)?"
        r"(?:.{0,40}port (?P<port>\d{1,5}))?",
        'Is the server running on host "127.0.0.1" and accepting TCP/IP connections on port 5432?',
    ),
    _pattern(
        "refused",
        ("connection to server at", "connection refused"),
        r"connection to server at \"(?P<host>[^\"]{1,200})\"[^,]{0,120}, port (?P<port>\d{1,5}) failed: "
        r"connection refused",
        'connection to server at "db" (172.18.0.2), port 5432 failed: Connection refused',
    ),
    _pattern(
        "refused",
        ("connection to server on socket", "no such file"),
        r"connection to server on socket \"(?P<host>[^\"]{1,200})\" failed: no such file",
        'connection to server on socket "/var/run/postgresql/.s.PGSQL.5432" failed: No such file or directory',
    ),
    _pattern(
        "refused",
        ("could not connect to server: connection refused",),
        r"could not connect to server: connection refused",
        "django.db.utils.OperationalError: could not connect to server: Connection refused",
    ),
    _pattern(
        "refused",
        ("could not connect to server: no such file",),
        r"could not connect to server: no such file",
        "psycopg2.OperationalError: could not connect to server: No such file or directory",
    ),
    _pattern(
        "refused",
        ("connection failed: connection refused",),
        r"connection failed: connection refused",
        "psycopg.OperationalError: connection failed: Connection refused",
    ),
    _pattern(
        "refused",
        ("connection failed:", "port", "failed: connection refused"),
        r"\"(?P<host>[^\"]{1,200})\"[^,]{0,120}, port (?P<port>\d{1,5}) failed: connection refused",
        'connection failed: connection to server at "10.0.1.4", port 5432 failed: Connection refused',
    ),
    _pattern(
        "refused",
        ("can", "t connect to", "server on", "refused"),
        r"can\\?'t connect to (?:mysql |mariadb )?server on \\?['\"](?P<host>[^'\"\\]{1,200})\\?['\"].{0,40}"
        r"connection refused",
        "(2003, \"Can't connect to MySQL server on 'db' ([Errno 111] Connection refused)\")",
    ),
    _pattern(
        "refused",
        ("can", "t connect to", "server on", "111"),
        r"can\\?'t connect to (?:mysql |mariadb )?server on \\?['\"](?P<host>[^'\"\\]{1,200})\\?['\"] "
        r"?(?:\(111|:\d{1,5}.{0,4} \(111)",
        "(2002, \"Can't connect to MySQL server on 'db' (111)\")",
    ),
    _pattern(
        "refused",
        ("can", "t connect to local", "through socket"),
        r"can\\?'t connect to local (?:mysql|mariadb|server).{0,20} through socket '?(?P<host>[^' ]{1,200})",
        "(2002, \"Can't connect to local MySQL server through socket '/run/mysqld/mysqld.sock' (2)\")",
    ),
    _pattern(
        "refused",
        ("connect econnrefused", ":5432"),
        r"connect ECONNREFUSED (?P<host>[\w.:\-]{1,80}):(?P<port>5432)",
        "Error: connect ECONNREFUSED 127.0.0.1:5432",
    ),
    _pattern(
        "refused",
        ("connect econnrefused", ":3306"),
        r"connect ECONNREFUSED (?P<host>[\w.:\-]{1,80}):(?P<port>3306)",
        "Error: connect ECONNREFUSED 172.18.0.2:3306",
    ),
    _pattern(
        "refused",
        ("connect call failed", "5432"),
        r"connect call failed \('(?P<host>[^']{1,80})', (?P<port>5432)",
        "ConnectionRefusedError: [Errno 111] Connect call failed ('172.18.0.2', 5432)",
    ),
    _pattern(
        "refused",
        (":5432 - no response",),
        r"(?P<host>[\w.\-/]{1,200}):(?P<port>5432) - no response",
        "db:5432 - no response",
    ),
    # Reachable host, no answer in time
    _pattern(
        "timeout",
        ("connection to server at", "timed out"),
        r"connection to server at \"(?P<host>[^\"]{1,200})\"[^,]{0,120}, port (?P<port>\d{1,5}) failed: "
        r"(?:connection timed out|timeout expired)",
        'connection to server at "10.0.0.9", port 5432 failed: Connection timed out',
    ),
    _pattern(
        "timeout",
        ("could not connect to server: connection timed out",),
        r"could not connect to server: connection timed out",
        "psycopg2.OperationalError: could not connect to server: Connection timed out",
    ),
    # The database itself: 3D000, MySQL 1049
    _pattern(
        "missing-database",
        ('database "', " does not exist"),
        _SERVER + r".{0,40}database \"(?P<name>[^\"]{1,100})\" does not exist",
        'connection to server at "db" (172.18.0.2), port 5432 failed: FATAL:  database "shop" does not exist',
    ),
    _pattern(
        "missing-database",
        ("unknown database",),
        r"unknown database '(?P<name>[^']{1,100})'",
        "(1049, \"Unknown database 'shop'\")",
    ),
    # 57P03 starting up, 57P01/57P03 shutting down
    _pattern(
        "starting-up",
        ("the database system is starting up",),
        _SERVER + r".{0,40}the database system is starting up",
        'connection to server at "db" (172.18.0.2), port 5432 failed: FATAL:  the database system is starting up',
    ),
    _pattern(
        "starting-up",
        ("the database system is not yet accepting connections",),
        _SERVER + r".{0,40}the database system is not yet accepting connections",
        "FATAL:  the database system is not yet accepting connections",
    ),
    _pattern(
        "starting-up",
        ("the database system is in recovery mode",),
        _SERVER + r".{0,40}the database system is in recovery mode",
        "FATAL:  the database system is in recovery mode",
    ),
    _pattern(
        "stopping",
        ("the database system is shutting down",),
        _SERVER + r".{0,40}the database system is shutting down",
        "psycopg2.OperationalError: FATAL:  the database system is shutting down",
    ),
    _pattern(
        "stopping",
        ("terminating connection due to administrator command",),
        r"terminating connection due to administrator command",
        "psycopg2.errors.AdminShutdown: terminating connection due to administrator command",
    ),
    # Client host not allowed: 28000, MySQL 1130. The engine tells TLS from the rule by what follows.
    _pattern(
        "hba-rejected",
        ("no pg_hba.conf entry for",),
        r"no pg_hba\.conf entry for (?:replication connection from )?host \"(?P<client>[^\"]{0,200})\", "
        r"user \"(?P<role>[^\"]{0,100})\"(?:, database \"(?P<name>[^\"]{0,100})\")?"
        r"(?:, (?P<encryption>ssl off|ssl on|no encryption|ssl encryption|gss encryption))?",
        'FATAL:  no pg_hba.conf entry for host "172.18.0.5", user "shop", database "shop", no encryption',
    ),
    _pattern(
        "hba-rejected",
        ("pg_hba.conf rejects connection",),
        r"pg_hba\.conf rejects connection for host \"(?P<client>[^\"]{0,200})\", user \"(?P<role>[^\"]{0,100})\""
        r"(?:, database \"(?P<name>[^\"]{0,100})\")?"
        r"(?:, (?P<encryption>ssl off|ssl on|no encryption|ssl encryption))?",
        'FATAL:  pg_hba.conf rejects connection for host "10.0.0.8", user "shop", database "shop", SSL off',
    ),
    _pattern(
        "hba-rejected",
        ("is not allowed to connect to this",),
        r"host '(?P<client>[^']{1,200})' is not allowed to connect to this (?:mysql|mariadb) server",
        "(1130, \"Host '172.18.0.7' is not allowed to connect to this MySQL server\")",
    ),
    # TLS wanted by one side only
    _pattern(
        "ssl-unsupported",
        ("server does not support ssl",),
        _SERVER + r"server does not support SSL, but SSL was required",
        "psycopg2.OperationalError: server does not support SSL, but SSL was required",
    ),
    _pattern(
        "ssl-unsupported",
        ("ssl connection error", "server doesn"),
        r"ssl connection error: .{0,60}server doesn't support it",
        '(2026, "SSL connection error: SSL is required but the server doesn\'t support it")',
    ),
    _pattern(
        "ssl-required",
        ("requires a valid client certificate",),
        r"connection requires a valid client certificate",
        "FATAL:  connection requires a valid client certificate",
    ),
    _pattern(
        "ssl-required",
        ("connections using insecure transport are prohibited",),
        r"connections using insecure transport are prohibited",
        "(3159, 'Connections using insecure transport are prohibited while --require_secure_transport=ON.')",
    ),
    _pattern(
        "ssl-required",
        ("ssl", "required"),
        r"(?:SSL/TLS required|SSL connection is required|sslmode=require is required|endpoint ID is not specified"
        r"|FATAL: {1,2}(?:connection requires SSL|SSL required|no encryption is not allowed))",
        "FATAL:  SSL required",
    ),
    # Slots: 53300, MySQL 1040, 1203, PgBouncer
    _pattern(
        "too-many-connections",
        ("too many clients already",),
        _SERVER + r".{0,40}sorry, too many clients already",
        "FATAL:  sorry, too many clients already",
    ),
    _pattern(
        "too-many-connections",
        ("remaining connection slots are reserved",),
        r"remaining connection slots are reserved",
        "FATAL:  remaining connection slots are reserved for roles with the SUPERUSER attribute",
    ),
    _pattern(
        "too-many-connections",
        ("too many connections",),
        r"too many connections for (?:role|database) \"(?P<role>[^\"]{1,100})\"|1040, ?\\?['\"]too many connections"
        r"|(?:psycopg\w{0,3}|asyncpg|OperationalError|FATAL)\b.{0,80}too many connections",
        "(1040, 'Too many connections')",
    ),
    _pattern(
        "too-many-connections",
        ("max_user_connections",),
        r"user '?(?P<role>[^' ]{1,100})'? (?:already )?has (?:more than 'max_user_connections'|exceeded the "
        r"'max_user_connections')",
        "(1203, \"User shop already has more than 'max_user_connections' active connections\")",
    ),
    _pattern(
        "too-many-connections",
        ("no more connections allowed",),
        r"no more connections allowed \(max_client_conn\)",
        "FATAL:  no more connections allowed (max_client_conn)",
    ),
    # An open connection that breaks. "bad record mac" beside it is the mark of one shared by processes.
    _pattern(
        "shared-connection",
        ("decryption failed or bad record mac",),
        r"ssl error: decryption failed or bad record mac",
        "psycopg2.OperationalError: SSL error: decryption failed or bad record mac",
    ),
    _pattern(
        "dropped",
        ("server closed the connection unexpectedly",),
        r"server closed the connection unexpectedly",
        "psycopg2.OperationalError: server closed the connection unexpectedly",
    ),
    _pattern(
        "dropped",
        ("ssl syscall error",),
        r"SSL SYSCALL error: (?:EOF detected|connection (?:timed out|reset by peer)|operation timed out"
        r"|software caused)",
        "psycopg2.OperationalError: SSL SYSCALL error: EOF detected",
    ),
    _pattern(
        "dropped",
        ("ssl connection has been closed unexpectedly",),
        r"SSL connection has been closed unexpectedly",
        "django.db.utils.OperationalError: SSL connection has been closed unexpectedly",
    ),
    _pattern(
        "dropped",
        ("could not receive data from server",),
        r"could not receive data from server: (?:connection (?:timed out|reset by peer)|no route to host)",
        "could not receive data from server: Connection timed out",
    ),
    _pattern(
        "dropped",
        ("consuming input failed",),
        r"consuming input failed: ",
        "psycopg.OperationalError: consuming input failed: server closed the connection unexpectedly",
    ),
    _pattern(
        "dropped",
        ("connection already closed",),
        r"InterfaceError: (?:the )?(?:connection|cursor) already closed",
        "psycopg2.InterfaceError: connection already closed",
    ),
    _pattern(
        "dropped",
        ("the connection is closed",),
        r"OperationalError: the connection is (?:closed|lost)",
        "psycopg.OperationalError: the connection is closed",
    ),
    _pattern(
        "dropped",
        ("server has gone away",),
        r"\(2006, .{0,4}(?:mysql |mariadb )?server has gone away",
        "(2006, 'MySQL server has gone away')",
    ),
    _pattern(
        "dropped",
        ("lost connection to",),
        r"\(2013, .{0,4}lost connection to (?:mysql |mariadb )?server during query",
        "(2013, 'Lost connection to MySQL server during query')",
    ),
    _pattern(
        "dropped",
        ("idle-in-transaction timeout",),
        r"terminating connection due to idle-in-transaction timeout",
        "psycopg2.errors.IdleInTransactionSessionTimeout: terminating connection due to "
        "idle-in-transaction timeout",
    ),
    _pattern(
        "dropped",
        ("terminating connection because of crash",),
        r"terminating connection because of crash of another server process",
        "WARNING:  terminating connection because of crash of another server process",
    ),
)
