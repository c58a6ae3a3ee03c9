"""How large a file of a picture or a sound may be; what is too large is never read."""

from pathlib import Path


def unfit_size(source: Path | bytes, limit: int) -> str | None:
    """Why a file (or its bytes) of this size is not read: missing, too large, empty; else None."""
    try:
        size = len(source) if isinstance(source, bytes) else source.stat().st_size
    except OSError as error:
        return (error.strerror or "cannot be read").lower()
    if size > limit:
        return f"{size / 1e6:.0f} MB, more than {limit / 1e6:.0f}"
    return None if size else "empty file"
