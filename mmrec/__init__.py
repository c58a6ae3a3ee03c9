"""A multimodal recommender that explains itself. Importing it loads no model and opens no file."""

from typing import TYPE_CHECKING

from mmrec.errors import MmrecError
from mmrec.types import Event, Explanation, Item, Query, Reason, Recommendation
from mmrec.version import __version__

if TYPE_CHECKING:
    from mmrec.recommender import Recommender

__all__ = [
    "Event",
    "Explanation",
    "Item",
    "MmrecError",
    "Query",
    "Reason",
    "Recommendation",
    "Recommender",
    "__version__",
]


def __getattr__(name: str) -> object:
    """`Recommender` on first use: torch and LanceDB cost seconds that importing must not."""
    if name == "Recommender":
        from mmrec.recommender import Recommender

        return Recommender
    raise AttributeError(f"module 'mmrec' has no attribute '{name}'")
