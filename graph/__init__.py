"""The only room that knows a database. This module imports nothing, so that `graph.ontology` stays cheap to import."""
