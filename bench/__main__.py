"""Runs the benchmarks and prints their figures as JSON: `python -m bench [extraction|ingest|reads]`."""

import json
import sys

from bench import extraction, ingest, reads

BENCHES = {"extraction": extraction.run, "ingest": ingest.run, "reads": reads.run}


def main(names: list[str]) -> None:
    """Print the figures of these benchmarks, or of all."""
    for name in names or list(BENCHES):
        print(json.dumps({name: BENCHES[name]()}, ensure_ascii=False, indent=2))


if __name__ == "__main__":
    main(sys.argv[1:])
