"""What variety, novelty, caps and chance cost in NDCG, and what they buy.

python -m benchmarks.lists --home mmrec-home-movies --cap genres

Each setting alone, on the test events of the current model (leave-one-out, new items only, the
`per_source` best as candidates). The peer is the bare order of the scores, in the same run.
"""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.measure import publish
from mmrec.caps import capped_values
from mmrec.config import ListSettings
from mmrec.evaluation.baselines import Popularity
from mmrec.evaluation.protocols import Case
from mmrec.learning.evaluate import Judged, current
from mmrec.ranking.lists import Pool, compose
from mmrec.retrieval.index import top
from mmrec.store import Catalog, Home
from mmrec.types import Candidate, CatalogVectors, Floats, Ints

K = 10


def main() -> None:
    """Measure every setting on a home that has a model."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, default=Path("mmrec-home"))
    parser.add_argument("--cap", help="a fact to cap the values of")
    given = parser.parse_args()
    home = Home.open(given.home)
    catalog = Catalog.open(home.catalog)
    vectors = catalog.vectors()
    judged = current(home, home.settings(), catalog, vectors)
    likes = Popularity.fit(judged.split.training, len(vectors.item_ids)).counts
    per_source = home.settings().retrieval.per_source
    pools = list(_pools(judged, catalog, vectors, likes, per_source=per_source, cap=given.cap))
    figures = {
        name: _figures(judged.split.test, pools, wish, likes)
        for name, wish in _wishes(given.cap).items()
    }
    for row in figures.values():
        row["ndcg_of_bare"] = round(row["ndcg"] / max(figures["bare"]["ndcg"], 1e-9), 3)
    publish("lists", {"cases": len(pools), "candidates": per_source, "settings": figures})


def _wishes(cap: str | None) -> dict[str, ListSettings]:
    """The bare order of the scores, and each setting alone."""
    bare = ListSettings(diversity=0)
    values: dict[str, tuple[Any, ...]] = {
        "diversity": (0.05, 0.1, 0.2, 0.3, 0.5),
        "novelty": (0.05, 0.1, 0.2, 0.5),
        "exploration": (1, 2, 3),
        "caps": tuple({cap: most} for most in (5, 3, 2)) if cap else (),
    }
    return {"bare": bare} | {
        f"{name} {value}": bare.model_copy(update={name: value})
        for name, choices in values.items()
        for value in choices
    }


def _pools(
    judged: Judged,
    catalog: Catalog,
    vectors: CatalogVectors,
    likes: Floats,
    *,
    per_source: int,
    cap: str | None,
) -> Iterator[tuple[Ints, Pool]]:
    """The best candidates of each test case: catalogue rows, and what a list is made of."""
    items = judged.ranker.items.cpu().numpy()
    for case in judged.split.test:
        scores = judged.ranker.scores([case.history])[0]
        allowed = np.ones(len(scores), np.bool_)
        allowed[case.history.rows] = False
        rows = top(scores, allowed, per_source)
        candidates = [Candidate(vectors.item_ids[row], row, {}) for row in rows.tolist()]
        values = capped_values(catalog, {cap: K} if cap else {}, candidates)
        yield rows, Pool(scores[rows], items[rows], likes[rows], values)


def _figures(
    cases: Sequence[Case], pools: Sequence[tuple[Ints, Pool]], wish: ListSettings, likes: Floats
) -> dict[str, Any]:
    random = np.random.default_rng(0)
    gains, sameness, bits, shown = [], [], [], set()
    for case, (rows, pool) in zip(cases, pools, strict=True):
        places = [place.position for place in compose(pool, K, wish, random)]
        where = np.flatnonzero(rows[places] == case.target)
        gains.append(1 / np.log2(2 + where[0]) if where.size else 0.0)
        near = pool.vectors[places] @ pool.vectors[places].T
        sameness.append((near.sum() - len(places)) / max(1, len(places) * (len(places) - 1)))
        bits.append(-np.log2((1 + pool.likes[places]) / (1 + likes.sum())).mean())
        shown.update(rows[places].tolist())
    return {
        "ndcg": round(float(np.mean(gains)), 4),
        "variety": round(1 - float(np.mean(sameness)), 3),
        "novelty_bits": round(float(np.mean(bits)), 2),
        "coverage": round(len(shown) / len(likes), 4),
    }


if __name__ == "__main__":
    main()
