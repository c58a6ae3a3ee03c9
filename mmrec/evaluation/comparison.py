"""One line per scorer, on the same cases: figures, how sure they are, and the gap to the ranker."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from mmrec.evaluation import lists
from mmrec.evaluation.baselines import Popularity
from mmrec.evaluation.judge import Scorer, Verdict, judge
from mmrec.evaluation.metrics import Interval, Numbers
from mmrec.evaluation.protocols import Split
from mmrec.evaluation.segments import segments
from mmrec.evaluation.significance import LEVEL, holm
from mmrec.types import Bools, CatalogVectors

RANKER = "ranker"


@dataclass(frozen=True, slots=True)
class Line:
    """How one scorer did.

    Attributes:
        figures: hr, recall, ndcg, mrr, map, precision and f1 at 5, 10 and 20; auc; and of its first
            10 coverage, gini, diversity, novelty and popularity, its bias to the popular.
        ndcg: NDCG@10 with its 95 % interval.
        parts: how many cases, and the same, for segments: `warm users`, `rare items`, and so on.
        behind: how far its NDCG@10 is behind the ranker's, paired; None for the ranker itself.
        p: of that gap by chance, two-sided, over users, corrected for the number of baselines.
    """

    name: str
    figures: Mapping[str, float]
    ndcg: Interval
    parts: Mapping[str, tuple[int, Interval]]
    behind: Interval | None
    p: float | None = None

    @property
    def beaten(self) -> bool:
        """The ranker is better, and not by chance: the whole interval is above 0, and p is small.

        Models of version 0.1 keep no p.
        """
        sure = self.p is None or self.p < LEVEL
        return self.behind is not None and self.behind.low > 0 and sure


def compare(
    ranker: Scorer, others: Mapping[str, Scorer], split: Split, vectors: CatalogVectors
) -> list[Line]:
    """Judge the ranker and the others on the test cases of a split."""
    items = len(vectors.item_ids)
    popularity = Popularity.fit(split.training, items).counts.astype(np.float64)
    parts = segments(split.test, popularity)
    mine = judge(ranker, split.test, items)
    verdicts = {name: judge(other, split.test, items) for name, other in others.items()}
    chances = holm({name: mine.chance_of(verdict) for name, verdict in verdicts.items()})
    return [
        Line(
            name=name,
            figures=_figures(verdict, popularity, vectors),
            ndcg=verdict.interval(),
            parts=_parts(verdict, parts),
            behind=None if name == RANKER else mine.against(verdict),
            p=chances.get(name),
        )
        for name, verdict in {RANKER: mine, **verdicts}.items()
    ]


def _figures(verdict: Verdict, popularity: Numbers, vectors: CatalogVectors) -> dict[str, float]:
    return {
        **verdict.figures(),
        "coverage@10": lists.coverage(verdict.shown),
        "gini@10": lists.gini(verdict.shown),
        "diversity@10": lists.diversity(verdict.lists, vectors),
        "novelty@10": lists.novelty(verdict.shown, popularity),
        "popularity@10": lists.popularity_bias(verdict.shown, popularity),
    }


def _parts(verdict: Verdict, parts: Mapping[str, Bools]) -> dict[str, tuple[int, Interval]]:
    return {name: (int(part.sum()), verdict.interval(part)) for name, part in parts.items()}
