"""The Hugging Face hub: what is in its local cache, and downloads that never hang.

The hub's own settings hold: HF_HOME, HF_ENDPOINT (a mirror), HF_HUB_OFFLINE, HF_TOKEN, proxies.
"""

from http.client import HTTPException
from pathlib import Path
from threading import Thread
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from mmrec.errors import WeightsError, did_you_mean, first_line
from mmrec.weights.folders import CONFIGS, Kind, lack

PROBE_SECONDS = 2.5
HUB_PREFIX = "hf-hub:"
_OFFLINE_HINT = "set the model to `offline` (after `mmrec weights fetch`) or to a local folder"
_SMALL = ("*.json", "*.txt", "*.model", "*.jinja")
_OTHER_FORMATS = ["onnx/*", "openvino/*", "training_args*"]


def repository(kind: Kind, name: str) -> str:
    """The hub repository that a name means.

    `ViT-B-32/laion2b_s34b_b79k` is open_clip's architecture and tag; `hf-hub:owner/name` is a
    repository with an `open_clip_config.json`. A sentence-transformers model may be named
    without its owner.

    Raises:
        WeightsError: open_clip knows no such architecture or tag.
    """
    if kind == "image" and not name.startswith(HUB_PREFIX):
        return _open_clip_repository(name)
    repo = name.removeprefix(HUB_PREFIX)
    return f"sentence-transformers/{repo}" if kind == "text" and "/" not in repo else repo


def _open_clip_repository(name: str) -> str:
    from open_clip.pretrained import get_pretrained_cfg, list_pretrained

    architecture, _, tag = name.rpartition("/")
    config = get_pretrained_cfg(architecture, tag)
    if not config:
        known = [f"{model}/{tag}" for model, tag in list_pretrained()]
        hint = did_you_mean(name, known) if "/" in name else ""
        raise WeightsError(
            f"open_clip knows no pretrained model '{name}'.",
            hint if 0 < len(hint) < 120 else "Write it as ViT-B-32/laion2b_s34b_b79k.",
        )
    repo = str(config.get("hf_hub", "")).split("/")
    if len(repo) < 2:
        raise WeightsError(
            f"open_clip has '{name}' from no hub repository.",
            f"Choose another tag, name one as {HUB_PREFIX}owner/name, or give a local folder.",
        )
    return "/".join(repo[:2])


def in_cache(kind: Kind, name: str) -> tuple[Path, str] | None:
    """The snapshot folder and commit of a model that is in the hub's cache, complete.

    Raises:
        WeightsError: the name cannot be one of a model.
    """
    from huggingface_hub import try_to_load_from_cache
    from huggingface_hub.errors import HFValidationError

    repo = repository(kind, name)
    try:
        # Not snapshot_download: where other formats of the weights were left on the hub, newer
        # versions of it call the snapshot incomplete.
        files = [try_to_load_from_cache(repo, config) for config in CONFIGS[kind]]
    except HFValidationError:
        raise WeightsError(
            f"'{name}' is neither a folder on this machine nor a model's name.",
            "Give `offline`, an existing folder or `owner/name`.",
        ) from None
    folders = [Path(file).parent for file in files if isinstance(file, str)]
    if not folders or lack(kind, folders[0]):
        return None
    return folders[0], folders[0].name


def download(kind: Kind, name: str) -> tuple[Path, str]:
    """Download a model into the hub's cache, if the hub answers.

    Raises:
        WeightsError: offline, unreachable, no such model, no right to it, or not complete.
    """
    from huggingface_hub import HfApi, snapshot_download

    _require_network(name)
    repo = repository(kind, name)
    try:
        wanted = _wanted(kind, HfApi().list_repo_files(repo))
        folder = Path(
            snapshot_download(repo, allow_patterns=wanted, ignore_patterns=_OTHER_FORMATS)
        )
    except Exception as error:
        reason = first_line(error)
        raise WeightsError(
            f"The hub did not give '{name}' ({repo}): {reason}",
            f"Check the name and your access; or {_OFFLINE_HINT}.",
        ) from error
    missing = lack(kind, folder)
    if missing:
        raise WeightsError(
            f"The hub's {repo} has no {missing}, so it is no {kind} model that can be loaded.",
            "Choose another model.",
        )
    return folder, folder.name


def _wanted(kind: Kind, files: list[str]) -> list[str]:
    """Configuration, tokenizer, and the weights in one format: safetensors if there is a choice."""
    weights = "*.safetensors" if any(f.endswith(".safetensors") for f in files) else "*.bin"
    if kind == "image":  # these repositories often hold the same weights for transformers too
        order = ("open_clip_model.safetensors", "open_clip_pytorch_model.bin")
        weights = next((file for file in order if file in files), weights)
    return [*_SMALL, weights]


def _require_network(name: str) -> None:
    from huggingface_hub import constants

    if constants.HF_HUB_OFFLINE:
        why = "HF_HUB_OFFLINE is set"
    elif not reachable():
        why = f"{constants.ENDPOINT} does not answer from here"
    else:
        return
    raise WeightsError(
        f"'{name}' is not in the hub's cache on this machine, and {why}.",
        f"Connect and try again, or {_OFFLINE_HINT}.",
    )


def reachable() -> bool:
    """Does the hub (or its mirror) answer at all, within `PROBE_SECONDS`?

    In a thread of its own, because looking up a name can hang longer than any time-out.
    """
    from huggingface_hub import constants

    answered: list[bool] = []

    def ask() -> None:

        request = Request(constants.ENDPOINT, method="HEAD")  # noqa: S310
        try:
            with urlopen(request, timeout=PROBE_SECONDS):  # noqa: S310
                answered.append(True)
        except HTTPError:
            answered.append(True)  # a refusal is an answer too; the download will say more
        except (OSError, ValueError, HTTPException):
            return

    probe = Thread(target=ask, daemon=True, name="hub-probe")
    probe.start()
    probe.join(PROBE_SECONDS)
    return bool(answered)
