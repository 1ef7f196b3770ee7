"""The shared catalogue: tree, products, variants, attributes, and what the public reads of them."""
