"""Let the public learn that a shop exists which does not sell now, and nothing more of it (row B9)."""

from typing import ClassVar

from django.db import migrations

# SECURITY DEFINER: the vendors' table is hidden from the public by policy. Who never sold is not told of.
VENDOR_CLOSED = """
CREATE FUNCTION vendor_closed(wanted text) RETURNS TABLE (name_en text, name_fa text, state text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT v.name_en, v.name_fa, v.state FROM vendors_vendor v
     WHERE v.slug = wanted AND v.state IN ('active', 'paused', 'suspended', 'closing', 'terminated')
$$;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("vendors", "0002_row_security")]
    operations: ClassVar = [migrations.RunSQL(VENDOR_CLOSED, "DROP FUNCTION vendor_closed(text);")]
