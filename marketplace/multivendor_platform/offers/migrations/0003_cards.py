"""The one definition of *sellable* (row D3) and the statements that keep the public's tables in step with
it."""

from typing import ClassVar

from django.db import migrations

SELLABLE = """
CREATE VIEW visible_node WITH (security_invoker = true) AS
SELECT n.id AS node_id,
       CASE n.kind WHEN 'department' THEN n.id WHEN 'category' THEN n.parent_id ELSE p.parent_id END AS department_id,
       CASE n.kind WHEN 'category' THEN n.id WHEN 'subcategory' THEN n.parent_id END AS category_id,
       CASE n.kind WHEN 'subcategory' THEN n.id END AS subcategory_id
  FROM catalog_node n
  LEFT JOIN catalog_node p ON p.id = n.parent_id
  LEFT JOIN catalog_node g ON g.id = p.parent_id
 WHERE n.is_active AND n.archived_at IS NULL
   AND (p.id IS NULL OR (p.is_active AND p.archived_at IS NULL))
   AND (g.id IS NULL OR (g.is_active AND g.archived_at IS NULL));

CREATE VIEW sellable_offer WITH (security_invoker = true) AS
SELECT o.id AS offer_id, v.product_id, o.variant_id, o.vendor_id, o.sku, o.condition, o.price_amount, o.currency,
       o.lead_time_days, s.on_hand - s.reserved AS available
  FROM offers_offer o
  JOIN offers_stockitem s ON s.offer_id = o.id
  JOIN vendors_vendor d ON d.id = o.vendor_id
  JOIN catalog_variant v ON v.id = o.variant_id
  JOIN catalog_product p ON p.id = v.product_id
  JOIN visible_node n ON n.node_id = p.node_id
  JOIN market m ON m.currency = o.currency
 WHERE o.state = 'live' AND o.price_amount IS NOT NULL
   AND s.on_hand > s.reserved
   AND d.state = 'active' AND NOT d.on_vacation
   AND v.state = 'active' AND p.state = 'published';

-- They run with the reader's own rights: whoever may not read the tables behind them gains nothing.
GRANT SELECT ON visible_node, sellable_offer TO PUBLIC;
"""
SELLABLE_UNDO = "DROP VIEW sellable_offer; DROP VIEW visible_node;"

# SECURITY DEFINER, owned by the migrating role: a vendor's transaction must count the other vendors' offers
# without ever seeing them. The locking statement stands alone, so that the next one takes its snapshot after
# a rival transaction on the same product has committed: the last writer then counts everybody's offers.
REFRESH = """
CREATE FUNCTION card_refresh(products bigint[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM 1 FROM catalog_product WHERE id = ANY (products) ORDER BY id FOR NO KEY UPDATE;

    DELETE FROM offer_card WHERE product_id = ANY (products);
    INSERT INTO offer_card (offer_id, product_id, variant_id, vendor_id, sku, condition, price_amount, currency,
                            lead_time_days, available)
    SELECT offer_id, product_id, variant_id, vendor_id, sku, condition, price_amount, currency, lead_time_days, available
      FROM sellable_offer WHERE product_id = ANY (products);

    DELETE FROM product_card c WHERE product_id = ANY (products)
       AND NOT EXISTS (SELECT FROM offer_card o WHERE o.product_id = c.product_id);
    INSERT INTO product_card AS c (product_id, department_id, category_id, subcategory_id, sort_order, name_key,
                                   price_amount, offer_count, card_en, card_fa, document)
    SELECT p.id, v.department_id, v.category_id, v.subcategory_id, p.sort_order,
           lower(coalesce(nullif(p.name_en, ''), p.name_fa)), o.price, o.offers,
           json_build_object('id', p.id, 'slug', p.slug, 'name', coalesce(nullif(p.name_en, ''), p.name_fa),
               'brand', p.brand, 'image', '/media/' || a.sha256 || '.' || a.extension,
               'image_alt', coalesce(nullif(p.image_alt_en, ''), nullif(p.name_en, ''), p.name_fa),
               'price', json_build_object('amount', o.price, 'currency', o.currency),
               'price_max', json_build_object('amount', o.price_max, 'currency', o.currency),
               'offer_count', o.offers, 'vendor_count', o.vendors,
               'node', json_build_object('id', n.id, 'path', n.path,
                                         'name', coalesce(nullif(n.name_en, ''), n.name_fa)))::text,
           json_build_object('id', p.id, 'slug', p.slug, 'name', coalesce(nullif(p.name_fa, ''), p.name_en),
               'brand', p.brand, 'image', '/media/' || a.sha256 || '.' || a.extension,
               'image_alt', coalesce(nullif(p.image_alt_fa, ''), nullif(p.name_fa, ''), p.name_en),
               'price', json_build_object('amount', o.price, 'currency', o.currency),
               'price_max', json_build_object('amount', o.price_max, 'currency', o.currency),
               'offer_count', o.offers, 'vendor_count', o.vendors,
               'node', json_build_object('id', n.id, 'path', n.path,
                                         'name', coalesce(nullif(n.name_fa, ''), n.name_en)))::text,
           setweight(to_tsvector('simple', p.search_title), 'A')
               || setweight(to_tsvector('simple', concat_ws(' ', n.search_title, u.search_title)), 'B')
               || setweight(to_tsvector('simple', p.search_body), 'C')
      FROM (SELECT product_id, min(price_amount) AS price, max(price_amount) AS price_max, min(currency) AS currency,
                   count(*) AS offers, count(DISTINCT vendor_id) AS vendors
              FROM offer_card WHERE product_id = ANY (products) GROUP BY product_id) AS o
      JOIN catalog_product p ON p.id = o.product_id
      JOIN catalog_node n ON n.id = p.node_id
      LEFT JOIN catalog_node u ON u.id = n.parent_id
      JOIN visible_node v ON v.node_id = p.node_id
      LEFT JOIN media_mediaasset a ON a.id = p.image_id
    ON CONFLICT (product_id) DO UPDATE SET
        department_id = excluded.department_id, category_id = excluded.category_id,
        subcategory_id = excluded.subcategory_id, sort_order = excluded.sort_order, name_key = excluded.name_key,
        price_amount = excluded.price_amount, offer_count = excluded.offer_count,
        card_en = excluded.card_en, card_fa = excluded.card_fa, document = excluded.document;

    INSERT INTO search_word (word, forms)
    SELECT t.word, word_forms(t.word)
      FROM (SELECT DISTINCT unnest(tsvector_to_array(document)) AS word
              FROM product_card WHERE product_id = ANY (products)) AS t
     WHERE length(t.word) BETWEEN 3 AND 60 AND NOT EXISTS (SELECT FROM search_word w WHERE w.word = t.word)
     ORDER BY t.word
    ON CONFLICT DO NOTHING;
END $$;

CREATE FUNCTION vendor_card_refresh(vendors bigint[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    DELETE FROM vendor_card WHERE vendor_id = ANY (vendors);
    INSERT INTO vendor_card (vendor_id, slug, name_en, name_fa, card_en, card_fa)
    SELECT d.id, d.slug, coalesce(nullif(d.name_en, ''), d.name_fa), coalesce(nullif(d.name_fa, ''), d.name_en),
           json_build_object('id', d.id, 'slug', d.slug, 'name', coalesce(nullif(d.name_en, ''), d.name_fa),
               'description', coalesce(nullif(d.description_en, ''), d.description_fa),
               'city', coalesce(nullif(d.city_en, ''), d.city_fa),
               'logo', '/media/' || a.sha256 || '.' || a.extension)::text,
           json_build_object('id', d.id, 'slug', d.slug, 'name', coalesce(nullif(d.name_fa, ''), d.name_en),
               'description', coalesce(nullif(d.description_fa, ''), d.description_en),
               'city', coalesce(nullif(d.city_fa, ''), d.city_en),
               'logo', '/media/' || a.sha256 || '.' || a.extension)::text
      FROM vendors_vendor d LEFT JOIN media_mediaasset a ON a.id = d.logo_id
     WHERE d.id = ANY (vendors) AND d.state = 'active' AND NOT d.on_vacation;
END $$;

CREATE FUNCTION variant_history_begin() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE catalog_variant SET has_history = true
     WHERE NOT has_history AND id IN (SELECT DISTINCT variant_id FROM fresh);
    RETURN NULL;
END $$;
CREATE TRIGGER variant_history_begin AFTER INSERT ON offers_offer
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION variant_history_begin();
"""
REFRESH_UNDO = """
DROP TRIGGER variant_history_begin ON offers_offer;
DROP FUNCTION variant_history_begin();
DROP FUNCTION vendor_card_refresh(bigint[]);
DROP FUNCTION card_refresh(bigint[]);
"""


GUARD = """
CREATE FUNCTION written_by_refresh_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_user <> (SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = TG_RELID) THEN
        RAISE EXCEPTION '% is written by card_refresh alone', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER written_by_refresh_only BEFORE INSERT OR UPDATE OR DELETE ON product_card
    FOR EACH STATEMENT EXECUTE FUNCTION written_by_refresh_only();
CREATE TRIGGER written_by_refresh_only BEFORE INSERT OR UPDATE OR DELETE ON offer_card
    FOR EACH STATEMENT EXECUTE FUNCTION written_by_refresh_only();
CREATE TRIGGER written_by_refresh_only BEFORE INSERT OR UPDATE OR DELETE ON vendor_card
    FOR EACH STATEMENT EXECUTE FUNCTION written_by_refresh_only();
CREATE TRIGGER written_by_refresh_only BEFORE INSERT OR UPDATE OR DELETE ON search_word
    FOR EACH STATEMENT EXECUTE FUNCTION written_by_refresh_only();
"""
GUARD_UNDO = """
DROP TRIGGER written_by_refresh_only ON search_word;
DROP TRIGGER written_by_refresh_only ON vendor_card;
DROP TRIGGER written_by_refresh_only ON offer_card;
DROP TRIGGER written_by_refresh_only ON product_card;
DROP FUNCTION written_by_refresh_only();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("offers", "0002_row_security"),
        ("vendors", "0002_row_security"),
        ("catalog", "0003_search"),
        ("media", "0001_initial"),
    ]
    operations: ClassVar = [
        migrations.RunSQL(SELLABLE, SELLABLE_UNDO),
        migrations.RunSQL(REFRESH, REFRESH_UNDO),
        migrations.RunSQL(GUARD, GUARD_UNDO),
    ]
