"""Pictures that a home kept and that no item shows any more: they go."""

from pathlib import Path

from ingest.links import Links
from ingest.media import KEPT
from mmrec.store import Catalog, Home


def sweep(home: Home, catalog: Catalog) -> int:
    """Remove the kept pictures that no item of the catalogue refers to; how many there were.

    To be called by the home's only writer, once all that it kept is in the catalogue. A process
    that dies on the way leaves the rest for the next. Pictures are told by their names, which are
    digests of their content: the home may have been moved since.
    """
    gone = {file.name: file for file in (home.media / KEPT).glob("*/*")}
    if not gone:
        return 0
    for paths in catalog.media():
        for path in paths:
            gone.pop(Path(path).name, None)
    links = Links(home.media)
    links.forget(gone)  # first: a link without its picture is fetched anew, at worst
    links.close()
    for file in gone.values():
        file.unlink(missing_ok=True)
    return len(gone)
