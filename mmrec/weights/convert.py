"""What is made of a wheel's files: folders that the three model libraries load by themselves."""

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mmrec.errors import WeightsError

if TYPE_CHECKING:
    import torch

# Trained by `python -m mmrec.encoders.head_training`; see docs/model_card_image_tower.md.
HEAD = Path(__file__).parent / "image_head.safetensors"
MODEL_FILE = "model.safetensors"
IMAGE_FILE = "open_clip_model.safetensors"
IMAGE_CONFIG = "open_clip_config.json"
BACKBONE_NAME = "tf_efficientnet_lite0"
_TEXT_FILES = ("config.json", "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json")


def generator(unpacked: Path, folder: Path) -> None:
    """SmolLM2 from GGUF Q4_1 to safetensors, once: reading GGUF costs 11-16 s at every load."""
    try:
        import gguf  # noqa: F401
    except ImportError:
        raise WeightsError(
            "Converting the language model needs the package gguf.",
            "Run `pip install 'mmrec[offline]'`, then `mmrec weights fetch` again.",
        ) from None
    import torch
    import transformers
    from transformers import AutoModelForCausalLM, AutoTokenizer, GgufConfig

    transformers.utils.logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    file = next(unpacked.glob("*.gguf"))
    model = AutoModelForCausalLM.from_pretrained(
        unpacked,
        gguf_file=file.name,
        quantization_config=GgufConfig(gguf_file=file.name, dequantize=True),
        dtype=torch.float32,
    )
    model.save_pretrained(folder)
    AutoTokenizer.from_pretrained(unpacked, gguf_file=file.name).save_pretrained(folder)


def backbone(unpacked: Path, folder: Path) -> None:
    """EfficientNet-Lite0 under timm's names: the same tensors in the same order."""
    import timm
    import torch
    from safetensors.torch import save_file

    source = torch.load(next(unpacked.glob("*.pth")), weights_only=True, map_location="cpu")
    model = timm.create_model(BACKBONE_NAME, pretrained=False)
    names = list(model.state_dict())
    tensors = {n: t.contiguous() for n, t in zip(names, source.values(), strict=True)}
    model.load_state_dict(tensors, strict=True)
    save_file(tensors, folder / MODEL_FILE)


def image_tower(backbone_folder: Path, text_folder: Path, folder: Path, final: Path) -> None:
    """One open_clip model of three parts: Lite0, the trained head, MiniLM as its text tower.

    The tokenizer and the text tower's configuration lie in the same folder, which open_clip wants
    by its absolute name: `final`, where `folder` will be in the end.
    """
    from open_clip import CustomTextCLIP
    from safetensors.torch import load_file, save_file

    for name in _TEXT_FILES:
        shutil.copyfile(text_folder / name, folder / name)
    shape = image_config(folder)["model_cfg"]
    del shape["custom_text"]  # says which class it is
    model = CustomTextCLIP(**shape)
    trunk = load_file(backbone_folder / MODEL_FILE)
    model.visual.trunk.load_state_dict(_without_classifier(trunk), strict=True)
    head = {name: tensor.float() for name, tensor in load_file(HEAD).items()}
    model.visual.head.load_state_dict(head, strict=True)
    model.text.transformer.load_state_dict(_text_tower(text_folder, model), strict=True)
    tensors = {name: tensor.contiguous() for name, tensor in model.state_dict().items()}
    save_file(tensors, folder / IMAGE_FILE)
    write_image_config(folder, final)


def _without_classifier(tensors: "dict[str, torch.Tensor]") -> "dict[str, torch.Tensor]":
    return {name: t for name, t in tensors.items() if not name.startswith("classifier.")}


def _text_tower(text_folder: Path, model: Any) -> "dict[str, torch.Tensor]":
    """MiniLM's tensors that the tower has: mean pooling needs no pooler, and ids are implied."""
    from safetensors.torch import load_file

    wanted = model.text.transformer.state_dict()
    found = load_file(text_folder / MODEL_FILE)
    return {name: tensor for name, tensor in found.items() if name in wanted}


def image_config(folder: Path) -> dict[str, Any]:
    """`open_clip_config.json` of the offline pack's tower, when it lies in `folder`."""
    return {
        "model_cfg": {
            "embed_dim": 384,
            "custom_text": True,
            "vision_cfg": {
                "timm_model_name": BACKBONE_NAME,
                "timm_model_pretrained": False,
                "timm_pool": "avg",
                "timm_proj": "mlp",
                "timm_proj_bias": True,
                "image_size": 224,
            },
            "text_cfg": {
                "hf_model_name": str(folder),
                "hf_tokenizer_name": str(folder),
                "hf_model_pretrained": False,
                "hf_proj_type": None,
                "hf_pooler_type": "mean_pooler",
                "context_length": 128,
            },
        },
        # The whole picture counts: the longer side fills the square, white fills the rest.
        "preprocess_cfg": {
            "mean": [0.5, 0.5, 0.5],
            "std": [0.5, 0.5, 0.5],
            "interpolation": "bicubic",
            "resize_mode": "longest",
            "fill_color": 255,
        },
    }


def write_image_config(folder: Path, final: Path) -> None:
    """Write the configuration for a tower that will lie in `final`."""
    text = json.dumps(image_config(final), indent=1)
    (folder / IMAGE_CONFIG).write_text(text + "\n", encoding="utf-8")
