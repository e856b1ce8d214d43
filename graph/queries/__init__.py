"""Every Cypher text of Tieline, named, by the room that asks it. Values are parameters; labels and types come from
the ontology."""
