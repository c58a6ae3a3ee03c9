"""On real behaviour: 610 people and 100,836 ratings of films."""

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from mmrec.config import DriftSettings, EventSettings, Settings
from mmrec.evaluation.baselines import Popularity
from mmrec.evaluation.comparison import compare
from mmrec.evaluation.drift import measures, windows
from mmrec.evaluation.protocols import leave_one_out
from mmrec.history import History, HistoryBuilder
from mmrec.learning.recipe import fit_recipe
from mmrec.types import CatalogVectors, EventTable

EPOCHS = 4  # a third of what the defaults take: enough to be better than popularity beyond doubt


def ratings(folder: Path) -> EventTable:
    with (folder / "events.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    rows.sort(key=lambda row: (row["user_id"], float(row["timestamp"])))
    return EventTable(
        np.array([row["user_id"] for row in rows], object),
        np.array([row["item_id"] for row in rows], object),
        np.full(len(rows), "rating", object),
        np.array([float(row["rating"]) for row in rows]),
        np.array([float(row["timestamp"]) for row in rows]),
    )


def behaviour_only(item_ids: list[str]) -> CatalogVectors:
    """A catalogue without words and pictures: what is learned comes from the order of events."""
    nothing = np.zeros((len(item_ids), 8), np.float32)
    no = np.zeros(len(item_ids), bool)
    return CatalogVectors(tuple(item_ids), nothing, nothing, no, no)


@pytest.mark.slow
def test_on_real_films_the_ranker_beats_popularity_by_behaviour_alone(movies):
    table = ratings(movies)
    vectors = behaviour_only(sorted(set(table.item_id)))
    builder = HistoryBuilder(vectors.item_ids, EventSettings())
    split = leave_one_out(builder.of_table(table))
    settings = Settings.of({"ranker": {"networks": 1}, "training": {"epochs": EPOCHS}})
    fitted = fit_recipe(
        split,
        vectors,
        builder.tokens,
        settings,
        device=torch.device("cpu"),
        report=lambda _: None,
    )
    items = len(vectors.item_ids)
    others = {"popularity": Popularity.fit(split.training, items)}
    ranker, popularity = compare(fitted.ranker, others, split, vectors)
    assert len(split.test) == 608
    assert popularity.beaten
    assert ranker.ndcg.mean > 2 * popularity.ndcg.mean


def test_on_real_films_what_people_go_on_with_is_no_drift_and_a_flood_of_one_taste_is(movies):
    table = ratings(movies)
    vectors = behaviour_only(sorted(set(table.item_id)))
    builder = HistoryBuilder(vectors.item_ids, EventSettings())
    whole = builder.of_table(table)
    begin, end = np.quantile(table.at, [0.8, 0.85])
    past = {user: one.take(one.ats <= end) for user, one in whole.items()}
    new = {user: one.ats > begin for user, one in past.items()}

    def alerts(histories: dict[str, History]) -> set[str]:
        found = measures(*windows(histories, new), vectors, DriftSettings())
        return {one.name for one in found if one.alert}

    assert alerts(past) == set()
    flood = {
        user: replace(one, rows=np.where(new[user], one.rows % 9, one.rows))
        for user, one in past.items()
    }
    assert alerts(flood) == {"items"}
