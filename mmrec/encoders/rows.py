"""What a network made of a batch, as unit rows of NumPy."""

from typing import cast

from torch import Tensor
from torch.nn import functional as F

from mmrec.types import Floats


def unit_rows(vectors: Tensor) -> Floats:
    """(n, D) float32; made unit again in float32, because bf16 rows are off by a percent."""
    return cast("Floats", F.normalize(vectors.float(), dim=-1).cpu().numpy())
