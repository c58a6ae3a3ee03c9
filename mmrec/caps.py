"""The values of capped facts, of the candidates of one list."""

from collections.abc import Iterable, Mapping

from mmrec.errors import ConfigError, did_you_mean
from mmrec.store import Catalog
from mmrec.types import Candidate, FactValue


def capped_values(
    catalog: Catalog, caps: Mapping[str, int], candidates: Iterable[Candidate]
) -> dict[str, list[frozenset[str]]]:
    """For each fact with a cap, the values of every candidate (none where it lacks the fact).

    Raises:
        ConfigError: a cap names a fact that the catalogue does not have.
    """
    if not caps:
        return {}
    known = catalog.fact_types()
    for name in caps:
        if name not in known:
            raise ConfigError(f"lists.caps: no fact is called '{name}'.", did_you_mean(name, known))
    items = catalog.items([candidate.item_id for candidate in candidates])
    return {name: [_values(item.facts.get(name)) for item in items] for name in caps}


def _values(fact: FactValue | None) -> frozenset[str]:
    if fact is None:
        return frozenset()
    return frozenset(map(str, fact)) if isinstance(fact, list) else frozenset([str(fact)])
