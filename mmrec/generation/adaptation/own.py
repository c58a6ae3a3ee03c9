"""An adapter for one home's catalogue, kept in the home and named in its configuration."""

from mmrec.config import Settings
from mmrec.device import pick_device
from mmrec.generation.adaptation.adapt import Adapted, adapt
from mmrec.generation.adaptation.training import Recipe
from mmrec.store import Catalog, Home

_STEPS = 600


def adapt_to(home: Home, settings: Settings, minutes: float) -> Adapted:
    """Teach the language model to write about a home's catalogue, and have the home use it.

    Raises:
        DataError: the catalogue holds too few items.
        NotFound: there is no catalogue.
        WeightsError: the model is not on this machine.
    """
    wanted = settings.generation
    folder = home.path / "adapter"
    done = adapt(
        list(Catalog.open(home.catalog).scan()),
        wanted,
        pick_device(settings.device),
        Recipe(steps=_STEPS, seconds=60 * minutes),
        folder,
        nouns={wanted.nouns[0]: 1.0},
    )
    own = wanted.model_copy(update={"adapter": str(folder.absolute())})
    home.keep_settings(settings.model_copy(update={"generation": own}))
    return done
