"""Every baseline by name: the library that it needs, and how it is fitted on a split.

Those that need no further library are always there. The others are named as missing, with what to
do about it, where the extra `baselines` is not installed.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib.util import find_spec

from mmrec.evaluation.baselines import Content, ItemKnn, Popularity
from mmrec.evaluation.judge import Scorer
from mmrec.evaluation.lessons import examples, lessons, past
from mmrec.evaluation.pairs import FactTable, Pairs
from mmrec.evaluation.protocols import Split
from mmrec.types import CatalogVectors

Tell = Callable[[str], None]

NEEDS = {
    "als": ("implicit",),
    "bpr": ("implicit",),
    "logistic regression": ("implicit", "lightgbm", "sklearn"),
    "linear svm": ("implicit", "lightgbm", "sklearn"),
    "boosted trees": ("implicit", "lightgbm", "sklearn"),
    "neural cf": ("implicit", "lightgbm", "sklearn"),
}
REMEDY = "pip install 'mmrec[baselines]'"


@dataclass(frozen=True, slots=True, eq=False)
class Peers:
    """Scorers by name, and by name what to do about those that are not there."""

    scorers: Mapping[str, Scorer]
    missing: Mapping[str, str]


def simple(split: Split, vectors: CatalogVectors) -> dict[str, Scorer]:
    """Those of no further library, fitted on the training part, settings by the validation."""
    size = len(vectors.item_ids)
    return {
        "popularity": Popularity.fit(split.training, size),
        "item-knn": ItemKnn.fit(split.training, size, split.validation),
        "content": Content.fit(vectors, split.validation),
    }


def peers(
    split: Split, vectors: CatalogVectors, facts: FactTable, tell: Tell = lambda _: None
) -> Peers:
    """All that can be fitted here. `facts`: of every item, in catalogue order."""
    absent = {name: _absent(libraries) for name, libraries in NEEDS.items()}
    missing = {name: f"needs {found}: {REMEDY}" for name, found in absent.items() if found}
    scorers = simple(split, vectors)
    tell(", ".join(scorers))
    if "als" not in missing:
        scorers |= _told(_factorised(split, len(vectors.item_ids)), tell)
    if "boosted trees" not in missing:
        scorers |= _told(_learnt(split, vectors, facts), tell)
    return Peers(scorers, missing)


def _absent(libraries: tuple[str, ...]) -> str:
    return ", ".join(name for name in libraries if find_spec(name) is None)


def _told(found: Iterator[tuple[str, Scorer]], tell: Tell) -> dict[str, Scorer]:
    scorers = {}
    for name, scorer in found:
        tell(name)
        scorers[name] = scorer
    return scorers


def _factorised(split: Split, items: int) -> Iterator[tuple[str, Scorer]]:
    from mmrec.evaluation.factorised import Als, Bpr

    yield "als", Als.fit(split.training, items, split.validation)
    yield "bpr", Bpr.fit(split.training, items, split.validation)


def _learnt(
    split: Split, vectors: CatalogVectors, facts: FactTable
) -> Iterator[tuple[str, Scorer]]:
    from mmrec.evaluation import pointwise
    from mmrec.evaluation.factorised import Als

    items, before = len(vectors.item_ids), past(split.training)
    taught = lessons(split.training, items, pointwise.SEED)
    now = Pairs.fit(split.training, vectors, facts)
    then = Pairs.fit(before, vectors, facts)
    shown = examples(taught, then)
    for name, fit in (
        ("logistic regression", pointwise.logistic_regressions),
        ("linear svm", pointwise.linear_svms),
        ("boosted trees", pointwise.tree_ensembles),
    ):
        yield name, pointwise.best_of(fit(shown), now, items, split.validation)
    factors = Als.of(before, items)
    shown = examples(taught, pointwise.Crossed(then, factors))
    crossed = pointwise.Crossed(now, factors)
    nets = pointwise.neural_nets(shown)
    yield "neural cf", pointwise.best_of(nets, crossed, items, split.validation)
