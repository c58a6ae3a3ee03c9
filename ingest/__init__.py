"""The in-door: files to the store (read, check, embed, write)."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ingest.events import ingest_events
    from ingest.pipeline import ingest_items
    from ingest.report import EventReport, ItemReport

__all__ = ["EventReport", "ItemReport", "ingest_events", "ingest_items"]

_HOMES = {
    "EventReport": "report",
    "ItemReport": "report",
    "ingest_events": "events",
    "ingest_items": "pipeline",
}


def __getattr__(name: str) -> object:
    """Each name on first use: importing the package must not start LanceDB."""
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(f"ingest.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'ingest' has no attribute '{name}'")
