"""Reports as text, as JSON, as one line. Pure: they return strings; only the commands print."""
