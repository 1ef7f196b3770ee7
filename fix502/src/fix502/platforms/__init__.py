"""Where apps run: one interface, one package per platform."""
