"""Looks cover the vocabulary, labels fit."""

from hypothesis import given
from hypothesis import strategies as st

from graph.ontology.vocabulary import LANGUAGES, ontology
from tests.viz.made import UNHURRIED
from viz import style
from viz.shapes import outline
from viz.texts import TEXTS


def test_every_stage_has_a_line_of_its_own_kind() -> None:
    assert {stage.gold for stage in ontology().stages.values()} == set(style.STROKES)
    assert len(set(style.STROKES.values())) == len(style.STROKES)


def test_every_shape_of_the_vocabulary_can_be_drawn() -> None:
    shapes = {kind.shape for kind in ontology().entities.values()}
    assert {shape for shape in shapes if not outline(shape, 10)} == {"dot"}


@UNHURRIED
@given(st.text(max_size=40), st.integers(2, 20))
def test_a_cut_label_is_one_line_that_fits(name: str, most: int) -> None:
    label = style.cut(name, most)
    assert len(label) <= most
    assert label == " ".join(label.split())
    assert label.endswith("…") or label == " ".join(name.split())


@UNHURRIED
@given(st.floats(0, 1e6), st.floats(0, 1e6))
def test_more_relations_never_make_a_node_smaller(one: float, other: float) -> None:
    assert style.radius(min(one, other)) <= style.radius(max(one, other)) <= style.LARGEST


def test_texts_exist_in_every_language_with_the_same_blanks() -> None:
    for name, texts in TEXTS.items():
        blanks = {language: texts[language].count("{") for language in LANGUAGES}
        assert len(set(blanks.values())) == 1, name
