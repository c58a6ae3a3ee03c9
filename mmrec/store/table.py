"""The one table of a catalogue, opened or made; and what every query of it needs."""

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import lancedb

from mmrec.errors import NotFound, StoreError
from mmrec.store import schema as names
from mmrec.store.place import Place, Where
from mmrec.store.reembedding import drop_leftovers
from mmrec.store.upkeep import finish_words
from mmrec.types import EncoderSpec

TABLE = "items"
# What an object store, or the network on the way to it, said; LanceDB tells the whole exchange.
_SAID = re.compile(r"<Message>([^<]+)</Message>|message: \\?\"([^\"\\]+)")


def open_table(where: Where) -> Any:
    """The table in this folder or place.

    Raises:
        NotFound: there is none.
        StoreError: the table there was not made by mmrec, is damaged, or cannot be reached.
    """
    table = _there(where) if isinstance(where, Place) or Path(where).is_dir() else None
    if table is None:
        raise NotFound(f"There is no catalogue in {where}.", "Run `mmrec ingest items SOURCE`.")
    schema = table.schema
    needed = {*names.BASE, names.WORDS, names.FACTS_HASH, *map(names.hash_column, specs(table))}
    if not needed.issubset(schema.names) or "text" not in specs(table):
        raise StoreError(
            f"The table '{TABLE}' in {where} is no catalogue of mmrec.",
            "Move the folder away and run `mmrec ingest items SOURCE`.",
        )
    return table


def make_table(where: Where, wanted: Mapping[str, EncoderSpec]) -> Any:
    """The table in this folder or place, with at least these modalities; made if there is none.

    Whoever calls is the only writer. What a process that died left half done is finished here.
    """
    if not isinstance(where, Place):
        Path(where).mkdir(parents=True, exist_ok=True)
    table = _there(where)
    if table is None:
        table = _connect(where).create_table(TABLE, schema=names.empty_schema(wanted))
    _finish(table)
    more = {modality: spec for modality, spec in wanted.items() if modality not in specs(table)}
    if more:
        table.add_columns(names.modality_schema(more))
    return table


def specs(table: Any) -> dict[str, EncoderSpec]:
    """Which encoder made the vectors of each modality."""
    return names.specs_of(table.schema)


def id_in(item_ids: Sequence[str]) -> str:
    """A filter for these items, whatever their ids hold."""
    quoted = (f"'{item_id.replace(chr(39), chr(39) * 2)}'" for item_id in item_ids)
    return f"item_id IN ({', '.join(quoted)})" if item_ids else "false"


def _connect(where: Where) -> Any:
    newest = timedelta(0)  # always the latest version
    if isinstance(where, Place):
        return lancedb.connect(
            where.uri, storage_options=dict(where.options), read_consistency_interval=newest
        )
    # Absolute: some relative paths are taken for cloud addresses.
    return lancedb.connect(Path(where).absolute(), read_consistency_interval=newest)


def _there(where: Where) -> Any:
    """The table, None when there is none; StoreError when it is damaged or out of reach."""
    try:
        database = _connect(where)
        if TABLE not in database.list_tables().tables:
            return None
    except (ValueError, RuntimeError, OSError) as problem:
        raise _out_of_reach(where, problem) from None
    try:
        return database.open_table(TABLE)
    except (ValueError, RuntimeError, OSError) as problem:
        raise StoreError(
            f"The catalogue in {where} is damaged: {str(problem).splitlines()[0]}.",
            "Move the folder away and run `mmrec ingest items SOURCE`.",
        ) from None


def _out_of_reach(where: Where, problem: Exception) -> StoreError:
    remedy = (
        "Check store.catalog and store.options, and the credentials in the environment."
        if isinstance(where, Place)
        else "Check the folder."
    )
    told = _SAID.search(str(problem))
    what = next(filter(None, told.groups())) if told else str(problem).splitlines()[0]
    return StoreError(f"The catalogue in {where} cannot be reached: {what.rstrip('.')}.", remedy)


def _finish(table: Any) -> None:
    """What a process may have died before: the key, the full-text index, an old column's end."""
    key = table.schema.field("item_id").metadata or {}
    if not any(b"primary-key" in name for name in key):
        table.set_unenforced_primary_key("item_id")
    finish_words(table)
    drop_leftovers(table)
