"""What a conversation speaks of: the pair that `the other one` and `the former` are of."""

from collections.abc import Sequence


def paired(pair: Sequence[str], focus: Sequence[str], items: Sequence[str]) -> tuple[str, ...]:
    """The group that is spoken of once `items` are, after `pair` and, last of all, `focus`.

    Several at once are a group; one of the group leaves it as it is; any other item makes a pair
    with what was spoken of before it.
    """
    if len(items) > 1 or not items:
        return tuple(items) or tuple(pair)
    if items[0] in pair:
        return tuple(pair)
    before = focus[-1:] or pair[-1:]
    return (*before, *items)
