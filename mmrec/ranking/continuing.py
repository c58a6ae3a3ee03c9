"""Goes on training a ranker on what is new, with a sample of what it learned before.

Ids begin where all behaviour puts them (`mmrec.ranking.folding`). What the network reads of words
and media is held: it rests on all that was ever learned, and need be computed only once. Windows of
the past are replayed, and on these the new network can be held to what the old one said
(distillation: Hinton et al. 2015, https://arxiv.org/abs/1503.02531, section 2, over a sample of
items and at temperature 1; against forgetting as in Li and Hoiem 2016,
https://arxiv.org/abs/1606.09282, section 3).
"""

import copy
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from mmrec.config import RetrainingSettings, TrainingSettings
from mmrec.device import autocast
from mmrec.history import History, HistoryBatch, pad
from mmrec.ranking.features import ItemFeatures
from mmrec.ranking.folding import fold_in
from mmrec.ranking.items import ItemTower
from mmrec.ranking.losses import policy_gradient_weights, sampled_cross_entropy
from mmrec.ranking.newcomers import newcomer_among, openings
from mmrec.ranking.ranker import ITEMS, Network, Ranker, Shape
from mmrec.ranking.training import cut, in_batches
from mmrec.types import Bools, CatalogVectors, Ints

WARM_UP = 5  # steps until the learning rate is whole
PLACES = 10  # of a list, for the policy gradient
RATIO = 10.0  # the most that a choice may weigh for being likelier now than when it was shown


@dataclass(frozen=True, slots=True)
class Lesson:
    """What is to be learnt, and what must not be forgotten. A weight of 0 is read, not aimed at.

    Attributes:
        fresh: histories in which only what is new has a weight.
        old: histories that the ranker learned from.
        whole: all that users did, whether the ranker learned from it or not.
    """

    fresh: Sequence[History]
    old: Sequence[History]
    whole: Sequence[History]

    @classmethod
    def of(cls, whole: Mapping[str, History], new: Mapping[str, Bools]) -> "Lesson":
        """From all that users did, and which of it (n,) the ranker has not learned from."""
        fresh, old = [], []
        histories = [history for _, history in sorted(whole.items())]
        for user_id, history in sorted(whole.items()):
            mask = new[user_id]
            if mask.any():
                weights = np.where(mask, history.weights, 0).astype(np.float32)
                fresh.append(replace(history, weights=weights))
            if not mask.all():
                old.append(history.take(~mask))
        return cls(fresh, old, histories)

    def items(self) -> Ints:
        """Catalogue rows that anything in it is about, sorted."""
        rows = [np.zeros(0, np.int64), *(history.rows for history in self.whole)]
        return np.unique(np.concatenate(rows))


def grown(ranker: Ranker, vectors: CatalogVectors, rows: Ints) -> Ranker:
    """The same network with an id for each of these catalogue rows that had none.

    A new id is zero, which says what a missing one says: every score stays what it was. The short
    memory is left behind: it is counted anew.
    """
    known = set(ranker.shape.vocabulary)
    ids = [vectors.item_ids[row] for row in rows.tolist()]
    new = tuple(item_id for item_id in ids if item_id not in known)
    shape = replace(ranker.shape, vocabulary=(*ranker.shape.vocabulary, *new))
    networks = [_grown(network, shape).to(ranker.device) for network in ranker.networks]
    return Ranker(networks, shape, vectors, ranker.device)


def _grown(network: Network, shape: Shape) -> Network:
    """A copy of a network with as many ids as the shape has, the further ones at zero."""
    larger = Network(shape)
    state = {name: value.clone() for name, value in network.state_dict().items()}
    lines = torch.zeros_like(larger.items.ids.weight)
    lines[: len(state["items.ids.weight"])] = state["items.ids.weight"]
    larger.load_state_dict({**state, "items.ids.weight": lines})
    return larger


def go_on(
    ranker: Ranker,
    vectors: CatalogVectors,
    lesson: Lesson,
    settings: RetrainingSettings,
    training: TrainingSettings,
) -> tuple[Ranker, int]:
    """A new ranker that also knows the lesson, and in how many epochs; the given one stays.

    Args:
        ranker: where to start from.
        vectors: the catalogue of both.
        lesson: over the rows of that catalogue.
        settings: how much to replay, how firmly to hold on, how long.
        training: batch, negatives, decay and seed, as in training from scratch.
    """
    start = grown(ranker, vectors, lesson.items())
    if training.window and start.shape.settings.use_id:
        ids = [network.items.ids.weight.detach() for network in start.networks]
        fold_in(ids, start.features, lesson.whole, lesson.old, training.window)
    with torch.random.fork_rng(devices=[start.device] if start.device.type == "cuda" else []):
        torch.manual_seed(training.seed)
        made = [
            _Continuing(start, network, lesson, settings, training).run()
            for network in start.networks
        ]
    networks, epochs = zip(*made, strict=True)
    return Ranker(networks, start.shape, vectors, start.device), sum(epochs)


class _Continuing:
    def __init__(
        self,
        start: Ranker,
        network: Network,
        lesson: Lesson,
        settings: RetrainingSettings,
        training: TrainingSettings,
    ) -> None:
        self.lesson, self.settings, self.training = lesson, settings, training
        self.shape: Shape = start.shape
        self.device = start.device
        self.features = _projected(network.items, start.features)
        self.teacher = network.requires_grad_(False)
        self.network = copy.deepcopy(network).requires_grad_(True)
        self.network.items.hold_layers()
        self.network.sequence.hold_distances()
        self.average = copy.deepcopy(network)
        self.random = np.random.default_rng(training.seed)
        self.length = start.shape.settings.history_length + 1
        self.known = torch.nonzero(self.features.has[:, 2]).flatten()  # (V,) rows in the softmax
        self.chance = self._chances()  # (N,), 0 for what has no id
        self.weights: list[Tensor] = [one for one in self.network.parameters() if one.requires_grad]
        moving = zip(self.average.parameters(), self.network.parameters(), strict=True)
        self.means: list[Tensor] = [mean for mean, one in moving if one.requires_grad]
        self.optimizer = torch.optim.AdamW(
            self.weights, lr=settings.learning_rate, betas=(0.9, 0.98), weight_decay=0, fused=True
        )
        self.step = 0

    def run(self) -> tuple[Network, int]:
        """The network that has learned, and in how many epochs."""
        self.network.train()
        epoch, before = 0, -1
        while not self._enough(epoch, before):
            epoch, before = epoch + 1, self.step
            for windows, is_old in self._batches():
                loss = self._loss(pad(windows, self.length), is_old)
                if loss is not None:
                    self._learn(loss)
        self._greet()
        return self.average, epoch

    def _enough(self, epochs: int, before: int) -> bool:
        """After so many epochs, the last of which began at step `before`."""
        if self.step == before:
            return True  # what aims at nothing never will
        return epochs >= self.settings.epochs and self.step >= self.settings.steps

    @torch.no_grad()
    def _greet(self) -> None:
        """What newcomers like first changes fast, and no window aims at it."""
        rows, weights = openings(self.lesson.whole)
        if not len(rows):
            return
        liked = np.bincount(rows, weights, minlength=len(self.features))
        chances = torch.from_numpy(liked).float().to(self.device)[self.known]
        items = self.average.items.of_projected(self.features.take(self.known))
        start = self.average.sequence.start
        with torch.enable_grad():
            temperature = self.shape.settings.temperature
            start.copy_(newcomer_among(items, start, chances, temperature))

    def _batches(self) -> Iterator[tuple[list[History], Bools]]:
        """Windows that aim at something new, and about `replay` times as many aims of the past."""
        fresh = [w for w in self._windows(self.lesson.fresh) if _aims(w)]
        wanted = self.settings.replay * sum(map(_aims, fresh))
        old = []
        order = self.random.permutation(len(self.lesson.old))
        for window in self._windows([self.lesson.old[i] for i in order]):
            if wanted <= 0:
                break
            old.append(window)
            wanted -= _aims(window)
        windows = [*fresh, *old]
        is_old = np.arange(len(windows)) >= len(fresh)
        for part in in_batches(windows, self.training.batch, self.random):
            yield [windows[i] for i in part], is_old[part]

    def _windows(self, histories: Sequence[History]) -> Iterator[History]:
        for history in histories:
            yield from cut(history, self.length, self.random)

    def _loss(self, batch: HistoryBatch, is_old: Bools) -> Tensor | None:
        """Cross-entropy of all aims, and how far the old ones' odds are from the teacher's.

        By the policy gradient a new like is a reward: its cross-entropy is weighed by how much
        likelier it is now than by the model that served, which stands for what chose the lists.
        """
        worth = torch.from_numpy(batch.weights).to(self.device).clamp_min(0)[:, 1:]
        mask = torch.from_numpy(batch.mask).to(self.device)
        goal = (worth > 0) & mask[:, :-1]
        if not bool(goal.any()):
            return None
        targets = torch.from_numpy(batch.rows).to(self.device)[:, 1:][goal]
        negatives = self.known[torch.unique(self._draw())]
        log_chance = torch.log(-torch.expm1(self._missed(negatives)))
        with autocast(self.device):
            users, items, others = self._read(self.network, batch, goal, targets, negatives)
        losses = self._surprise(users, (items, targets), (others, negatives, log_chance))
        weight = worth[goal]
        old = torch.from_numpy(is_old).to(self.device)[:, None].expand_as(goal)[goal]
        rewarded = self.settings.objective == "policy_gradient"
        if rewarded or (self.settings.distillation and bool(old.any())):
            with torch.no_grad(), autocast(self.device):
                before = self._read(self.teacher, batch, goal, targets, negatives)
        if rewarded:
            then = self._surprise(
                before[0], (before[1], targets), (before[2], negatives, log_chance)
            )
            gains = policy_gradient_weights(-losses, -then, PLACES, RATIO)
            weight = weight * torch.where(old, 1.0, gains)
        loss = (losses * weight).sum() / worth[goal].sum()
        if self.settings.distillation and bool(old.any()):
            now = self._odds(users[old], others, log_chance)
            past = self._odds(before[0][old], before[2], log_chance)
            apart = F.kl_div(now, past, reduction="batchmean", log_target=True)
            loss = loss + self.settings.distillation * apart
        return loss

    def _read(
        self,
        network: Network,
        batch: HistoryBatch,
        goal: Tensor,
        targets: Tensor,
        negatives: Tensor,
    ) -> tuple[Tensor, Tensor, Tensor]:
        """(T, D) tastes at the goals, (T, D) their targets, (M, D) the negatives; all float32."""
        rows = torch.from_numpy(batch.rows).to(self.device)
        kinds = torch.from_numpy(batch.kinds).to(self.device)
        mask = torch.from_numpy(batch.mask).to(self.device)
        ats = torch.from_numpy(batch.ats.astype(np.int64)).to(self.device)
        wanted, where = torch.unique(
            torch.cat((rows.flatten(), targets, negatives)), return_inverse=True
        )
        items = network.items.of_projected(self.features.take(wanted))
        inputs = items[where[: rows.numel()].view_as(rows)]
        taste = network.sequence(inputs[:, :-1], kinds[:, :-1], ats[:, :-1], mask[:, :-1])
        ends = rows.numel() + len(targets)
        return (
            taste.float()[goal],
            items[where[rows.numel() : ends]].float(),
            items[where[ends:]].float(),
        )

    def _surprise(
        self,
        users: Tensor,
        targets: tuple[Tensor, Tensor],
        negatives: tuple[Tensor, Tensor, Tensor],
    ) -> Tensor:
        """(T,) minus the log chance of each target."""
        return sampled_cross_entropy(users, targets, negatives, self.shape.settings.temperature)

    def _odds(self, users: Tensor, others: Tensor, log_chance: Tensor) -> Tensor:
        """(T, M) log of each sampled item's share."""
        return F.log_softmax(users @ others.T / self.shape.settings.temperature - log_chance, dim=1)

    def _draw(self) -> Tensor:
        size = self.training.negatives or len(self.known)
        return torch.multinomial(self.chance, size, replacement=True)

    def _missed(self, rows: Tensor) -> Tensor:
        """Log of the chance that a row is not drawn."""
        line = torch.searchsorted(self.known, rows)
        size = self.training.negatives or len(self.known)
        return size * torch.log1p(-self.chance[line])

    def _chances(self) -> Tensor:
        """(V,) how likely each item is drawn: half by the root of its likes, half evenly."""
        counts = np.zeros(len(self.features), np.float64)
        for history in (*self.lesson.fresh, *self.lesson.old):
            np.add.at(counts, history.liked, 1.0)
        root = torch.from_numpy(counts).to(self.device)[self.known].sqrt().float()
        even = torch.full_like(root, 1.0 / max(1, len(root)))
        return 0.5 * root / root.sum().clamp_min(1e-9) + 0.5 * even

    def _learn(self, loss: Tensor) -> None:
        self.step += 1
        for group in self.optimizer.param_groups:
            group["lr"] = self.settings.learning_rate * min(1.0, self.step / WARM_UP)
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.weights, 1.0)
        self.optimizer.step()
        memory = min(self.training.averaging, self.step / (self.step + 10))
        with torch.no_grad():
            torch._foreach_lerp_(self.means, self.weights, 1 - memory)


@torch.no_grad()
def _projected(tower: ItemTower, features: ItemFeatures) -> ItemFeatures:
    """The features of a catalogue as a tower reads them, a part of it at a time."""
    rows = torch.arange(len(features), device=features.id_index.device)
    parts = [tower.projected(features.take(some)) for some in torch.split(rows, ITEMS)]
    others = {
        name: (torch.cat([one.others[name][0] for one in parts]), there)
        for name, (_, there) in features.others.items()
    }
    text, image = (torch.cat([getattr(one, name) for one in parts]) for name in ("text", "image"))
    return replace(features, text=text, image=image, others=others)


def _aims(window: History) -> int:
    """How many events of a window are targets: the first has no past to be predicted from."""
    return int((window.weights[1:] > 0).sum())
