"""PostgreSQL as Django's backend has it, plus a pool that notices a restarted server."""
