"""What the operator's machines ask: health, readiness, request ids."""
