"""A causal transformer over what a user did: one vector of taste after every event.

Pre-norm blocks with RMSNorm and gated feed-forward. Attention carries a learned bias for how many
events and how much time lie between two events (Zhai et al. 2024, HSTU,
https://arxiv.org/abs/2402.17152, section 3: relative attention bias; ours are buckets of log2).
So nothing depends on an absolute position, and left padding changes nothing.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from mmrec.config import RankerSettings

GAP_BUCKETS = 34  # log2 of seconds: 0, 1, 2-3, 4-7, ... up to centuries
STEP_BUCKETS = 16  # log2 of events, two buckets an octave
UNSEEN = STEP_BUCKETS * GAP_BUCKETS  # in place of both: the second event may not be looked at


class Attention(nn.Module):
    """Causal self-attention with a relative bias."""

    def __init__(self, settings: RankerSettings) -> None:
        super().__init__()
        self.heads = settings.heads
        self.dropout = settings.dropout
        self.inward = nn.Linear(settings.width, 3 * settings.width, bias=False)
        self.outward = nn.Linear(settings.width, settings.width, bias=False)
        self.steps = nn.Embedding(STEP_BUCKETS, settings.heads)
        self.gaps = nn.Embedding(GAP_BUCKETS, settings.heads)
        nn.init.zeros_(self.steps.weight)
        nn.init.zeros_(self.gaps.weight)

    def forward(self, x: Tensor, pairs: Tensor) -> Tensor:
        """(B, L, D) in, (B, Q, D) out: what the last Q events see in all.

        Args:
            x: (B, L, D).
            pairs: (B, Q, L) how far the second event lies from the first, as `pairs_of` tells.
        """
        batch, length, width = x.shape
        asking = pairs.shape[1]
        q, k, v = self.inward(x).view(batch, length, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        q = q[:, :, length - asking :]
        every = (self.steps.weight[:, None] + self.gaps.weight).flatten(0, 1)  # (UNSEEN, H)
        every = F.pad(every, (0, 0, 0, 1), value=float("-inf"))
        bias = F.embedding(pairs, every).permute(0, 3, 1, 2)  # (B, H, Q, L)
        mixed = F.scaled_dot_product_attention(
            q, k, v, attn_mask=bias.to(q.dtype), dropout_p=self.dropout if self.training else 0.0
        )  # (B, H, Q, D / H)
        out: Tensor = self.outward(mixed.transpose(1, 2).reshape(batch, asking, width))
        return out


class Block(nn.Module):
    """Attention, then a gated feed-forward (SwiGLU), each on a residual branch."""

    def __init__(self, settings: RankerSettings) -> None:
        super().__init__()
        width = settings.width
        self.before_attention = nn.RMSNorm(width)
        self.attention = Attention(settings)
        self.before_feed = nn.RMSNorm(width)
        self.up = nn.Linear(width, 4 * width, bias=False)
        self.down = nn.Linear(2 * width, width, bias=False)
        self.drop = nn.Dropout(settings.dropout)

    def forward(self, x: Tensor, pairs: Tensor) -> Tensor:
        """(B, L, D) in, (B, Q, D) out; arguments as in `Attention`."""
        asking = x[:, x.shape[1] - pairs.shape[1] :]
        x = asking + self.drop(self.attention(self.before_attention(x), pairs))
        gate, value = self.up(self.before_feed(x)).chunk(2, dim=-1)
        out: Tensor = x + self.drop(self.down(F.silu(gate) * value))
        return out


class SequenceTower(nn.Module):
    """Events into taste: item vectors, kinds and times in, unit vectors out."""

    def __init__(self, settings: RankerSettings, kinds: int) -> None:
        super().__init__()
        width = settings.width
        self.kinds = nn.Embedding(kinds, width)
        self.gaps = nn.Embedding(GAP_BUCKETS, width)
        self.scale = nn.Parameter(torch.tensor(float(width) ** 0.5))
        self.start = nn.Parameter(torch.randn(width) * width**-0.5)
        self.drop = nn.Dropout(settings.dropout)
        self.blocks = nn.ModuleList(Block(settings) for _ in range(settings.blocks))
        self.last = nn.RMSNorm(width)
        self.out = nn.Linear(width, width, bias=False)
        self._start_well(settings)

    def forward(
        self, items: Tensor, kinds: Tensor, ats: Tensor, mask: Tensor, asked: int | None = None
    ) -> Tensor:
        """(B, Q, D) unit vectors of taste, after each of the last Q events.

        Args:
            items: (B, L, D) unit item vectors.
            kinds: (B, L) tokens.
            ats: (B, L) int64 seconds; as float32 they would be minutes apart.
            mask: (B, L) true where there is an event.
            asked: Q; all by default. Fewer cost less: the last block answers for them only.
        """
        length = mask.shape[1]
        steps, gaps = step_buckets(torch.arange(length, device=mask.device)), gap_buckets(ats)
        causal = torch.ones(length, length, dtype=torch.bool, device=mask.device).tril()
        itself = torch.eye(length, dtype=torch.bool, device=mask.device)
        allowed = (causal & mask[:, None, :]) | itself  # padding looks at itself: no NaN
        since = torch.cat((torch.zeros_like(gaps[:, :1, 0]), gaps.diagonal(-1, 1, 2)), dim=1)
        return self.read(
            self.embed(items, kinds, since), pairs_of(steps, gaps, allowed), asked or length
        )

    def embed(self, items: Tensor, kinds: Tensor, since: Tensor) -> Tensor:
        """(B, L, D) events: unit item vectors, kinds (B, L), buckets (B, L) of the time since."""
        embedded: Tensor = self.drop(items * self.scale + self.kinds(kinds) + self.gaps(since))
        return embedded

    def read(self, x: Tensor, pairs: Tensor, asked: int) -> Tensor:
        """(B, Q, D) unit vectors of taste after the last `asked` of embedded events (B, L, D).

        `pairs` (B, L, L) is as in `Attention`; it alone says who comes before whom.
        """
        for block in self.blocks[:-1]:
            x = block(x, pairs)
        x = self.blocks[-1](x, pairs[:, x.shape[1] - asked :])
        return F.normalize(self.out(self.last(x)), dim=-1)

    def newcomer(self) -> Tensor:
        """(D,) the unit vector of a user who did nothing yet."""
        return F.normalize(self.start, dim=-1)

    def hold_distances(self) -> None:
        """Learn no more how much it matters how far apart two events are."""
        for name, weight in self.blocks.named_parameters():
            if name.endswith(("attention.steps.weight", "attention.gaps.weight")):
                weight.requires_grad_(False)

    def _start_well(self, settings: RankerSettings) -> None:
        """Small branches at the start (GPT-2's rule), so that depth does not hurt."""
        for name, weight in self.named_parameters():
            if name.endswith(("kinds.weight",)) or name == "gaps.weight":
                nn.init.normal_(weight, std=0.1)
            elif name.endswith(("outward.weight", "down.weight")):
                std = 0.5 * settings.width**-0.5 * (2 * settings.blocks) ** -0.5
                nn.init.normal_(weight, std=std)
        nn.init.eye_(self.out.weight)


def gap_buckets(ats: Tensor) -> Tensor:
    """(B, L, L) bucket of the time from the second event to the first, 0 where it is later."""
    seconds = (ats[:, :, None] - ats[:, None, :]).clamp_min(0)
    return torch.log2(1 + seconds.float()).ceil().long().clamp_max(GAP_BUCKETS - 1)


def step_buckets(places: Tensor) -> Tensor:
    """(L, L) bucket of how many places (L,) the second event is before the first, 0 where after."""
    apart = (places[:, None] - places[None, :]).clamp_min(0).float()
    return (2 * torch.log2(1 + apart)).round().long().clamp_max(STEP_BUCKETS - 1)


def pairs_of(steps: Tensor, gaps: Tensor, allowed: Tensor) -> Tensor:
    """(B, Q, L) both buckets of each pair as one number; `UNSEEN` where looking is not allowed.

    Args:
        steps: (Q, L) bucket of the number of events between.
        gaps: (B, Q, L) bucket of the time between.
        allowed: (B, Q, L) true where the second may be looked at.
    """
    return torch.where(allowed, steps * GAP_BUCKETS + gaps, UNSEEN)
