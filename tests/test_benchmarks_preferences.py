"""Verdicts simulated: who likes a text says so, and a run has every figure"""

import random

import numpy as np
import pytest

import benchmarks.preferences as benchmark
from mmrec.generation.adaptation.catalogues import held_out
from mmrec.types import Item

GENRES = ("Crime", "Drama", "Western")
FILMS = [
    Item(str(n), f"Film {n}", facts={"year": 1950 + n % 50, "genres": [GENRES[n % 3]]})
    for n in range(300)
]


def test_a_reader_likes_what_is_worth_more_to_them():
    usual = ["You liked it.", "Both may be films from 1990: crime.", "Because of it."] * 5
    readers = benchmark.Readers(usual, seed=1)
    draw = random.Random(0)
    kept = [np.mean([readers.helpful(0, worth, draw) for _ in range(400)]) for worth in (-9, 9)]
    assert kept == pytest.approx([0.1, 0.9], abs=0.05)  # but for the slips


def test_a_run_has_every_figure_and_the_oracle_is_never_beaten(monkeypatch):
    monkeypatch.setattr(benchmark, "CASES", 40)
    monkeypatch.setattr(benchmark, "VERDICTS", (30, 200))
    assert sum(map(held_out, FILMS)) > 10
    figures = benchmark.simulate(FILMS, seed=0)
    assert figures["after_30"] == figures["before"]  # too few: as before, exactly
    assert figures["used_30"] is False
    assert figures["oracle"] == 1.0 >= figures["shared_taste"] > 0.4
    assert 0 <= figures["ungated_200"] <= 1
