"""The web side of Tieline: a JSON API and server-rendered pages over the read models of graph/."""
