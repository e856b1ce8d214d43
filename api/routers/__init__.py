"""The JSON interface under /api/v1: one file a noun, each endpoint a thin call of graph/ or ingest/."""
