"""A multimodal recommender that explains itself. Importing it loads no model and opens no file."""

from typing import TYPE_CHECKING

from mmrec.errors import MmrecError
from mmrec.types import Event, Explanation, Item, Query, Reason, Recommendation

if TYPE_CHECKING:
    from mmrec.recommender import Recommender

__version__ = "0.1.0"
__all__ = [
    "Event",
    "Explanation",
    "Item",
    "MmrecError",
    "Query",
    "Reason",
    "Recommendation",
    "Recommender",
]


def __getattr__(name: str) -> object:
    """`Recommender` on first use: torch and LanceDB cost seconds that importing must not."""
    if name == "Recommender":
        from mmrec.recommender import Recommender

        return Recommender
    raise AttributeError(f"module 'mmrec' has no attribute '{name}'")
