# ruff: noqa: E501 - a table of messages: a regular expression and its example stay in one piece
"""Messages about statements and about the servers themselves: PostgreSQL, MySQL, SQLite, Django.

The texts are those of PostgreSQL 9 to 18 (`src/interfaces/libpq`, `src/backend/libpq/auth.c`,
`src/backend/utils/init/postinit.c`), MySQL and MariaDB (errmsg), and Django's wrappers around them.
"""

from fix502.model.facts import FactKind
from fix502.parsers.patterns import Pattern, Speaker

_DB = FactKind.DATABASE_MESSAGE


def _pattern(subject: str, words: tuple[str, ...], regex: str, sample: str, *, fatal: bool = True) -> Pattern:
    return Pattern(kind=_DB, subject=subject, words=words, regex=regex, sample=sample, fatal=fatal)


PATTERNS: tuple[Pattern, ...] = (
    # Privileges: 42501, MySQL 1044/1142
    _pattern(
        "permission-denied",
        ("permission denied for",),
        r"permission denied for (?P<thing>schema|table|relation|sequence|database|view|function|language|type"
        r"|tablespace|column) (?P<name>[\w\".$]{1,100})",
        "psycopg2.errors.InsufficientPrivilege: permission denied for schema public",
    ),
    _pattern(
        "permission-denied",
        ("permission denied to create",),
        r"permission denied to create (?P<thing>database|extension|role)(?: \"(?P<name>[^\"]{1,100})\")?",
        'psycopg2.errors.InsufficientPrivilege: permission denied to create extension "postgis"',
    ),
    _pattern(
        "permission-denied",
        ("must be owner of",),
        r"must be (?:the )?owner of (?P<thing>\w{1,30}) (?P<name>[\w\".]{1,100})",
        "psycopg2.errors.InsufficientPrivilege: must be owner of table shop_order",
    ),
    _pattern(
        "permission-denied",
        ("command denied to user",),
        r"(?P<thing>\w{1,30}) command denied to user '(?P<role>[^']{1,100})'",
        "(1142, \"CREATE command denied to user 'shop'@'172.18.0.3' for table 'django_migrations'\")",
    ),
    _pattern(
        "permission-denied",
        ("access denied for user", "to database"),
        r"access denied for user '(?P<role>[^']{1,100})'@'[^']{0,200}' to database '(?P<name>[^']{1,100})'",
        "(1044, \"Access denied for user 'shop'@'%' to database 'shop'\")",
    ),
    # Version of the server
    _pattern(
        "version-unsupported",
        ("or later is required", "found"),
        r"(?P<name>PostgreSQL|MySQL|MariaDB|SQLite|Oracle) (?P<wanted>[\d.]{1,10}) or later is required "
        r"\(found (?P<found>[\d.]{1,20})\)",
        "django.db.utils.NotSupportedError: PostgreSQL 14 or later is required (found 12.9).",
    ),
    _pattern(
        "version-unsupported",
        ("or later is required",),
        r"(?P<name>PostgreSQL|MySQL|MariaDB|SQLite) (?P<wanted>[\d.]{1,10}) or later is required(?! \(found)",
        "django.core.exceptions.ImproperlyConfigured: SQLite 3.31 or later is required.",
    ),
    # The server's own troubles
    Pattern(
        kind=_DB,
        subject="datadir-incompatible",
        words=("database files are incompatible with server",),
        regex=r"database files are incompatible with server",
        sample="FATAL:  database files are incompatible with server",
        speaker=Speaker.DATABASE,
    ),
    Pattern(
        kind=_DB,
        subject="datadir-incompatible",
        words=("data directory was initialized by",),
        regex=r"data directory was initialized by PostgreSQL version (?P<found>[\d.]{1,10}), which is not "
        r"compatible with this version (?P<wanted>[\d.]{1,10})",
        sample="DETAIL:  The data directory was initialized by PostgreSQL version 13, "
        "which is not compatible with this version 16.1.",
        speaker=Speaker.DATABASE,
    ),
    Pattern(
        kind=_DB,
        subject="datadir-incompatible",
        words=("in 18+, these docker images are configured",),
        regex=r"in 18\+, these docker images are configured to store database data",
        sample="Error: in 18+, these Docker images are configured to store database data in a format",
        speaker=Speaker.DATABASE,
    ),
    Pattern(
        kind=_DB,
        subject="datadir-incompatible",
        words=("cannot upgrade server earlier than",),
        regex=r"cannot (?:boot server version|upgrade server earlier than)",
        sample="[ERROR] [MY-013168] [InnoDB] Cannot upgrade server earlier than 5.7 to 8.0",
        speaker=Speaker.DATABASE,
    ),
    Pattern(
        kind=_DB,
        subject="container-crashed",
        words=("superuser password is not specified",),
        regex=r"database is uninitialized and superuser password is not specified",
        sample="Error: Database is uninitialized and superuser password is not specified.",
        speaker=Speaker.DATABASE,
    ),
    Pattern(
        kind=_DB,
        subject="container-crashed",
        words=("database is uninitialized and password option is not specified",),
        regex=r"database is uninitialized and password option is not specified",
        sample="[ERROR] [Entrypoint]: Database is uninitialized and password option is not specified",
        speaker=Speaker.DATABASE,
    ),
    Pattern(
        kind=_DB,
        subject="container-crashed",
        words=("could not locate a valid checkpoint record",),
        regex=r"could not locate a valid checkpoint record",
        sample="PANIC:  could not locate a valid checkpoint record",
        speaker=Speaker.DATABASE,
    ),
    Pattern(
        kind=_DB,
        subject="container-crashed",
        words=("data directory", "wrong ownership"),
        regex=r"data directory \"[^\"]{1,200}\" has (?:wrong ownership|invalid permissions|group or world access)",
        sample='FATAL:  data directory "/var/lib/postgresql/data" has wrong ownership',
        speaker=Speaker.DATABASE,
    ),
    Pattern(
        kind=_DB,
        subject="container-crashed",
        words=('lock file "postmaster.pid" already exists',),
        regex=r"lock file \"postmaster\.pid\" already exists",
        sample='FATAL:  lock file "postmaster.pid" already exists',
        speaker=Speaker.DATABASE,
    ),
    Pattern(
        kind=_DB,
        subject="shm-too-small",
        words=("could not resize shared memory segment", "no space left on device"),
        regex=r"could not resize shared memory segment \"(?P<name>/[^\"]{1,100})\".{0,60}no space left on device",
        sample='ERROR:  could not resize shared memory segment "/PostgreSQL.123" to 8388608 bytes: '
        "No space left on device",
    ),
    # Schema
    _pattern(
        "schema-missing",
        ("relation ", " does not exist"),
        r"relation \"(?P<name>[^\"]{1,120})\" does not exist",
        'django.db.utils.ProgrammingError: relation "shop_order" does not exist',
    ),
    _pattern(
        "schema-missing",
        ("column ", " does not exist"),
        r"column (?P<name>[\w\".]{1,120}) (?:of relation \"[^\"]{1,100}\" )?does not exist",
        "psycopg2.errors.UndefinedColumn: column shop_order.due_at does not exist",
    ),
    _pattern(
        "schema-missing",
        ("no such table",),
        r"no such table: (?P<name>[\w.]{1,120})",
        "django.db.utils.OperationalError: no such table: shop_order",
    ),
    _pattern(
        "schema-missing",
        ("no such column",),
        r"no such column: (?P<name>[\w.]{1,120})",
        "django.db.utils.OperationalError: no such column: shop_order.due_at",
    ),
    _pattern(
        "schema-missing",
        ("table ", "doesn", "t exist"),
        r"table '(?P<name>[^']{1,120})' doesn\\?'t exist",
        "(1146, \"Table 'shop.shop_order' doesn't exist\")",
    ),
    _pattern(
        "schema-missing",
        ("unknown column",),
        r"unknown column '(?P<name>[^']{1,120})' in '(?:field list|where clause|order clause|on clause)'",
        "(1054, \"Unknown column 'shop_order.due_at' in 'field list'\")",
    ),
    _pattern(
        "object-exists",
        ("relation ", " already exists"),
        r"relation \"(?P<name>[^\"]{1,120})\" already exists(?!, skipping)",
        'django.db.utils.ProgrammingError: relation "shop_order" already exists',
    ),
    _pattern(
        "object-exists",
        ("column ", " already exists"),
        r"column \"(?P<name>[^\"]{1,120})\" of relation \"[^\"]{1,120}\" already exists",
        'psycopg2.errors.DuplicateColumn: column "due_at" of relation "shop_order" already exists',
    ),
    _pattern(
        "object-exists",
        ("constraint ", " already exists"),
        r"constraint \"(?P<name>[^\"]{1,120})\" for relation \"[^\"]{1,120}\" already exists",
        'psycopg2.errors.DuplicateObject: constraint "due_ck" for relation "shop_order" already exists',
    ),
    _pattern(
        "object-exists",
        ("table ", " already exists"),
        r"table [`'\"]?(?P<name>[\w.]{1,120})[`'\"]? already exists",
        "django.db.utils.OperationalError: (1050, \"Table 'shop_order' already exists\")",
    ),
    _pattern(
        "object-exists",
        ("duplicate column name",),
        r"duplicate column name:? '?(?P<name>\w{1,120})'?",
        "django.db.utils.OperationalError: duplicate column name: due_at",
    ),
    _pattern(
        "object-exists",
        ("duplicate key name",),
        r"duplicate key name '(?P<name>\w{1,120})'",
        "(1061, \"Duplicate key name 'shop_order_due_at'\")",
    ),
    _pattern(
        "sqlite-locked",
        ("database is locked",),
        r"(?:OperationalError[:(] ?['\"]?|^|: |\()database (?:table )?is locked",
        "sqlite3.OperationalError: database is locked",
    ),
    _pattern(
        "lock-timeout",
        ("canceling statement due to lock timeout",),
        r"canceling statement due to lock timeout",
        "psycopg2.errors.LockNotAvailable: canceling statement due to lock timeout",
    ),
    _pattern(
        "lock-timeout",
        ("waiting to acquire database lock",),
        r"waiting to acquire (?:the )?database lock",
        "waiting to acquire database lock",
    ),
    _pattern(
        "lock-timeout",
        ("waiting for", "lock", "migration"),
        r"waiting for (?:the |an? )?(?:advisory |migration |database )?lock.{0,60}migrat|migrat.{0,60}waiting for "
        r"(?:the |an? )?(?:advisory |migration |database )?lock",
        "migrations: waiting for the advisory lock",
    ),
    _pattern(
        "lock-timeout",
        ("still waiting for", "lock on"),
        r"process \d{1,9} still waiting for \w{1,40} on (?:relation|transaction|advisory)",
        "LOG:  process 77 still waiting for AccessExclusiveLock on relation 16412 of database 16384 after 1000 ms",
    ),
    _pattern(
        "lock-timeout",
        ("lock wait timeout exceeded",),
        r"lock wait timeout exceeded",
        "(1205, 'Lock wait timeout exceeded; try restarting transaction')",
    ),
    # Good news from the server
    Pattern(
        kind=_DB,
        subject="server-ready",
        words=("database system is ready to accept",),
        regex=r"database system is ready to accept",
        sample="LOG:  database system is ready to accept connections",
        speaker=Speaker.DATABASE,
        fatal=False,
    ),
    Pattern(
        kind=_DB,
        subject="server-ready",
        words=("ready for connections",),
        regex=r"(?:mysqld|mariadbd|ready for connections\. (?:version|bind-address))",
        sample="[System] [MY-010931] [Server] /usr/sbin/mysqld: ready for connections. Version: '8.0.36'",
        speaker=Speaker.DATABASE,
        fatal=False,
    ),
    Pattern(
        kind=_DB,
        subject="server-starting",
        words=("starting postgresql",),
        regex=r"starting PostgreSQL \d",
        sample="LOG:  starting PostgreSQL 16.1 on x86_64-pc-linux-gnu",
        speaker=Speaker.DATABASE,
        fatal=False,
    ),
    Pattern(
        kind=_DB,
        subject="server-starting",
        words=("innodb",),
        regex=r"innodb: (?:initializing buffer pool|using (?:linux )?native aio|completed initialization|mutexes"
        r"|creating (?:tablespace|shared))|\[innodb\] innodb initialization has started",
        sample="[Note] InnoDB: Initializing buffer pool, size = 128.0M",
        speaker=Speaker.DATABASE,
        fatal=False,
    ),
    Pattern(
        kind=_DB,
        subject="server-starting",
        words=("database system was",),
        regex=r"database system was (?:shut down|interrupted|not properly shut down)",
        sample="LOG:  database system was interrupted; last known up at 2024-01-01 00:00:00 UTC",
        speaker=Speaker.DATABASE,
        fatal=False,
    ),
)
