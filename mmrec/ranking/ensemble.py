"""Several networks of one shape, each from a start of its own, as one ranker."""

import time
from collections.abc import Mapping
from dataclasses import replace

import torch

from mmrec.config import TrainingSettings
from mmrec.device import told
from mmrec.history import History
from mmrec.ranking.ranker import Network, Ranker, Shape
from mmrec.ranking.training import Fitted, Progress, Report, Validate, fit
from mmrec.types import CatalogVectors


def fit_together(
    shape: Shape,
    vectors: CatalogVectors,
    training: Mapping[str, History],
    validate: Validate,
    settings: TrainingSettings,
    *,
    device: torch.device,
    report: Report = lambda _: None,
) -> Fitted:
    """Fit as many networks as the shape names, one after the other, each stopped on its own.

    What is left of `settings.minutes` is shared among the networks that are left. One that would
    begin when the time is over is not begun: the ranker then has fewer networks.

    Args:
        shape: of the ranker; its vocabulary must hold every item of `training`.
        vectors: the catalogue.
        training: histories over the catalogue's rows.
        validate: a figure to maximise, asked once an epoch and of the whole.
        settings: of each network; no two seeds share a network.
        device: where to compute.
        report: told about every epoch of every network.
    """
    wanted = shape.settings.networks
    alone = _of(shape, 1)
    ends = None if settings.minutes is None else time.monotonic() + 60 * settings.minutes
    networks, fits = list[Network](), list[Fitted]()
    for place in range(wanted):
        minutes = None
        if ends is not None:
            minutes = told((ends - time.monotonic()) / 60 / (wanted - place))
            if networks and minutes <= 0:
                break
            minutes = max(minutes, 1e-6)
        changes = {"seed": settings.seed * wanted + place, "minutes": minutes}
        own = settings.model_copy(update=changes)
        tell = _numbered(report, place + 1)
        fits.append(fit(alone, vectors, training, validate, own, device=device, report=tell))
        networks += fits[-1].ranker.networks
    if len(networks) == 1:
        return fits[0]
    ranker = Ranker(networks, _of(shape, len(networks)), vectors, device)
    return Fitted(
        ranker,
        epochs=sum(one.epochs for one in fits),
        best_epoch=max(one.best_epoch for one in fits),
        validation=validate(ranker),
    )


def _of(shape: Shape, networks: int) -> Shape:
    return replace(shape, settings=shape.settings.model_copy(update={"networks": networks}))


def _numbered(report: Report, network: int) -> Report:
    def tell(progress: Progress) -> None:
        report(replace(progress, network=network))

    return tell
