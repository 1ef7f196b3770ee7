"""Hide vendors and memberships from everybody but the vendor and the operator."""

from typing import ClassVar

from django.db import migrations

from multivendor_platform.tenancy.policies import EnableRowSecurity

# The owner's functions (card_refresh, vendor_memberships) read every row, also where the owner is no
# superuser; nothing is served as the owner.
OWNER_READS = """
CREATE POLICY vendors_vendor_owner_reads ON vendors_vendor FOR SELECT TO CURRENT_USER USING (true);
CREATE POLICY vendors_membership_owner_reads ON vendors_membership FOR SELECT TO CURRENT_USER USING (true);
"""
OWNER_READS_UNDO = """
DROP POLICY vendors_membership_owner_reads ON vendors_membership;
DROP POLICY vendors_vendor_owner_reads ON vendors_vendor;
"""

# A person's memberships must be known before there is a vendor to act for.
MEMBERSHIPS = """
CREATE FUNCTION vendor_memberships(member bigint)
RETURNS TABLE (vendor_id bigint, slug text, name_en text, name_fa text, state text, role text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT v.id, v.slug, v.name_en, v.name_fa, v.state, m.role
      FROM vendors_membership m JOIN vendors_vendor v ON v.id = m.vendor_id
     WHERE m.user_id = member ORDER BY v.slug
$$;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("vendors", "0001_initial")]
    operations: ClassVar = [
        EnableRowSecurity("vendors_vendor", "id"),
        EnableRowSecurity("vendors_membership"),
        migrations.RunSQL(OWNER_READS, OWNER_READS_UNDO),
        migrations.RunSQL(MEMBERSHIPS, "DROP FUNCTION vendor_memberships(bigint);"),
    ]
