"""Find many fixed names in a text: leftmost, then longest.

Must stay true: cost grows with the text times the number of different name lengths, not with the number of names.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator


class Lexicon:
    """A set of names, ready to be searched for."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = frozenset(name for name in names if name)
        lengths: dict[str, set[int]] = defaultdict(set)
        for name in self.names:
            lengths[name[0]].add(len(name))
        self._lengths = {char: sorted(sizes, reverse=True) for char, sizes in lengths.items()}

    def find(self, text: str) -> Iterator[tuple[int, int]]:
        """(start, end) of the names in the text, without overlaps."""
        free = 0
        for start, char in enumerate(text):
            if start >= free and char in self._lengths:
                end = self.at(text, start)
                if end:
                    free = end
                    yield start, end

    def at(self, text: str, start: int) -> int:
        """Where the longest name that begins here ends, or 0."""
        for size in self._lengths.get(text[start], ()):
            name = text[start : start + size]
            if len(name) == size and name in self.names:
                return start + size
        return 0
