"""Geometry of many points: nearest neighbours, and pushing boxes apart until none lies on another.

Must stay true: the only module of viz/ that imports scipy; a point that is held still never moves.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from viz.labels import Array, Boxes

ROUNDS = 100
HASTE = 1.4
EXTRA = 4.0
"""Boxes are pushed by more than their overlap, and by so many pixels besides: crowds part in half the rounds."""
SMALLEST_STEP = 0.05
USUAL_REACH = 210.0
"""Pixels: the diagonal of a box with the longest label of ordinary size."""


def nearest(places: Array) -> Array:
    """The distance of each point to the one nearest to it."""
    distances, _ = _tree(places).query(places, k=2)
    return np.asarray(distances[:, 1])


def separate(places: Array, boxes: Boxes, still: npt.NDArray[np.bool_] | None = None) -> Array:
    """The places moved apart along the shorter axis of each overlap, in at most ROUNDS rounds.

    The larger of two boxes moves less, so that hubs with their large labels stay in the middle of what they connect;
    `still` ones stay where they are.
    """
    free = 1 / (boxes.width * boxes.height)
    if still is not None:
        free = np.where(still, 0.0, free)
    moved = _parted(places, free)
    for _ in range(ROUNDS):
        step = _step(moved, boxes, free)
        if np.abs(step).max(initial=0.0) < SMALLEST_STEP:
            break
        moved = moved + step
    return moved


def _parted(places: Array, free: Array) -> Array:
    """Points on one spot have no direction to part in: a tiny, growing offset gives them one."""
    at = np.arange(len(places))
    return np.asarray(places + np.stack([np.sin(at), np.cos(at)], axis=1) * 0.01 * (free > 0)[:, None])


def _step(places: Array, boxes: Boxes, free: Array) -> Array:
    middle = places + np.stack([np.zeros(len(places)), boxes.drop], axis=1)
    pairs = _near(middle, boxes)
    one, other = pairs[:, 0], pairs[:, 1]
    apart = middle[other] - middle[one]
    room = np.stack([boxes.width[one] + boxes.width[other], boxes.height[one] + boxes.height[other]], axis=1) / 2
    over = room - np.abs(apart)
    touching = (over > 0).all(axis=1) & (free[one] + free[other] > 0)
    one, other, apart, over = one[touching], other[touching], apart[touching], over[touching]
    push = np.zeros_like(over)
    axis = np.argmin(over, axis=1)
    rows = np.arange(len(over))
    push[rows, axis] = (over[rows, axis] + EXTRA) * np.where(apart[rows, axis] >= 0, 1.0, -1.0)
    share = free[one] / (free[one] + free[other])
    step = np.zeros_like(places)
    np.add.at(step, one, -push * share[:, None])
    np.add.at(step, other, push * (1 - share)[:, None])
    return step * HASTE


def _near(middle: Array, boxes: Boxes) -> npt.NDArray[np.intp]:
    """Pairs of boxes that could touch, in a fixed order.

    The few boxes with large labels are compared with all others: within their reach a search finds far too many.
    """
    reach = np.hypot(boxes.width, boxes.height)
    large = np.flatnonzero(reach > USUAL_REACH)
    small = np.flatnonzero(reach <= USUAL_REACH)
    pairs = small[_tree(middle[small]).query_pairs(USUAL_REACH, output_type="ndarray")].reshape(-1, 2)
    one, other = np.repeat(large, len(middle)), np.tile(np.arange(len(middle)), len(large))
    apart = (one < other) | ((one > other) & (reach[other] <= USUAL_REACH))
    pairs = np.vstack([pairs, np.stack([one[apart], other[apart]], axis=1)])
    return np.asarray(pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))])


def _tree(places: Array) -> Any:
    from scipy.spatial import cKDTree  # type: ignore[import-untyped]  # 0.4 s that only a layout needs

    return cKDTree(places)
