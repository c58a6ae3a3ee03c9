"""The running conversation of each user: one document a user, whole or absent."""

from hashlib import sha256
from pathlib import Path

from mmrec.errors import StoreError
from mmrec.store.files import write_whole


class Conversations:
    """The conversations of one home.

    Args:
        folder: where they lie; made with the first one.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, user_id: str, document: str) -> None:
        """Keep this document as the user's conversation, in place of an earlier one.

        Raises:
            StoreError: the disk is full, or the folder is not writable.
        """
        try:
            self._folder.mkdir(exist_ok=True)
            write_whole(self._place(user_id), document)
        except OSError as error:
            raise StoreError(
                f"A conversation cannot be kept in {self._folder}: {error.strerror}.",
                "Make room, or make the folder writable.",
            ) from None

    def kept(self, user_id: str) -> str | None:
        """The user's document; None when there is none."""
        try:
            return self._place(user_id).read_text(encoding="utf-8")
        except FileNotFoundError:
            return None

    def forget(self, user_id: str) -> None:
        """Remove the user's document, if there is one."""
        self._place(user_id).unlink(missing_ok=True)

    def _place(self, user_id: str) -> Path:
        """Ids may hold any character and be of any length; a digest is always a file's name."""
        return self._folder / f"{sha256(user_id.encode()).hexdigest()[:32]}.json"
