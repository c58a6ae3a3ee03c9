"""The content hashes of every item, compact: for an ingest job to see what is new or changed."""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from mmrec.store.rows import Hashes
from mmrec.types import Bools, Ints

FACTS = "facts"
_BYTES = 16
_NONE = "0" * (2 * _BYTES)  # an empty hash, in the place of one

Keys = NDArray[np.bytes_]


class Ledger:
    """What a catalogue knows, without its items: 16 bytes an id, 16 bytes a hash. Read only.

    Ids are kept as digests, sorted; a place is an item's number in that order.
    """

    def __init__(self, ids: Keys, hashes: Mapping[str, Keys]) -> None:
        order = np.argsort(ids, kind="stable")
        self._ids = ids[order]
        self._hashes = {kind: keys[order] for kind, keys in hashes.items()}

    @classmethod
    def of(cls, batches: Iterable[Mapping[str, Sequence[str | None]]]) -> Self:
        """From batches of columns: `item_id`, `facts`, and one for each modality (hex, or "")."""
        parts: dict[str, list[Keys]] = {}
        for batch in batches:
            for name, values in batch.items():
                keys = _digests(values) if name == "item_id" else _packed(values)  # type: ignore[arg-type]
                parts.setdefault(name, []).append(keys)
        whole = {name: np.concatenate(keys) for name, keys in parts.items()}
        ids = whole.pop("item_id", np.empty(0, dtype=f"S{_BYTES}"))
        return cls(ids, whole)

    def __len__(self) -> int:
        return len(self._ids)

    def find(self, item_ids: Sequence[str]) -> Ints:
        """The place of each of these items, -1 where there is none."""
        if not len(self):
            return np.full(len(item_ids), -1)
        wanted = _digests(item_ids)
        places = np.minimum(np.searchsorted(self._ids, wanted), len(self) - 1)
        return np.where(self._ids[places] == wanted, places, -1)

    def same(self, places: Ints, kind: str, hashes: Sequence[str]) -> Bools:
        """Which of these hashes of a kind (`facts` or a modality) are those kept at the places.

        False where the place is -1; a modality that the catalogue has not is kept as "".
        """
        new = _packed(hashes)
        if not len(self):
            return np.zeros(len(new), np.bool_)
        kept = self._hashes.get(kind)
        same: Bools = new == (kept[places] if kept is not None else b"")
        return same & (places >= 0)

    def get(self, item_id: str) -> Hashes | None:
        """The hashes of one item, None when it is not there."""
        place = int(self.find([item_id])[0])
        if place < 0:
            return None
        told = {kind: _hex(keys[place]) for kind, keys in self._hashes.items()}
        return Hashes(told.pop(FACTS), told)

    def hash_of(self, item_id: str, modality: str) -> str:
        """The hash of one modality of one item, "" where there is none."""
        stored = self.get(item_id)
        return stored.of.get(modality, "") if stored else ""


def _digests(item_ids: Sequence[str]) -> Keys:
    joined = b"".join(blake2b(one.encode(), digest_size=_BYTES).digest() for one in item_ids)
    return np.frombuffer(joined, dtype=f"S{_BYTES}")


def _packed(hashes: Sequence[str | None]) -> Keys:
    """Hex to bytes, all at once.

    Raises:
        ValueError: a hash that is not 16 bytes as hex.
    """
    packed = bytes.fromhex("".join(one or _NONE for one in hashes))
    if len(packed) != _BYTES * len(hashes):
        raise ValueError("a content hash is 16 bytes as hex")
    return np.frombuffer(packed, dtype=f"S{_BYTES}")


def _hex(key: Any) -> str:
    told = bytes(key).ljust(_BYTES, b"\0").hex()  # numpy cuts zero bytes off the end
    return "" if told == _NONE else told
