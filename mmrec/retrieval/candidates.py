"""The union of what each source finds best: the candidates that ranking will order."""

from collections.abc import Mapping

from mmrec.retrieval.index import CatalogIndex, top, union
from mmrec.types import Bools, Candidate, Floats


def gather(
    index: CatalogIndex, sources: Mapping[str, Floats], allowed: Bools, per_source: int
) -> list[Candidate]:
    """Candidates from the best of each source.

    Args:
        index: the catalogue.
        sources: name -> scores (N,) over the whole catalogue, higher is better.
        allowed: (N,) the items that may be recommended at all.
        per_source: how many each source may bring.

    Returns:
        Each candidate once, with its score in every source that brought it.
    """
    found = {name: top(scores, allowed, per_source) for name, scores in sources.items()}
    members = {name: set(rows.tolist()) for name, rows in found.items()}
    return [
        Candidate(
            index.item_ids[row],
            row,
            {name: float(sources[name][row]) for name in sources if row in members[name]},
        )
        for row in union(list(found.values())).tolist()
    ]
