"""The union of what each source finds best: the candidates that ranking will order."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from mmrec.retrieval.index import CatalogIndex, first, top, union
from mmrec.types import Bools, Candidate, Floats, Ints


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """Candidates by position; each is put into words only when it is asked for: few are shown.

    Attributes:
        rows: (K,) catalogue rows, each once.
        sources: name -> scores (N,) over the whole catalogue.
        found: name -> the rows that this source brought.
    """

    index: CatalogIndex
    rows: Ints
    sources: Mapping[str, Floats]
    found: Mapping[str, frozenset[int]]

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Candidate]:
        return (self[position] for position in range(len(self)))

    def __getitem__(self, position: int) -> Candidate:
        """One candidate, with its score in every source that brought it."""
        row = int(self.rows[position])
        brought = (name for name in self.sources if row in self.found[name])
        scores = {name: float(self.sources[name][row]) for name in brought}
        return Candidate(self.index.item_ids[row], row, scores)


def gather(
    index: CatalogIndex,
    sources: Mapping[str, Floats],
    allowed: Bools,
    per_source: int,
    orders: Mapping[str, Ints] | None = None,
) -> Candidates:
    """Candidates from the best of each source.

    Args:
        index: the catalogue.
        sources: name -> scores (N,) over the whole catalogue, higher is better.
        allowed: (N,) the items that may be recommended at all.
        per_source: how many each source may bring.
        orders: all rows (N,), best first, of sources whose order is known already.
    """
    known = orders or {}
    found = {
        name: first(known[name], allowed, per_source)
        if name in known
        else top(scores, allowed, per_source)
        for name, scores in sources.items()
    }
    members = {name: frozenset(rows.tolist()) for name, rows in found.items()}
    return Candidates(index, union(list(found.values())), sources, members)
