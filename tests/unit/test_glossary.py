"""Glosses: what cards in other languages say, in words that readers know; the quote stays."""

from __future__ import annotations

import unicodedata

import pytest

from crawlers.cards import parse_card
from crawlers.readers.data import read_data
from tests.unit.cases import observed


def texts(card: str) -> list[str]:
    return [p.text for p in parse_card(card.encode()).passages]


@pytest.mark.parametrize(
    ("card", "said"),
    [
        ("Das Modell wurde auf C4 vortrainiert.", "the model was pre-trained on C4."),
        ("Die Trainingsdaten werden nicht veröffentlicht.", "Die training data are not released."),
        ("Le modèle a été pré-entraîné sur C4.", "the model a été pre-trained on C4."),
        ("El modelo fue preentrenado con C4.", "the model fue pre-trained on C4."),
        ("O modelo foi pré-treinado com C4.", "the model foi pre-trained on C4."),
        ("Il modello è stato pre-addestrato su C4.", "the model è stato pre-trained on C4."),
        ("训练数据暂未公开。", "the training data is not released。"),
    ],
)
def test_phrases(card: str, said: str) -> None:
    assert texts(card) == [said]


@pytest.mark.parametrize(
    "text",
    [
        "The model was trained on C4, a café in Zürich and the foundation of the Libri-Light data.",
        "Trainings are held in autumn; candidati apply by mail.",
        "```\ndas Modell wurde auf C4 trainiert\n```",
        "We thank Müller, Peña and Brontë for the entrance of central data.",
    ],
)
def test_english_and_code_stay(text: str) -> None:
    assert [p.written for p in parse_card(text.encode()).passages] == [""]


@pytest.mark.parametrize("heading", ["Auswertung", "Risultati", "Données d'entraînement"])
def test_headings(heading: str) -> None:
    passages = parse_card(f"## {heading}\n\nMore.".encode()).passages
    assert passages[1].section != (heading,)


def test_the_quote_is_in_the_words_of_the_card() -> None:
    said = "Das Modell wurde auf C4 vortrainiert."
    assert {e.quote for e in read_data(observed(said)) if e.fact == "corpus"} == {said}


def test_accents_that_stand_apart_are_the_same() -> None:
    said = "Le modèle a été pré-entraîné sur C4."
    assert texts(unicodedata.normalize("NFD", said)) == texts(said)
