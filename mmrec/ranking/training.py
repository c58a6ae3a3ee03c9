"""Fits one network: every liked event is predicted from what the user did before it.

A user's first event has nothing before it; what newcomers like is learned beside the rest.
Processes that joined (`mmrec.device.joined`) learn together: each takes its part of every step.
"""

import copy
import math
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.parallel import DistributedDataParallel

from mmrec.config import TrainingSettings
from mmrec.device import autocast, compile_on_gpu, team, told
from mmrec.history import History, pad
from mmrec.ranking.behaviour import behaviour_vectors
from mmrec.ranking.features import ItemFeatures
from mmrec.ranking.losses import CHUNK, full_cross_entropy, sampled_cross_entropy
from mmrec.ranking.newcomers import openings
from mmrec.ranking.ranker import Network, Ranker, Shape
from mmrec.types import CatalogVectors, Ints

WARM_UP = 50  # steps until the learning rate is whole
NEWCOMERS = 128  # openings drawn in a step
NEWCOMERS_SHARE = 0.1  # of their loss, against that of everybody else


@dataclass(frozen=True, slots=True)
class Progress:
    """One epoch: its mean loss and what validation said of it; `network` counts from 1."""

    epoch: int
    loss: float
    validation: float
    best: float
    network: int = 1


@dataclass(frozen=True, slots=True)
class Fitted:
    """The best ranker by validation, and how it came to be.

    `epochs` are those of all its networks, `best_epoch` is the latest that a network kept.
    """

    ranker: Ranker
    epochs: int
    best_epoch: int
    validation: float


Validate = Callable[[Ranker], float]
Report = Callable[[Progress], None]


def fit(
    shape: Shape,
    vectors: CatalogVectors,
    training: Mapping[str, History],
    validate: Validate,
    settings: TrainingSettings,
    *,
    device: torch.device,
    report: Report = lambda _: None,
) -> Fitted:
    """Train until validation no longer improves, and keep the best weights.

    Args:
        shape: of a ranker of one network; its vocabulary must hold every item of `training`.
        vectors: the catalogue.
        training: histories over the catalogue's rows.
        validate: a figure to maximise, asked once an epoch.
        settings: epochs, patience, rates, seed. The same seed gives the same ranker on the same
            machine and device.
        device: where to compute.
        report: told about every epoch.
    """
    with torch.random.fork_rng(devices=[device] if device.type == "cuda" else []):
        torch.manual_seed(settings.seed)
        trainer = _Trainer(Network(shape).to(device), shape, vectors, training, settings)
        return trainer.run(validate, report)


class _Objective(nn.Module):
    """A network with its loss as the forward pass, which is what torch shares among processes."""

    def __init__(self, network: Network, loss: Callable[[list[History], float], Tensor]) -> None:
        super().__init__()
        self.network, self.loss = network, loss

    def forward(self, windows: list[History], size: float) -> Tensor:
        return self.loss(windows, size)


class _Trainer:
    def __init__(
        self,
        network: Network,
        shape: Shape,
        vectors: CatalogVectors,
        training: Mapping[str, History],
        settings: TrainingSettings,
    ) -> None:
        self.network, self.shape, self.settings = network, shape, settings
        self.vectors = vectors
        self.device = next(network.parameters()).device
        self.features = ItemFeatures.of(vectors, shape.vocabulary, self.device)
        self.histories = [history for _, history in sorted(training.items()) if len(history)]
        self.random = np.random.default_rng(settings.seed)
        self.known = torch.nonzero(self.features.has[:, 2]).flatten()  # (V,) rows in the softmax
        self.line = torch.zeros(len(self.features), dtype=torch.long, device=self.device)
        self.line[self.known] = torch.arange(len(self.known), device=self.device)
        self.chance = self._chances()
        self.openings = openings(self.histories)
        self._start_ids()
        compile_on_gpu(network.sequence.blocks, self.device)
        self.rank, self.team = team()
        self.objective = self._objective()
        self.optimizer = torch.optim.AdamW(
            _groups(network, settings.weight_decay),
            lr=settings.learning_rate,
            betas=(0.9, 0.98),
            fused=True,  # one pass over the id embeddings, which are most of the weights
        )
        self.weights: list[Tensor] = list(network.parameters())
        self.average = copy.deepcopy(network).requires_grad_(False)  # the copy is not compiled
        self.means: list[Tensor] = list(self.average.parameters())
        self.step = 0

    def run(self, validate: Validate, report: Report) -> Fitted:
        best, best_epoch, kept = -math.inf, 0, {}
        epoch, ends = 0, time.monotonic() + 60 * (self.settings.minutes or math.inf)
        for epoch in range(1, self.settings.epochs + 1):
            loss = self._epoch()
            figure = told(self._judged(validate))
            if figure > best:
                best, best_epoch = figure, epoch
                kept = {k: v.detach().clone() for k, v in self.average.state_dict().items()}
            report(Progress(epoch, loss, figure, best))
            if epoch - best_epoch >= self.settings.patience or told(time.monotonic() >= ends):
                break
        self.average.load_state_dict(kept)
        ranker = Ranker([self.average], self.shape, self.vectors, self.device)
        return Fitted(ranker, epoch, best_epoch, best)

    def _judged(self, validate: Validate) -> float:
        if self.rank > 0:  # the first process judges for all
            return math.nan
        return validate(Ranker([self.average], self.shape, self.vectors, self.device))

    def _objective(self) -> nn.Module:
        alone = _Objective(self.network, self._loss)
        return alone if self.team == 1 else DistributedDataParallel(alone)

    def _epoch(self) -> float:
        self.network.train()
        total, weight = 0.0, 0.0
        for windows in self._batches():
            size = float(sum(window.weights[1:].clip(0).sum() for window in windows))
            if size == 0:
                continue
            mine = windows[self.rank :: self.team] or [_aimless(windows[0])]
            self._rate()
            self.optimizer.zero_grad(set_to_none=True)
            loss = self.objective(mine, size / self.team)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(self.weights, 1.0)
            self.optimizer.step()
            self._average()
            total, weight = total + size * float(loss.detach()), weight + size
        return total / max(weight, 1e-9)

    def _batches(self) -> Iterator[list[History]]:
        """Windows of all histories, cut anew in every epoch; one event alone aims at nothing."""
        length = self.shape.settings.history_length + 1
        histories = (history for history in self.histories if len(history) > 1)
        windows = [w for history in histories for w in cut(history, length, self.random)]
        for batch in in_batches(windows, self.settings.batch, self.random):
            yield [windows[i] for i in batch]

    def _loss(self, windows: list[History], size: float) -> Tensor:
        """Mean loss of the windows' targets, which would weigh `size` in an even share."""
        batch = pad(windows, self.shape.settings.history_length + 1)
        rows = torch.from_numpy(batch.rows).to(self.device)
        kinds = torch.from_numpy(batch.kinds).to(self.device)
        mask = torch.from_numpy(batch.mask).to(self.device)
        ats = torch.from_numpy(batch.ats.astype(np.int64)).to(self.device)
        worth = torch.from_numpy(batch.weights).to(self.device).clamp_min(0)
        worth = worth[:, 1:]  # (B, L): what the event after each is worth as a target
        goal = (worth > 0) & mask[:, :-1]  # where there is a past to predict it from
        with autocast(self.device):
            opening = self._opening()
            lookup, items, negatives = self._items(torch.cat((rows[mask], opening)))
            inputs = items[lookup[rows]]
            taste = self.network.sequence(inputs[:, :-1], kinds[:, :-1], ats[:, :-1], mask[:, :-1])
        goals = lookup[rows[:, 1:][goal]]
        losses = self._cross_entropy(taste.float()[goal], items.float(), goals, negatives)
        newcomer = self.network.sequence.newcomer().float().expand(len(opening), -1)
        first = self._cross_entropy(newcomer, items.float(), lookup[opening], negatives)
        return (losses * worth[goal]).sum() / size + NEWCOMERS_SHARE * first.mean()

    def _items(self, rows: Tensor) -> tuple[Tensor, Tensor, Tensor | None]:
        """Vectors of the items that this step needs.

        Returns:
            (N,) where each row's vector is among them, (n, D) vectors, and for a sampled loss
            (M, 2): for each negative, where its vector is, and its place among the known items.
        """
        if not self.settings.negatives:
            return self.line, self.network.items(self.features.take(self.known)), None
        draws = torch.multinomial(self.chance, self.settings.negatives, replacement=True)
        negatives = self.known[torch.unique(draws)]
        wanted = torch.unique(torch.cat((rows, negatives)))
        lookup = torch.zeros(len(self.features), dtype=torch.long, device=self.device)
        lookup[wanted] = torch.arange(len(wanted), device=self.device)
        items = self.network.items(self.features.take(wanted))
        return lookup, items, torch.stack((lookup[negatives], self.line[negatives]), dim=1)

    def _opening(self) -> Tensor:
        """(n,) rows of items that newcomers liked first, drawn by weight."""
        rows, weights = self.openings
        drawn = self.random.choice(rows, NEWCOMERS, p=weights)
        return torch.from_numpy(drawn).to(self.device)

    def _cross_entropy(
        self, users: Tensor, items: Tensor, targets: Tensor, negatives: Tensor | None
    ) -> Tensor:
        temperature = self.shape.settings.temperature
        out = []
        for part in torch.split(torch.arange(len(targets), device=self.device), CHUNK):
            if negatives is None:
                out.append(full_cross_entropy(users[part], items, targets[part], temperature))
                continue
            where = negatives[:, 0]
            missed = self.settings.negatives * torch.log1p(-self.chance[negatives[:, 1]])
            out.append(
                sampled_cross_entropy(
                    users[part],
                    (items[targets[part]], targets[part]),
                    (items[where], where, torch.log(-torch.expm1(missed))),
                    temperature,
                )
            )
        return torch.cat(out)

    def _chances(self) -> Tensor:
        """(V,) how likely each item is drawn: half by the root of its likes, half evenly."""
        counts = np.zeros(len(self.features), np.float64)
        for history in self.histories:
            np.add.at(counts, history.liked, 1.0)
        root = torch.from_numpy(counts).to(self.device)[self.known].sqrt().float()
        even = torch.full_like(root, 1.0 / max(1, len(root)))
        return 0.5 * root / root.sum().clamp_min(1e-9) + 0.5 * even

    @torch.no_grad()
    def _average(self) -> None:
        """The running mean of the weights, which is judged and kept: it is less noisy.

        Its memory grows with the steps, so that the start is soon forgotten.
        """
        memory = min(self.settings.averaging, self.step / (self.step + 10))
        torch._foreach_lerp_(self.means, self.weights, 1 - memory)

    @torch.no_grad()
    def _start_ids(self) -> None:
        """Ids start where behaviour puts them; those it says nothing about stay random."""
        ids = self.network.items.ids.weight
        if not (self.settings.window and self.shape.settings.use_id):
            return
        start = behaviour_vectors(
            self.histories,
            self.known.cpu().numpy(),
            len(self.features),
            width=ids.shape[1],
            window=self.settings.window,
        )
        lines = self.features.id_index[self.known]
        made = torch.from_numpy(start).to(self.device)
        there = made.any(dim=1)
        ids[lines[there]] = made[there]

    def _rate(self) -> None:
        self.step += 1
        share = min(1.0, self.step / WARM_UP)
        for group in self.optimizer.param_groups:
            group["lr"] = self.settings.learning_rate * share


def in_batches(
    windows: Sequence[History], events: int, random: np.random.Generator
) -> Iterator[Ints]:
    """Places of windows of similar length, about so many events a batch, in random order.

    A batch is many short windows or a few long ones. So a step costs and teaches the same whether
    people did five things or fifty.
    """
    sizes = np.array([len(window) for window in windows])
    order = np.lexsort((random.permutation(len(windows)), -sizes))
    filled = np.cumsum(sizes[order]) // events
    batches = np.split(order, np.flatnonzero(np.diff(filled)) + 1)
    for place in random.permutation(len(batches)):
        yield batches[place]


def cut(history: History, length: int, random: np.random.Generator) -> Iterator[History]:
    """Pieces of at most `length` events that aim at every event once, cut at a random offset.

    A piece from the middle begins with up to half a window that is read and not aimed at. So an
    event is never aimed at with less past than it would have when serving, and a short past always
    means a newcomer.
    """
    size, half = len(history), length // 2
    if size <= length:
        yield history
        return
    end = int(random.integers(half, length + 1))
    yield history.before(end)
    while end < size:
        begin, aimed = max(0, end - half), end
        end = min(size, begin + length)
        piece = history.take(slice(begin, end))
        weights = piece.weights.copy()
        weights[: aimed - begin] = 0
        yield replace(piece, weights=weights)


def _aimless(window: History) -> History:
    """What a process with no window of its own reads, for it must take part in every step."""
    return replace(window, weights=np.zeros_like(window.weights))


def _groups(network: Network, decay: float) -> list[dict[str, object]]:
    """Weight decay for matrices; none for norms, gates' biases and single vectors."""
    decayed = [p for p in network.parameters() if p.dim() >= 2]
    free = [p for p in network.parameters() if p.dim() < 2]
    return [{"params": decayed, "weight_decay": decay}, {"params": free, "weight_decay": 0.0}]
