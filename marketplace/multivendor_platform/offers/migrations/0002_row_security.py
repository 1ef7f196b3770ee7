"""Hide offers and stock from everybody but their vendor and the operator."""

from typing import ClassVar

from django.db import migrations

from multivendor_platform.tenancy.policies import EnableRowSecurity

OWNER_READS = """
CREATE POLICY offers_offer_owner_reads ON offers_offer FOR SELECT TO CURRENT_USER USING (true);
CREATE POLICY offers_stockitem_owner_reads ON offers_stockitem FOR SELECT TO CURRENT_USER USING (true);
"""
OWNER_READS_UNDO = """
DROP POLICY offers_stockitem_owner_reads ON offers_stockitem;
DROP POLICY offers_offer_owner_reads ON offers_offer;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("offers", "0001_initial")]
    operations: ClassVar = [
        EnableRowSecurity("offers_offer"),
        EnableRowSecurity("offers_stockitem"),
        migrations.RunSQL(OWNER_READS, OWNER_READS_UNDO),
    ]
