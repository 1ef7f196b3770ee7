"""Errors as clients see them: RFC 9457 documents under /api/, pages elsewhere."""
