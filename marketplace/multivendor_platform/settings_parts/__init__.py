"""Settings, one module per concern; settings_base puts them together."""
