"""The ways to arrange one connected network: rings around a centre, springs, groups of springs.

Must stay true: results depend only on the arguments, in pixels at zoom 1, y downwards; neighbours lie SPACING apart in
the middle of the picture.
"""

from collections import Counter
from collections.abc import Sequence
from math import cos, pi, sin, sqrt, tau

import numpy as np
import numpy.typing as npt
import rustworkx as rx

from viz.groups import communities
from viz.overlap import nearest

Array = npt.NDArray[np.float64]
Pairs = Sequence[tuple[int, int]]

SPACING = 80.0
"""Pixels between neighbouring nodes."""

ROUNDS = 100
MOST_RINGS = 2
GATHERING = 0.75
"""Exponent of the distance from the middle; 1 leaves a spring layout as it is."""

STRETCH = (1.25, 0.85)
"""Labels are wide and pages are wider than high, so rings are ellipses."""


def rings(neighbours: Sequence[Sequence[int]], centre: int, widths: Array) -> Array | None:
    """The centre at (0, 0), the others on rings by their distance, each branch in a wedge as wide as its leaves.

    None where there would be more than MOST_RINGS: then springs read better.
    """
    children, depth = _tree(neighbours, centre)
    if max(depth) > MOST_RINGS:
        return None
    leaves = _leaves(children, depth)
    angle = _angles(children, leaves, centre)
    distance = _radii(depth, widths)
    places = [(distance[depth[at]] * cos(angle[at]), distance[depth[at]] * sin(angle[at])) for at in range(len(depth))]
    return np.asarray(np.array(places) * STRETCH)


def _tree(neighbours: Sequence[Sequence[int]], centre: int) -> tuple[list[list[int]], list[int]]:
    """The children of each node in a breadth-first tree, and each node's depth."""
    depth = [-1] * len(neighbours)
    children: list[list[int]] = [[] for _ in neighbours]
    depth[centre], frontier = 0, [centre]
    while frontier:
        reached = []
        for parent in frontier:
            for child in neighbours[parent]:
                if depth[child] < 0:
                    depth[child] = depth[parent] + 1
                    children[parent].append(child)
                    reached.append(child)
        frontier = reached
    return children, depth


def _leaves(children: Sequence[Sequence[int]], depth: Sequence[int]) -> list[int]:
    """How many leaves hang below each node; a leaf counts as one."""
    found = [1] * len(children)
    for at in sorted(range(len(children)), key=lambda each: -depth[each]):
        if children[at]:
            found[at] = sum(found[child] for child in children[at])
    return found


def _angles(children: Sequence[Sequence[int]], leaves: Sequence[int], centre: int) -> list[float]:
    """The direction of each node; branches follow each other clockwise from the top."""
    found = [0.0] * len(children)
    wedges = [(centre, -pi / 2, 3 * pi / 2)]
    while wedges:
        at, begin, end = wedges.pop()
        found[at] = (begin + end) / 2
        each = (end - begin) / leaves[at]
        for child in children[at]:
            share = each * leaves[child]
            wedges.append((child, begin, begin + share))
            begin += share
    return found


def _radii(depth: Sequence[int], widths: Array) -> list[float]:
    """The radius of each ring: beyond the one inside it, and long enough for its labels side by side."""
    count = Counter(depth)
    found = [0.0]
    for ring in range(1, max(depth) + 1):
        wide = float(np.mean([widths[at] for at in range(len(depth)) if depth[at] == ring]))
        found.append(max(found[-1] + 1.7 * SPACING, count[ring] * (0.5 * wide + 24) / tau))
    return found


def spring(
    count: int, pairs: Pairs, seed: int, start: Array | None = None, frozen: Sequence[int] = (), rounds: int = ROUNDS
) -> Array:
    """Springs along the edges, repulsion between all; with `start`, nodes in `frozen` stay where they are.

    rustworkx, Fruchterman and Reingold 1991.
    """
    graph = _graph(count, pairs)
    if start is None:
        found = rx.spring_layout(graph, seed=seed, num_iter=rounds)
        return _scaled(_gathered(_flat(_array(found, count))))
    if len(frozen) == count:
        return start
    begin = {at: (float(x / SPACING), float(y / SPACING)) for at, (x, y) in enumerate(start)}
    found = rx.spring_layout(graph, pos=begin, fixed=set(frozen), k=1.0, seed=seed, num_iter=rounds)
    moved = _array(found, count) * SPACING
    moved[list(frozen)] = start[list(frozen)]
    return moved


def _graph(count: int, pairs: Pairs) -> "rx.PyGraph[None, None]":
    graph = rx.PyGraph[None, None]()
    graph.add_nodes_from([None] * count)
    graph.add_edges_from([(one, other, None) for one, other in pairs])
    return graph


def _array(found: "rx.Pos2DMapping", count: int) -> Array:
    return np.array([tuple(found[at]) for at in range(count)], dtype=float).reshape(-1, 2)


def _flat(places: Array) -> Array:
    """Turned so that the longest extent lies across the page."""
    middle = places - places.mean(axis=0)
    _, axes = np.linalg.eigh(middle.T @ middle)
    long = axes[:, 1] if axes[np.argmax(np.abs(axes[:, 1])), 1] > 0 else -axes[:, 1]
    return np.asarray(middle @ np.array([[long[0], -long[1]], [long[1], long[0]]]))


def _gathered(places: Array) -> Array:
    """Around (0, 0), with the thin outskirts drawn in and the crowded middle spread: more of the page is used."""
    reach = np.hypot(places[:, 0], places[:, 1])
    largest = float(reach.max(initial=0.0))
    if largest == 0:
        return places
    return np.asarray(places * np.power(np.maximum(reach / largest, 1e-9), GATHERING - 1)[:, None])


def _scaled(places: Array) -> Array:
    """In pixels: the median distance to the nearest other node becomes SPACING."""
    usual = float(np.median(nearest(places))) if len(places) > 1 else 0.0
    return np.asarray(places * (SPACING / usual)) if usual > 0 else places


def grouped(count: int, pairs: Pairs, seed: int) -> Array:
    """Communities first, springs inside each, then the groups as disks among each other. From 1,000 nodes on the only
    way that is both fast and readable."""
    groups = communities(count, pairs, seed)
    home = {member: number for number, group in enumerate(groups) for member in group}
    inside: list[list[tuple[int, int]]] = [[] for _ in groups]
    between: set[tuple[int, int]] = set()
    for one, other in pairs:
        if home[one] == home[other]:
            inside[home[one]].append((one, other))
        else:
            between.add((min(home[one], home[other]), max(home[one], home[other])))
    parts = [_group(group, edges, seed) for group, edges in zip(groups, inside, strict=True)]
    middles = _disks(parts, sorted(between), seed)
    places = np.zeros((count, 2))
    for group, part, middle in zip(groups, parts, middles, strict=True):
        places[group] = part + middle
    return places


def _group(members: Sequence[int], pairs: Pairs, seed: int) -> Array:
    at = {member: index for index, member in enumerate(members)}
    return _disk(spring(len(members), [(at[one], at[other]) for one, other in pairs], seed))


def _disk(places: Array) -> Array:
    """Around (0, 0) as a full disk: directions and the order of distances stay, a ring of leaves around a hub fills
    the room inside it."""
    middle = places - np.median(places, axis=0)
    reach = np.hypot(middle[:, 0], middle[:, 1])
    rank = np.empty(len(places))
    rank[np.argsort(reach, kind="stable")] = np.arange(len(places))
    wanted = SPACING * np.sqrt(rank / pi)
    return np.asarray(middle * (wanted / np.maximum(reach, 1e-9))[:, None])


def _disks(parts: Sequence[Array], pairs: Pairs, seed: int) -> Array:
    """Middles of the groups, so far apart that their disks do not touch."""
    reach = np.array([np.sqrt((part**2).sum(axis=1)).max() + SPACING / 2 for part in parts])
    if len(parts) == 1:
        return np.zeros((1, 2))
    found = rx.spring_layout(_graph(len(parts), pairs), seed=seed, num_iter=ROUNDS)
    middles = _flat(_array(found, len(parts))) * float(0.8 * sqrt((reach**2).sum()))
    for _ in range(ROUNDS):
        apart = middles[:, None] - middles[None, :]
        distance = np.sqrt((apart**2).sum(axis=2)) + np.eye(len(parts))
        missing = np.maximum(reach[:, None] + reach[None, :] - distance, 0) * (1 - np.eye(len(parts)))
        if not missing.any():
            break
        middles = middles + (apart / distance[:, :, None] * (missing[:, :, None] / 2)).sum(axis=1) * 0.6
    return np.asarray(middles)
