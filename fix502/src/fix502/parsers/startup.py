# ruff: noqa: E501, ISC004, RUF001 - a table of messages: a regular expression and its example stay in one piece
"""Messages of Python programs while they start: Django's checks and settings, imports, files, libraries.

Exceptions themselves are read by `tracebacks`; here stand the texts that name a cause by their wording.
"""

from fix502.parsers.patterns import Pattern


def _rows(*rows: tuple[str, tuple[str, ...], str, str]) -> tuple[Pattern, ...]:
    return tuple(
        Pattern(subject=subject, words=words, regex=regex, sample=sample)
        for subject, words, regex, sample in rows
    )


PATTERNS: tuple[Pattern, ...] = _rows(
    # Variables and settings
    (
        "variable-missing",
        ("missing or malformed", "expected"),
        r"missing or malformed: .{0,200}?\] (?P<variable>(?-i:[A-Z][A-Z0-9_]{1,80})) (?P<found>[^:;]{1,120}): "
        r"expected (?P<wanted>[^;]{1,120}?)(?:\. Set in|;|$)",
        "2 environment variables are missing or malformed: [env-missing] DB_HOST is not set: expected a host "
        "name; [env-missing] DB_NAME is not set: expected a name. Set in the platform's settings.",
    ),
    (
        "variable-missing",
        ("set the ", "environment variable"),
        r"set the (?P<variable>[A-Za-z_]\w{1,80}) environment variable",
        "django.core.exceptions.ImproperlyConfigured: Set the DATABASE_URL environment variable",
    ),
    (
        "variable-missing",
        ("not found. declare it as envvar",),
        r"(?P<variable>[A-Za-z_]\w{1,80}) not found\. declare it as envvar",
        "decouple.UndefinedValueError: SECRET_KEY not found. Declare it as envvar or define a default value.",
    ),
    (
        "variable-missing",
        ("environment variable",),
        r"(?:environment variable,? [\"'`]?(?P<variable>(?-i:[A-Z][A-Z0-9_]{2,80}))[\"'`]? (?:is |was )?"
        r"(?:not set|missing|required|unset|not found|undefined|must be set|not defined|empty)"
        r"|(?:missing|required|unset|no|undefined)(?: required)? environment variables?:? "
        r"[\"'`]?(?P<variable2>(?-i:[A-Z][A-Z0-9_]{2,80}))"
        r"|[\"'`]?(?P<variable3>(?-i:[A-Z][A-Z0-9_]{2,80}))[\"'`]? (?:environment variable|env var) "
        r"(?:is |was )?(?:not set|missing|required|unset|not found|undefined|must be set|not defined|empty|needed))",
        "RuntimeError: environment variable DATABASE_URL is not set",
    ),
    (
        "variable-missing",
        ("field required", "missing"),
        r"\b(?P<variable>[A-Za-z]\w{1,80})\s{1,8}field required [\[(]type=(?:value_error\.)?missing",
        "DATABASE_URL   Field required [type=missing, input_value={}, input_type=dict]",
    ),
    (
        "variable-missing",
        (": unbound variable",),
        r"line \d{1,6}: (?P<variable>(?-i:[A-Z][A-Z0-9_]{1,80})): unbound variable",
        "/entrypoint.sh: line 4: DB_HOST: unbound variable",
    ),
    (
        "variable-missing",
        ("parameter not set",),
        r"(?P<variable>(?-i:[A-Z][A-Z0-9_]{1,80})): parameter (?:not set|null or not set)",
        "/entrypoint.sh: 4: DB_HOST: parameter not set",
    ),
    (
        "variable-missing",
        (" is not set",),
        r"(?:^|: \[[\w-]{1,30}\] )(?:error: |settings: |\S{0,60}(?:Error|Configured): )?"
        r"(?:the )?(?:variable )?[\"'`]?"
        r"(?P<variable>(?-i:[A-Z][A-Z0-9]{1,40}_[A-Z0-9_]{1,60}))[\"'`]? (?:is|was) (?:not set|missing|required|empty)",
        "settings: DB_PASSWORD is not set",
    ),
    (
        "variable-missing",
        ("requested setting", "you must either define"),
        r"you must either define the environment variable (?P<variable>DJANGO_SETTINGS_MODULE)",
        "ImproperlyConfigured: Requested setting INSTALLED_APPS, but settings are not configured. "
        "You must either define the environment variable DJANGO_SETTINGS_MODULE or call settings.configure()",
    ),
    (
        "migration-failed",
        ("migration ", " failed and was rolled back"),
        r"migration (?P<migration>[\w.]{1,200}) failed and was rolled back: (?P<text>.{1,200})",
        'migration shop.0002_label failed and was rolled back: column "label" does not exist',
    ),
    (
        "settings-missing",
        ("django_settings_module", "no module named"),
        r"DJANGO_SETTINGS_MODULE\b.{0,120}?No module named ['\"]?(?P<name>[\w.]{1,200})",
        "DJANGO_SETTINGS_MODULE names a module that does not exist: No module named 'shop.settings_prod'",
    ),
    (
        "secret-key-missing",
        ("secret_key setting must not be empty",),
        r"the SECRET_KEY setting must not be empty",
        "django.core.exceptions.ImproperlyConfigured: The SECRET_KEY setting must not be empty.",
    ),
    (
        "static-root-missing",
        ("using the staticfiles app without having set",),
        r"using the staticfiles app without having set the STATIC_ROOT setting",
        "ImproperlyConfigured: You're using the staticfiles app without having set the STATIC_ROOT setting "
        "to a filesystem path.",
    ),
    (
        "static-manifest-missing",
        ("missing staticfiles manifest entry",),
        r"missing staticfiles manifest entry for [\"'](?P<name>[^\"']{1,300})",
        "ValueError: Missing staticfiles manifest entry for 'css/shop.css'",
    ),
    (
        "static-manifest-missing",
        ("could not be found with", "staticfilesstorage"),
        r"the file [\"'](?P<name>[^\"']{1,300})[\"'] could not be found with <",
        "ValueError: The file 'css/shop.css' could not be found with "
        "<whitenoise.storage.CompressedManifestStaticFilesStorage object at 0x7f>.",
    ),
    (
        "static-files",
        ("static files can't be collected",),
        r"static files can't be collected in (?P<path>.{1,200}?): (?P<text>.{1,200})",
        "static files can't be collected in /app/staticfiles: Permission denied",
    ),
    (
        "app-registry",
        ("aren't loaded yet",),
        r"(?:apps|models) aren't loaded yet",
        "django.core.exceptions.AppRegistryNotReady: Apps aren't loaded yet.",
    ),
    (
        "app-registry",
        ("appregistrynotready",),
        r"AppRegistryNotReady",
        "django.core.exceptions.AppRegistryNotReady: The translation infrastructure cannot be initialized "
        "before the apps registry is ready.",
    ),
    # Migrations
    (
        "migration-conflict",
        ("conflicting migrations detected",),
        r"conflicting migrations detected; multiple leaf nodes in the migration graph: \((?P<name>[^)]{1,400})",
        "CommandError: Conflicting migrations detected; multiple leaf nodes in the migration graph: "
        "(0007_a, 0007_b in shop).",
    ),
    (
        "migration-history",
        ("is applied before its dependency",),
        r"migration (?P<name>[\w.]{1,200}) is applied before its dependency (?P<wanted>[\w.]{1,200})",
        "django.db.migrations.exceptions.InconsistentMigrationHistory: Migration admin.0001_initial is applied "
        "before its dependency accounts.0001_initial on database 'default'.",
    ),
    (
        "migration-history",
        ("inconsistentmigrationhistory",),
        r"InconsistentMigrationHistory",
        "raise InconsistentMigrationHistory(",
    ),
    (
        "migration-missing",
        ("dependencies reference nonexistent parent node",),
        r"migration (?P<name>[\w.]{1,200}) dependencies reference nonexistent parent node",
        "django.db.migrations.exceptions.NodeNotFoundError: Migration shop.0003_x dependencies reference "
        "nonexistent parent node ('shop', '0002_y')",
    ),
    (
        "migration-failed",
        ("migration", "failed"),
        r"^(?:\w{1,20}: )?migration (?P<migration>[\w.]{1,200}) failed(?: and was rolled back)?: (?P<text>.{1,300})",
        'migration shop.0003_price failed and was rolled back: column "price" contains null values',
    ),
    # Libraries
    (
        "native-lib",
        ("cannot open shared object file",),
        r"^(?!.{0,400}\bdlerror\b).{0,400}?(?P<name>[\w.+\-]{1,100}\.so(?:\.[\d.]{1,20})?): cannot open shared object file",
        "ImportError: libpq.so.5: cannot open shared object file: No such file or directory",
    ),
    (
        "native-lib",
        ("error loading shared library",),
        r"error loading shared library (?P<name>[\w.+\-]{1,100})",
        "Error loading shared library libpq.so.5: No such file or directory (needed by /app/_psycopg.so)",
    ),
    (
        "native-lib",
        ("no pq wrapper available",),
        r"no pq wrapper available",
        "ImportError: no pq wrapper available.",
    ),
    (
        "native-lib",
        ("find", "shared librar"),
        r"(?:unable|could not) (?:to )?find (?:the )?[\"']?(?P<name>[\w.+\-]{1,60})[\"']?.{0,40}shared librar",
        "OSError: Could not find libmagic shared library",
    ),
    (
        "native-lib",
        ("cannot load library",),
        r"cannot load library '(?P<name>[\w.+\-/]{1,100})'",
        "OSError: cannot load library 'gobject-2.0-0': gobject-2.0-0: cannot open shared object file",
    ),
    (
        "native-lib",
        ("failed to find libmagic",),
        r"failed to find (?P<name>libmagic)",
        "ImportError: failed to find libmagic.  Check your installation",
    ),
    (
        "native-lib",
        ("could not find the gdal library",),
        r"could not find the (?P<name>GDAL|GEOS) library",
        'django.core.exceptions.ImproperlyConfigured: Could not find the GDAL library (tried "gdal", "GDAL"). '
        "Is GDAL installed?",
    ),
    (
        "libc",
        ("version `glibc", "not found"),
        r"version [`'](?P<name>GLIBC(?:XX)?_[\d.]{1,12})' not found",
        "/lib/x86_64-linux-gnu/libc.so.6: version `GLIBC_2.34' not found (required by /app/x.so)",
    ),
    (
        "libc",
        ("not defined in file libc.so.6",),
        r"symbol (?P<name>\w{1,80}),? version GLIBC\w{1,20} not defined in file libc\.so\.6",
        "symbol __res_maybe_init, version GLIBC_PRIVATE not defined in file libc.so.6 with link time reference",
    ),
    (
        "libc",
        ("error relocating", "symbol not found"),
        r"error relocating \S{1,200}: (?P<name>\w{1,80}): symbol not found",
        "Error relocating /app/x.so: __fprintf_chk: symbol not found",
    ),
    (
        "libc",
        ("ld-linux-x86-64.so.2", "no such file"),
        r"(?P<name>ld-linux-x86-64\.so\.2): no such file",
        "Error loading shared library ld-linux-x86-64.so.2: No such file or directory (needed by /app/x.so)",
    ),
    # Files
    (
        "disk-full",
        ("no space left on device",),
        r"(?<!shared memory segment)(?:errno 28\] |: |^|')no space left on device",
        "OSError: [Errno 28] No space left on device",
    ),
    (
        "disk-full",
        ("disk quota exceeded",),
        r"errno 122\] disk quota exceeded",
        "OSError: [Errno 122] Disk quota exceeded",
    ),
    (
        "disk-full",
        ("database or disk is full",),
        r"database or disk is full",
        "sqlite3.OperationalError: database or disk is full",
    ),
    (
        "disk-full",
        ("is full", "table"),
        r"\(1114, .{0,4}the table '(?P<name>[^']{1,100})' is full",
        "(1114, \"The table 'shop_order' is full\")",
    ),
    (
        "too-many-files",
        ("too many open files",),
        r"too many open files",
        "OSError: [Errno 24] Too many open files",
    ),
    (
        "tmp-not-writable",
        ("can't create workertmp",),
        r"can't create workertmp",
        "RuntimeError: /dev/shm2 doesn't exist. Can't create workertmp.",
    ),
    (
        "tmp-not-writable",
        ("no usable temporary directory found",),
        r"no usable temporary directory found",
        "FileNotFoundError: [Errno 2] No usable temporary directory found in ['/tmp', '/var/tmp']",
    ),
    (
        "file-denied",
        ("errno 13] permission denied",),
        r"errno 13\] permission denied: [bu]?[\"'](?P<path>[^\"']{1,300})",
        "PermissionError: [Errno 13] Permission denied: '/app/media/thumb.png'",
    ),
    (
        "file-denied",
        ("attempt to write a readonly database",),
        r"attempt to write a readonly database",
        "django.db.utils.OperationalError: attempt to write a readonly database",
    ),
    (
        "file-denied",
        ("unable to open database file",),
        r"unable to open database file",
        "sqlite3.OperationalError: unable to open database file",
    ),
    (
        "file-denied",
        ("errno 30] read-only file system",),
        r"errno 30\] read-only file system: b?[\"'](?P<path>[^\"']{1,300})",
        "OSError: [Errno 30] Read-only file system: '/app/static/css'",
    ),
    (
        "file-denied",
        ("unable to configure handler",),
        r"unable to configure handler [\"'](?P<name>[\w.\-]{1,60})",
        "ValueError: Unable to configure handler 'file'",
    ),
    (
        "file-denied",
        ("mkdir:", "permission denied"),
        r"mkdir: (?:cannot create directory |can't create directory )?[‘'\"]?(?P<path>[^‘’'\":]{1,300})[’'\"]?: "
        r"permission denied",
        "mkdir: cannot create directory '/app/static': Permission denied",
    ),
    # Import errors that a logger quotes within a line of its own; the assembly reads what they mean.
    (
        "import-error",
        ("error: no module named",),
        r"(?P<type>ModuleNotFoundError|ImportError): (?P<message>no module named ['\"]?[\w.]{1,100}['\"]?)",
        "ERROR [web] failed: ModuleNotFoundError: No module named 'whitenoise' while loading",
    ),
    (
        "import-error",
        ("error: cannot import name",),
        r"(?P<type>ImportError): (?P<message>cannot import name .{1,400})",
        "ERROR ImportError: cannot import name 'a' from 'b' (/v/site-packages/b.py)",
    ),
    # Network from within the app
    (
        "tls-verify",
        ("certificate_verify_failed",),
        r"CERTIFICATE_VERIFY_FAILED",
        "ssl.SSLCertVerificationError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: "
        "unable to get local issuer certificate (_ssl.c:1000)",
    ),
    (
        "tls-verify",
        ("certificate verify failed",),
        r"(?:SSLError|SSLCertVerificationError|OperationalError).{0,200}certificate verify failed",
        "requests.exceptions.SSLError: ('certificate verify failed',)",
    ),
    (
        "tls-verify",
        ("could not find a suitable tls ca certificate bundle",),
        r"could not find a suitable TLS CA certificate bundle",
        "OSError: Could not find a suitable TLS CA certificate bundle, invalid path: /etc/ssl/ca.pem",
    ),
    (
        "disallowed-host",
        ("invalid http_host header",),
        r"invalid HTTP_HOST header: [\"'](?P<host>[^\"']{0,300})[\"']",
        "Invalid HTTP_HOST header: '10.0.3.4:8000'. You may need to add '10.0.3.4' to ALLOWED_HOSTS.",
    ),
    (
        "redis",
        ("connecting to", "error", "6379"),
        r"error (?P<errno>-?\d{1,3}) (?:while )?connecting to (?:redis at )?(?P<host>[\w.\-]{1,200}):(?P<port>6379)",
        "redis.exceptions.ConnectionError: Error 111 connecting to redis:6379. Connection refused.",
    ),
    (
        "redis",
        ("connecting to", "error"),
        r"(?:redis|ConnectionError|OperationalError).{0,60}error (?P<errno>-\d|1\d\d) connecting to "
        r"(?P<host>[\w.\-]{1,200}):(?P<port>\d{1,5})",
        "redis.exceptions.ConnectionError: Error -2 connecting to cache:6380. Name or service not known.",
    ),
    (
        "redis",
        ("cannot connect to redis",),
        r"cannot connect to rediss?://[^\s/]{0,200}?(?P<host>[\w.\-]{1,100}):(?P<port>\d{1,5})",
        "[ERROR/MainProcess] consumer: Cannot connect to redis://redis:6379/0: Error 111 connecting to redis:6379.",
    ),
    (
        "redis",
        ("could not connect to redis",),
        r"could not connect to redis(?: at (?P<host>[\w.\-]{1,200}):(?P<port>\d{1,5}))?",
        "Could not connect to Redis at 127.0.0.1:6379: Connection refused",
    ),
    (
        "redis",
        ("econnrefused", ":6379"),
        r"ECONNREFUSED (?P<host>[\w.:\-]{1,100}):(?P<port>6379)",
        "Error: connect ECONNREFUSED 127.0.0.1:6379",
    ),
    (
        "redis",
        ("connect call failed", "6379"),
        r"connect call failed \('(?P<host>[^']{1,80})', (?P<port>6379)",
        "ConnectionRefusedError: [Errno 111] Connect call failed ('172.18.0.2', 6379)",
    ),
    (
        "redis",
        ("redis", "timeout connecting to server"),
        r"redis\.exceptions\.TimeoutError: timeout connecting to server",
        "redis.exceptions.TimeoutError: Timeout connecting to server",
    ),
    # Good news
    (
        "no-problem-checks",
        ("system check identified no issues",),
        r"system check identified no issues",
        "System check identified no issues (0 silenced).",
    ),
    (
        "database-works",
        ("no migrations to apply",),
        r"no migrations to apply",
        "  No migrations to apply.",
    ),
    (
        "database-works",
        ("applying ", " ok"),
        r"applying [\w.]{1,200}\.{3} ?OK",
        "  Applying shop.0001_initial... OK",
    ),
    (
        "database-works",
        ("operations to perform",),
        r"^\s*operations to perform:",
        "Operations to perform:",
    ),
    (
        "database-works",
        ("available",),
        r"(?:wait-for-it\S{0,10}: \S{1,100} is available after|(?:postgres\w*|database|db|mysql|mariadb)\b"
        r"[^.]{0,30} (?:is )?(?:now )?available\b)(?! yet)",
        "wait-for-it.sh: db:5432 is available after 3 seconds",
    ),
    (
        "database-works",
        (" is up",),
        r"(?:postgres\w*|database|db|mysql|mariadb)\b.{0,20} is up\b",
        "Postgres is up - executing command",
    ),
    (
        "database-works",
        ("ready",),
        r"^(?:the )?(?:postgres\w*|database|db|mysql|mariadb) (?:is )?(?:now )?ready\b",
        "Database is ready!",
    ),
    (
        "database-works",
        ("started",),
        r"^\W{0,3}(?:postgres(?:ql)?|mysql|mariadb) started\W{0,3}$",
        "PostgreSQL started",
    ),
)
