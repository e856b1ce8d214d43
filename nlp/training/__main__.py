"""Trains and measures the name tagger: `python -m nlp.training train|weigh|evaluate|ablation|curve`.

Must stay true: one command, one result; a model file is written whole or not at all.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from nlp.corpus import SPLITS, split
from nlp.fusion import spelled
from nlp.tagger import MODEL, Tagger
from nlp.training import evaluate, export, fusion, lac_weights
from nlp.training.examples import Example, news, sentences
from nlp.training.fit import Options, train

SHARES = (0.125, 0.25, 0.5, 1.0)
"""Parts of the corpus that the learning curve is measured on."""
PARTS = 3
"""How many parts the corpus is cut in to learn the weights of rules and tagger."""
Rows = Sequence[Mapping[str, Any]]


def main(arguments: Sequence[str]) -> int:
    """Run one command."""
    asked = _parser().parse_args(arguments)
    {"train": _train, "weigh": _weigh, "evaluate": _evaluate, "ablation": _ablation, "curve": _curve}[asked.command](
        asked
    )
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m nlp.training", description=__doc__)
    parser.add_argument("command", choices=["train", "weigh", "evaluate", "ablation", "curve"])
    parser.add_argument("--model", type=Path, default=MODEL, help="the model file to write or to read")
    parser.add_argument("--news", type=Path, help="a file of the AISHELL-NER data set (dev.bio.txt), used besides")
    parser.add_argument("--on", nargs="+", default=["dev"], help="train, dev, test, or files of annotated documents")
    parser.add_argument("--without", nargs="*", default=[], help="patterns of document ids to leave out")
    parser.add_argument("--seed", type=int, default=Options.seed)
    parser.add_argument("--passes", type=int, default=Options.passes)
    return parser


def _train(asked: argparse.Namespace) -> None:
    _fit(asked.model, sentences(split("train")), _news(asked), _options(asked))
    print(f"{asked.model}: {asked.model.stat().st_size / 1e6:.1f} MB")


def _weigh(asked: argparse.Namespace) -> None:
    """Learn how far to trust rules and tagger, on parts of the corpus that a tagger of the other parts reads."""
    passages, cases = split("train"), list[fusion.Case]()
    with TemporaryDirectory() as folder:
        for number in range(PARTS):
            others = [passage for at, passage in enumerate(passages) if at % PARTS != number]
            path = Path(folder) / "names.onnx"
            _fit(path, sentences(others), _news(asked), _options(asked))
            cases += fusion.cases(Tagger(path), sentences(passages[number::PARTS]))
    lines = [*spelled(fusion.learn(cases)), ""]
    (asked.model.parent / "fusion.yaml").write_text("\n".join(lines), encoding="utf-8")


def _evaluate(asked: argparse.Namespace) -> None:
    tagger = Tagger(asked.model)
    for name, rows in _documents(asked):
        print(f"{name}: {len(rows)} documents", *evaluate.table(evaluate.score(tagger, rows)), sep="\n")


def _ablation(asked: argparse.Namespace) -> None:
    """What each part is worth: the same training without it."""
    corpus, options = sentences(split("train")), _options(asked)
    variants: dict[str, Callable[[Path], None]] = {
        "as shipped": lambda path: _fit(path, corpus, _news(asked), options),
        "without transfer": lambda path: _fit(path, corpus, _news(asked), replace(options, transfer=False)),
        "corpus alone": lambda path: _fit(path, corpus, [], replace(options, augment=False)),
    }
    if asked.news:
        only_news = replace(options, passes=4, news_passes=4, news_weight=1.0)
        variants["without corpus"] = lambda path: _fit(path, [], _news(asked), only_news)
    _compare(variants, asked)


def _curve(asked: argparse.Namespace) -> None:
    """How the figures grow with the corpus: every so-many-th passage, so that all writers and kinds stay in."""
    passages = split("train")
    variants: dict[str, Callable[[Path], None]] = {}
    for share in SHARES:
        part = passages[:: round(1 / share)]
        name = f"{sum(len(passage.text) for passage in part)} characters"
        variants[name] = lambda path, part=part: _fit(path, sentences(part), _news(asked), _options(asked))  # type: ignore[misc]
    _compare(variants, asked)


def _compare(variants: Mapping[str, Callable[[Path], None]], asked: argparse.Namespace) -> None:
    with TemporaryDirectory() as folder:
        for number, (name, fit) in enumerate(variants.items()):
            path = Path(folder) / f"{number}.onnx"
            fit(path)
            for source, rows in _documents(asked):
                scores = evaluate.score(Tagger(path), rows)
                print(f"{name}, {source}:", *(f"{kind} {counts.f1:.3f}" for kind, counts in scores.items()))


def _fit(path: Path, corpus: Sequence[Example], extra: Sequence[Example], options: Options) -> None:
    started = time.monotonic()
    source = lac_weights.read()
    network = train(source, corpus, extra, options, tell=_tell)
    export.write(network, source, path)
    _tell(f"{len(corpus)} sentences of the corpus, {len(extra)} of news: {time.monotonic() - started:.0f} s")


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _options(asked: argparse.Namespace) -> Options:
    return Options(seed=asked.seed, passes=asked.passes)


def _news(asked: argparse.Namespace) -> list[Example]:
    return news(asked.news) if asked.news else []


def _documents(asked: argparse.Namespace) -> Iterator[tuple[str, Rows]]:
    for name in asked.on:
        if name in SPLITS:
            yield name, evaluate.documents(split(name))
        else:
            yield name, evaluate.annotated(Path(name), asked.without)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
