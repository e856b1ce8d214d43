"""Read models: every question that the API may ask of the graph, each for one Viewer, each in as few round trips as
possible.

Must stay true: every function takes a Viewer; a folded row counts only if its audience is among the viewer's keys,
before any cut;
rows of one fact under several audiences are merged by its id; nothing is ordered by the id of a folded thing, and the
address of an entity is its least unit that the viewer may see.
"""
