"""What must hold for every table and view of the migrated schema, whichever part it belongs to."""

from __future__ import annotations

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db

# A view reads with its owner's rights, whom policies may not bind, unless it is security_invoker; what it
# shows then has no policy. Only views of sellable, public rows may do that; each is named here with care.
PUBLIC_VIEWS: set[str] = set()
# Cards hold only what every visitor may see.
PUBLIC_TABLES = {"offer_card", "vendor_card"}


def names(statement: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return {row[0] for row in cursor.fetchall()}


def test_T3_table_when_row_security_is_on_then_forced() -> None:
    assert names("SELECT relname FROM pg_class WHERE relrowsecurity AND NOT relforcerowsecurity") == set()


def test_T3_policy_when_it_holds_for_the_application_then_asks_for_the_vendor() -> None:
    unconditional = names(
        "SELECT p.polname FROM pg_policy p"
        " WHERE EXISTS (SELECT FROM unnest(p.polroles) role WHERE role = 0"
        "   OR pg_has_role(current_user, role, 'USAGE'))"
        " AND (coalesce(pg_get_expr(p.polqual, p.polrelid), 'app.vendor_id') NOT LIKE '%app.vendor_id%'"
        "   OR coalesce(pg_get_expr(p.polwithcheck, p.polrelid), 'app.vendor_id') NOT LIKE '%app.vendor_id%')"
    )
    assert unconditional == set()


def test_T3_table_when_it_has_a_vendor_then_row_security_is_on_or_it_is_public() -> None:
    open_tables = names(
        "SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
        " WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relrowsecurity"
        " AND a.attname = 'vendor_id' AND NOT a.attisdropped"
    )
    assert open_tables <= PUBLIC_TABLES


def test_T3_view_when_it_reads_a_table_with_row_security_then_with_the_readers_rights() -> None:
    passing = names(
        "SELECT v.relname FROM pg_class v JOIN pg_rewrite r ON r.ev_class = v.oid"
        " JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid"
        " AND d.refclassid = 'pg_class'::regclass"
        " JOIN pg_class t ON t.oid = d.refobjid AND t.relrowsecurity"
        " WHERE v.relkind IN ('v', 'm') AND v.relnamespace = 'public'::regnamespace"
        " AND NOT coalesce('security_invoker=true' = ANY (v.reloptions), false)"
    )
    assert passing <= PUBLIC_VIEWS
