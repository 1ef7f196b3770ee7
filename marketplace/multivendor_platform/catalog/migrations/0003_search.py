"""Search in one statement: the best of a capped set of candidates, and one typo forgiven when nothing is
found."""

from typing import ClassVar

from django.db import migrations

# EXECUTE plans each search for its own words: a common one is best read from the table until the cap, a rare
# one through the index. The planner does not know that reading a document means unpacking it, so that the table
# looks ten times cheaper than it is: hence random_page_cost. Only words that no document knows are replaced, by
# words that share a form with them.
SEARCH = """
CREATE FUNCTION word_forms(word text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT array_agg(DISTINCT form) FROM (
        SELECT word AS form
        UNION ALL SELECT overlay(word PLACING '' FROM i FOR 1) FROM generate_series(1, length(word)) AS i) AS forms
$$;

CREATE FUNCTION catalog_search_ranked(query tsquery, skip integer, take integer)
RETURNS TABLE (product_id bigint, place bigint, total integer) LANGUAGE plpgsql STABLE
SET random_page_cost = 1.1 AS $$
BEGIN
    RETURN QUERY EXECUTE $q$
        WITH hit AS MATERIALIZED (
            SELECT c.product_id, c.sort_order, ts_rank(c.document, $1) AS rank
              FROM product_card c WHERE c.document @@ $1 LIMIT 1001),
        ranked AS (
            SELECT h.product_id, row_number() OVER (ORDER BY h.rank DESC, h.sort_order, h.product_id) AS place,
                   (count(*) OVER ())::integer AS total
              FROM hit h)
        SELECT r.product_id, r.place, r.total FROM ranked r
         WHERE r.place > $2 AND r.place <= $2 + $3 AND r.place <= 1000 ORDER BY r.place
    $q$ USING query, skip, take;
END $$;

CREATE FUNCTION catalog_search(query tsquery, words text[], skip integer, take integer)
RETURNS TABLE (product_id bigint, place bigint, total integer, corrected text) LANGUAGE plpgsql STABLE AS $$
DECLARE
    any_found boolean;
    part text;
    nearest text[];
    parts text[] := '{}';
    spelled text[] := '{}';
BEGIN
    RETURN QUERY SELECT s.*, NULL::text FROM catalog_search_ranked(query, skip, take) s;
    IF FOUND THEN
        RETURN;
    END IF;
    EXECUTE 'SELECT EXISTS (SELECT FROM product_card WHERE document @@ $1)' INTO any_found USING query;
    IF any_found THEN
        RETURN;
    END IF;
    FOREACH part IN ARRAY words LOOP
        IF EXISTS (SELECT FROM search_word w WHERE w.word ^@ part) THEN
            parts := parts || format('%L:*', part);
            spelled := spelled || part;
            CONTINUE;
        END IF;
        SELECT array_agg(t.word) INTO nearest
          FROM (SELECT w.word FROM search_word w WHERE w.forms && word_forms(part)
                 ORDER BY abs(length(w.word) - length(part)), w.word LIMIT 8) t;
        IF nearest IS NULL THEN
            RETURN;
        END IF;
        parts := parts || ('(' || (SELECT string_agg(format('%L', n), ' | ') FROM unnest(nearest) n) || ')');
        spelled := spelled || nearest[1];
    END LOOP;
    RETURN QUERY SELECT s.*, array_to_string(spelled, ' ')
                   FROM catalog_search_ranked(array_to_string(parts, ' & ')::tsquery, skip, take) s;
END $$;
"""
SEARCH_UNDO = """
DROP FUNCTION catalog_search(tsquery, text[], integer, integer);
DROP FUNCTION catalog_search_ranked(tsquery, integer, integer);
DROP FUNCTION word_forms(text);
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("catalog", "0002_rules")]
    operations: ClassVar = [migrations.RunSQL(SEARCH, SEARCH_UNDO)]
