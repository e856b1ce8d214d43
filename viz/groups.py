"""Communities of a network (networkx, Louvain): nodes that are more connected among each other than to the rest.

Must stay true: the only module of viz/ that imports networkx, and only when a network is large enough to need it.
"""

from collections.abc import Sequence


def communities(count: int, pairs: Sequence[tuple[int, int]], seed: int) -> list[list[int]]:
    """The nodes 0 to count - 1 in groups, largest first, each sorted. Blondel and others 2008."""
    import networkx  # type: ignore[import-untyped]  # 0.2 s that small pictures need not wait for

    graph = networkx.Graph()
    graph.add_nodes_from(range(count))
    graph.add_edges_from(pairs)
    found = networkx.community.louvain_communities(graph, seed=seed)
    return sorted((sorted(group) for group in found), key=lambda group: (-len(group), group))
