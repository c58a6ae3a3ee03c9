"""What lies in the real offline pack; skipped where it was not fetched."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from mmrec.weights import pack_folder, pack_parts
from mmrec.weights.cache import sha256
from mmrec.weights.convert import HEAD

pytestmark = pytest.mark.slow


@pytest.fixture
def part() -> Callable[[str], Path]:
    def folder(name: str) -> Path:
        if pack_parts()[name] is None:
            pytest.skip("needs the offline pack: run `mmrec weights fetch`")
        return pack_folder(name)

    return folder


def test_movielens_has_its_known_counts(part: Callable[[str], Path]) -> None:
    folder = part("ml-100k")
    lines = {
        end: len((folder / f"ml-100k.{end}").read_text(encoding="utf-8").splitlines()) - 1
        for end in ("inter", "item", "user")
    }
    assert lines == {"inter": 100_000, "item": 1682, "user": 943}


def test_the_language_model_answers_a_chat(part: Callable[[str], Path]) -> None:
    from transformers import AutoModelForCausalLM, AutoTokenizer

    folder = part("generator")
    tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    model = AutoModelForCausalLM.from_pretrained(folder, local_files_only=True)
    chat = [{"role": "user", "content": "What is the capital of France? One word."}]
    prompt = tokenizer.apply_chat_template(
        chat, add_generation_prompt=True, return_tensors="pt", return_dict=True
    )
    out = model.generate(**prompt, max_new_tokens=12, do_sample=False)
    answer = tokenizer.decode(out[0, prompt["input_ids"].shape[1] :], skip_special_tokens=True)
    assert "Paris" in answer


def test_the_pack_s_files_are_those_of_their_manifests(part: Callable[[str], Path]) -> None:
    for name in ("text", "image", "backbone"):
        folder = part(name)
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        for file, entry in manifest["files"].items():
            assert sha256(folder / file) == entry["sha256"]


def test_the_trained_head_is_small_and_its_figures_are_its_own() -> None:
    assert HEAD.stat().st_size <= 3_000_000
    metrics = json.loads(HEAD.with_name("image_head_metrics.json").read_text(encoding="utf-8"))
    assert metrics["head_sha256"] == sha256(HEAD)
    drawings, photos = metrics["figures"]["drawings"], metrics["figures"]["photos"]
    assert drawings["r@10"] > 10 * drawings["chance@10"]
    assert photos["r@10"] > 5 * photos["chance@10"]
