"""Adapters: small weights that teach a language model to write to plans (LoRA, through peft).

One comes with the package, for the model of the offline pack. An adapter says in `about.json` which
revision of which model it was made for; on another one it would only spoil what is written.
"""

import json
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

from mmrec.errors import WeightsError

AUTO, NO_ADAPTER = "auto", "none"
SHIPPED = Path(__file__).parent / "adapter"
ABOUT, CONFIG, WEIGHTS = "about.json", "adapter_config.json", "adapter_model.safetensors"


@dataclass(frozen=True, slots=True)
class Adapter:
    """Where an adapter lies, and a hash of its weights."""

    folder: Path
    revision: str


def adapter_for(model_revision: str, wanted: str) -> Adapter | None:
    """The adapter to use with a model.

    Args:
        model_revision: as `mmrec.weights.locate` tells it.
        wanted: `auto`: the one that comes with the package, if it fits; `none`; or a folder.

    Raises:
        WeightsError: the folder holds no adapter, or one for another model.
    """
    if wanted == NO_ADAPTER:
        return None
    folder = SHIPPED if wanted == AUTO else Path(wanted)
    try:
        made_for = json.loads((folder / ABOUT).read_text(encoding="utf-8"))["model"]
        revision = blake2b((folder / WEIGHTS).read_bytes(), digest_size=6).hexdigest()
    except (OSError, ValueError, KeyError) as error:
        if wanted == AUTO:
            return None
        raise WeightsError(
            f"{folder} holds no adapter: {error}.", "Make one with `mmrec adapt-generator`."
        ) from None
    if made_for == model_revision:
        return Adapter(folder, revision)
    if wanted == AUTO:
        return None
    raise WeightsError(
        f"The adapter in {folder} was made for model {made_for}, not {model_revision}.",
        "Make one for this model with `mmrec adapt-generator`, or set `generation.adapter: none`.",
    )


def merged(model: Any, folder: Path) -> Any:
    """The model with the adapter added to its weights: as fast as without one."""
    from peft import PeftModel

    return PeftModel.from_pretrained(model, folder).merge_and_unload()
