"""Row-level security as a migration operation."""

from __future__ import annotations

import re
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from multivendor_platform.settings_parts.databases import OPERATOR_ROLE

IDENTIFIER = re.compile(r"[a-z_][a-z0-9_]{0,50}\Z")

FORWARDS = """
ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY;
CREATE POLICY "{table}_vendor" ON "{table}"
    USING ("{column}" = nullif(current_setting('app.vendor_id', true), '')::bigint)
    WITH CHECK ("{column}" = nullif(current_setting('app.vendor_id', true), '')::bigint);
CREATE POLICY "{table}_operator" ON "{table}" TO {operator} USING (true) WITH CHECK (true);
"""

BACKWARDS = """
DROP POLICY "{table}_operator" ON "{table}";
DROP POLICY "{table}_vendor" ON "{table}";
ALTER TABLE "{table}" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY;
"""


class EnableRowSecurity(Operation):
    """Hide a table's rows from everybody but their vendor and the operator, its owner included.

    table: name in the database. vendor_column: the bigint column that holds the vendor's key (for the
    table of vendors itself its own key). Without a context a query sees no row and can write none.
    The role multivendor_operator must exist: the boot step `roles` runs before `migrate`.
    """

    reversible = True

    def __init__(self, table: str, vendor_column: str = "vendor_id") -> None:
        for name in (table, vendor_column):
            if not IDENTIFIER.match(name):
                raise ValueError(f"{name!r} is not a plain identifier of at most 51 small letters")
        self.table = table
        self.vendor_column = vendor_column

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return type(self).__name__, [self.table, self.vendor_column], {}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Django's own picture of the table does not change."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        schema_editor.execute(self.forwards_sql)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        schema_editor.execute(self._sql(BACKWARDS))

    def describe(self) -> str:
        return f"Enable row-level security on {self.table}"

    @property
    def migration_name_fragment(self) -> str:
        return f"{self.table}_row_security"

    @property
    def forwards_sql(self) -> str:
        """The statements that switch row security on."""
        return self._sql(FORWARDS)

    def _sql(self, template: str) -> str:
        return template.format(table=self.table, column=self.vendor_column, operator=OPERATOR_ROLE)
