"""What Django's models cannot say: a tree without cycles, values of the right kind, variants that stay
themselves."""

from typing import ClassVar

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

REFERENCES = """
ALTER TABLE catalog_node ADD CONSTRAINT node_parent_one_level_up
    FOREIGN KEY (parent_id, parent_kind) REFERENCES catalog_node (id, kind);
ALTER TABLE catalog_productattribute ADD CONSTRAINT value_kind_of_attribute
    FOREIGN KEY (attribute_id, kind) REFERENCES catalog_attributedef (id, kind);
ALTER TABLE catalog_productattribute ADD CONSTRAINT value_option_of_attribute
    FOREIGN KEY (option_id, attribute_id) REFERENCES catalog_attributeoption (id, attribute_id);
ALTER TABLE catalog_variantoption ADD CONSTRAINT variant_option_of_attribute
    FOREIGN KEY (option_id, attribute_id) REFERENCES catalog_attributeoption (id, attribute_id);
"""
REFERENCES_UNDO = """
ALTER TABLE catalog_node DROP CONSTRAINT node_parent_one_level_up;
ALTER TABLE catalog_productattribute DROP CONSTRAINT value_kind_of_attribute,
    DROP CONSTRAINT value_option_of_attribute;
ALTER TABLE catalog_variantoption DROP CONSTRAINT variant_option_of_attribute;
"""

VARIANTS = """
CREATE FUNCTION variant_stays_itself() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.has_history THEN
            RAISE EXCEPTION 'variant % has had offers or sales: retire it instead of deleting it', OLD.id
                USING ERRCODE = 'restrict_violation', CONSTRAINT = 'variant_with_history_stays';
        END IF;
        RETURN OLD;
    END IF;
    IF NEW.option_signature <> OLD.option_signature OR NEW.product_id <> OLD.product_id THEN
        RAISE EXCEPTION 'the combination of variant % never changes: retire it and make another', OLD.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'variant_combination_fixed';
    END IF;
    IF OLD.has_history AND NOT NEW.has_history THEN
        RAISE EXCEPTION 'the history of variant % cannot be taken back', OLD.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'variant_history_stays';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER variant_stays_itself BEFORE UPDATE OR DELETE ON catalog_variant
    FOR EACH ROW EXECUTE FUNCTION variant_stays_itself();

CREATE FUNCTION variant_option_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' OR EXISTS (SELECT FROM catalog_variant WHERE id = OLD.variant_id AND has_history) THEN
        RAISE EXCEPTION 'the combination of variant % never changes: retire it and make another', OLD.variant_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'variant_combination_fixed';
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER variant_option_stays BEFORE UPDATE OR DELETE ON catalog_variantoption
    FOR EACH ROW EXECUTE FUNCTION variant_option_stays();
"""
VARIANTS_UNDO = """
DROP TRIGGER variant_option_stays ON catalog_variantoption;
DROP FUNCTION variant_option_stays();
DROP TRIGGER variant_stays_itself ON catalog_variant;
DROP FUNCTION variant_stays_itself();
"""

TABLES = (
    "market",
    "catalog_node",
    "catalog_nodepath",
    "catalog_attributedef",
    "catalog_attributeoption",
    "catalog_nodeattribute",
    "catalog_product",
    "catalog_productmedia",
    "catalog_productattribute",
    "catalog_productaxis",
    "catalog_variant",
    "catalog_variantoption",
)
TRIGGER = """
CREATE TRIGGER shared_by_all_vendors BEFORE INSERT OR UPDATE OR DELETE ON {}
    FOR EACH STATEMENT EXECUTE FUNCTION shared_by_all_vendors();
"""
# A vendor's work must never change what all vendors share (row A2), whatever the application's code does.
SHARED = """
CREATE FUNCTION shared_by_all_vendors() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_user NOT IN ('multivendor_operator',
                            (SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = TG_RELID)) THEN
        RAISE EXCEPTION '% is shared by all vendors: only the operator writes it', TG_TABLE_NAME
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NULL;
END $$;
""" + "".join(TRIGGER.format(table) for table in TABLES)
SHARED_UNDO = (
    "".join(f"DROP TRIGGER shared_by_all_vendors ON {table};\n" for table in TABLES)
    + "DROP FUNCTION shared_by_all_vendors();"
)


def market_create(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Sell in rials until someone says otherwise: the first market of this product is Iran."""
    apps.get_model("catalog", "Market").objects.create(id=1, currency="IRR")


class Migration(migrations.Migration):
    dependencies: ClassVar = [("catalog", "0001_initial")]
    operations: ClassVar = [
        migrations.RunSQL(REFERENCES, REFERENCES_UNDO),
        migrations.RunSQL(VARIANTS, VARIANTS_UNDO),
        migrations.RunSQL(SHARED, SHARED_UNDO),
        migrations.RunPython(market_create, migrations.RunPython.noop),
    ]
