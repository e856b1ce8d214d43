"""Pictures of a part of the graph: plain data in, positions, pyvis networks, HTML and SVG out."""
