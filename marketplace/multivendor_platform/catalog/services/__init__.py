"""What the operator does to the catalogue. Each runs in operator_context(), in one transaction."""

from multivendor_platform.catalog.services.nodes import (
    node_archive,
    node_create,
    node_delete,
    node_move,
    node_restore,
    node_update,
)
from multivendor_platform.catalog.services.products import (
    product_archive,
    product_create,
    product_publish,
    product_update,
    product_values_set,
)
from multivendor_platform.catalog.services.variants import (
    variant_delete,
    variant_matrix_generate,
    variant_restore,
    variant_retire,
)

__all__ = [
    "node_archive",
    "node_create",
    "node_delete",
    "node_move",
    "node_restore",
    "node_update",
    "product_archive",
    "product_create",
    "product_publish",
    "product_update",
    "product_values_set",
    "variant_delete",
    "variant_matrix_generate",
    "variant_restore",
    "variant_retire",
]
