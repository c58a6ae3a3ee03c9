"""What is kept: the catalogue, the event log, the trained models, and the home they lie in.

Importing this package opens nothing; LanceDB and SQLAlchemy load with the first use of a name.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mmrec.store.catalog import Catalog
    from mmrec.store.conversations import Conversations
    from mmrec.store.events import EventLog
    from mmrec.store.fragments import Fragments
    from mmrec.store.home import Home
    from mmrec.store.ledger import Ledger
    from mmrec.store.models import ModelStore
    from mmrec.store.place import Place, Where, where_of
    from mmrec.store.rows import CatalogRow, Hashes, WriteReport
    from mmrec.store.verdicts import TextVerdicts
    from mmrec.store.view import View

__all__ = [
    "Catalog",
    "CatalogRow",
    "Conversations",
    "EventLog",
    "Fragments",
    "Hashes",
    "Home",
    "Ledger",
    "ModelStore",
    "Place",
    "TextVerdicts",
    "View",
    "Where",
    "WriteReport",
    "where_of",
]

_HOMES = {
    "Catalog": "catalog",
    "CatalogRow": "rows",
    "Conversations": "conversations",
    "EventLog": "events",
    "Fragments": "fragments",
    "Hashes": "rows",
    "Home": "home",
    "Ledger": "ledger",
    "ModelStore": "models",
    "Place": "place",
    "TextVerdicts": "verdicts",
    "View": "view",
    "Where": "place",
    "WriteReport": "rows",
    "where_of": "place",
}


def __getattr__(name: str) -> object:
    """Each name on first use: `Home` alone must not cost the start of LanceDB."""
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(f"mmrec.store.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'mmrec.store' has no attribute '{name}'")
