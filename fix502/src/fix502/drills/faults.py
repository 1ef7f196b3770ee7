"""The drills: each changes what a person would have changed, and nothing else."""

import secrets
from collections.abc import Mapping

from fix502.drills import foreign_image, shop
from fix502.drills.dashboard import Dashboard
from fix502.drills.records import Drill
from fix502.drills.sandbox import Sandbox
from fix502.drills.visitor import all_hidden, all_well

_CATALOG = "multivendor_platform/catalog"
_STYLE = "multivendor_platform/storefront/static/storefront/seasonal.css"

_MIGRATION = '''\
"""Gives nodes of the tree a short label for the new menu."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("catalog", "{previous}")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE catalog_node ADD COLUMN label varchar(40) NOT NULL DEFAULT ''",
            "ALTER TABLE catalog_node DROP COLUMN label",
        ),
        migrations.RunSQL(
            "UPDATE catalog_node SET label = left(short_title, 40)",
            migrations.RunSQL.noop,
        ),
    ]
'''


def _password_mistyped(sandbox: Sandbox, dashboard: Dashboard) -> None:
    _set_variable(sandbox, dashboard, "DB_PASSWORD", secrets.token_urlsafe(12))


def _another_password(_sandbox: Sandbox) -> Mapping[str, str]:
    return {"DB_PASSWORD": secrets.token_urlsafe(12)}


def _database_stopped(sandbox: Sandbox, dashboard: Dashboard) -> None:
    dashboard.save(shop.DATABASE_APP, instanceCount=0)
    # Pages that need no database still answer; "Save & Restart" is the first thing that people then do.
    dashboard.save(sandbox.app)


def _package_forgotten(sandbox: Sandbox, dashboard: Dashboard) -> None:
    path = "multivendor_platform/accounts/models.py"
    old = _source(sandbox, path)
    _upload(sandbox, dashboard, {path: _insert_import(old, b"import barcode_writer")})


def _migration_fails(sandbox: Sandbox, dashboard: Dashboard) -> None:
    folder = f"{_CATALOG}/migrations/"
    names = sorted(p.removeprefix(folder) for p in sandbox.session.source if p.startswith(f"{folder}0"))
    last = names[-1].removesuffix(".py")
    number = int(last.split("_")[0]) + 1
    text = _MIGRATION.format(previous=last)
    _upload(sandbox, dashboard, {f"{folder}{number:04}_node_label.py": text.encode()})


def _port_changed(sandbox: Sandbox, dashboard: Dashboard) -> None:
    dashboard.save(sandbox.app, containerHttpPort=8000)


def _secret_key_removed(sandbox: Sandbox, dashboard: Dashboard) -> None:
    variables = dashboard.variables(sandbox.app)
    del variables["SECRET_KEY"]
    dashboard.save_variables(sandbox.app, variables)


def _set_variable(sandbox: Sandbox, dashboard: Dashboard, name: str, value: str) -> None:
    dashboard.save_variables(sandbox.app, {**dashboard.variables(sandbox.app), name: value})


def _host_mistyped(sandbox: Sandbox, dashboard: Dashboard) -> None:
    _set_variable(sandbox, dashboard, "DB_HOST", "srv-captain--postgres")


def _database_renamed(sandbox: Sandbox, dashboard: Dashboard) -> None:
    _set_variable(sandbox, dashboard, "DB_NAME", "multivendor")


def _settings_mistyped(sandbox: Sandbox, dashboard: Dashboard) -> None:
    _set_variable(sandbox, dashboard, "DJANGO_SETTINGS_MODULE", "multivendor_platform.settings_production")


def _scaled_to_zero(sandbox: Sandbox, dashboard: Dashboard) -> None:
    dashboard.save(sandbox.app, instanceCount=0)


def _hidden(sandbox: Sandbox, dashboard: Dashboard) -> None:
    dashboard.save(sandbox.app, notExposeAsWebApp=True)


def _bound_to_loopback(sandbox: Sandbox, dashboard: Dashboard) -> None:
    _set_variable(sandbox, dashboard, "BIND", "127.0.0.1")


def _style_refers_to_nothing(sandbox: Sandbox, dashboard: Dashboard) -> None:
    _upload(sandbox, dashboard, {_STYLE: b'.hero { background: url("images/winter.svg") }\n'})


def _asset_forgotten(sandbox: Sandbox, dashboard: Dashboard) -> None:
    archive = foreign_image.archive(sandbox.session.port, ["site.css", "logo.svg"])
    dashboard.upload(sandbox.app, archive)


def _upload(sandbox: Sandbox, dashboard: Dashboard, changes: Mapping[str, bytes]) -> None:
    session = sandbox.session
    dashboard.upload(sandbox.app, shop.archive(session.source, session.port, changes))


def _source(sandbox: Sandbox, path: str) -> bytes:
    return sandbox.session.source[path]


def _insert_import(source: bytes, line: bytes) -> bytes:
    """Put an import where a person would: before the first import that is not `__future__`."""
    lines = source.splitlines(keepends=True)
    for number, old in enumerate(lines):
        if old.startswith((b"import ", b"from ")) and b"__future__" not in old:
            return b"".join([*lines[:number], line + b"\n", *lines[number:]])
    return source + line + b"\n"


DRILLS: tuple[Drill, ...] = (
    Drill(
        name="wrong-database-password",
        cause="DB001",
        summary="the app's DB_PASSWORD was changed to one that PostgreSQL refuses",
        open=Sandbox.shop_open,
        inject=_password_mistyped,
        wrong_values=_another_password,
    ),
    Drill(
        name="database-stopped",
        cause="DB003",
        summary="the database app was scaled to 0, the app restarted",
        open=Sandbox.shop_open,
        inject=_database_stopped,
    ),
    Drill(
        name="missing-module",
        cause="BOOT001",
        summary="a new version imports a package that its image does not have",
        open=Sandbox.shop_open,
        inject=_package_forgotten,
    ),
    Drill(
        name="failed-migration",
        cause="BOOT004",
        summary="a new version brings a migration that PostgreSQL refuses",
        open=Sandbox.shop_open,
        inject=_migration_fails,
    ),
    Drill(
        name="wrong-port",
        cause="NET010",
        summary="the Container HTTP Port was changed to 8000",
        open=Sandbox.shop_open,
        inject=_port_changed,
    ),
    Drill(
        name="missing-variable",
        cause="BOOT003",
        summary="SECRET_KEY was removed from the app's variables",
        open=Sandbox.shop_open,
        inject=_secret_key_removed,
    ),
    Drill(
        name="static-step-optional",
        cause="BOOT005",
        summary="a style sheet refers to an image that does not exist; the step is optional",
        open=Sandbox.shop_open,
        inject=_style_refers_to_nothing,
        shows=all_well,
        says="step static: failed",
    ),
    Drill(
        name="static-step",
        cause="BOOT005",
        summary="somebody else's image starts with `collectstatic && gunicorn`, and a file is missing",
        open=Sandbox.foreign_open,
        inject=_asset_forgotten,
    ),
    Drill(
        name="wrong-database-host",
        cause="DB002",
        summary="DB_HOST was changed to a name that no app has",
        open=Sandbox.shop_open,
        inject=_host_mistyped,
    ),
    Drill(
        name="missing-database",
        cause="DB004",
        summary="DB_NAME was changed to a database that does not exist",
        open=Sandbox.shop_open,
        inject=_database_renamed,
    ),
    Drill(
        name="wrong-settings-module",
        cause="BOOT002",
        summary="DJANGO_SETTINGS_MODULE was changed to a module that does not exist",
        open=Sandbox.shop_open,
        inject=_settings_mistyped,
    ),
    Drill(
        name="scaled-to-zero",
        cause="NET002",
        summary="the app was scaled to 0",
        open=Sandbox.foreign_open,
        inject=_scaled_to_zero,
    ),
    Drill(
        name="not-exposed",
        cause="NET014",
        summary='"Do not expose as web-app" was ticked',
        open=Sandbox.foreign_open,
        inject=_hidden,
        shows=all_hidden,
    ),
    Drill(
        name="bind-localhost",
        cause="NET011",
        summary="the variable that names the server's address was changed to 127.0.0.1",
        open=Sandbox.foreign_open,
        inject=_bound_to_loopback,
    ),
)


def drill_find(name: str) -> Drill | None:
    """Return the drill of this name."""
    return next((drill for drill in DRILLS if drill.name == name), None)
