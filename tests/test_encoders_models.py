"""The encoders on the real offline pack; skipped where it was not fetched."""

import json
import shutil
import threading
from pathlib import Path

import numpy as np
import open_clip
import pytest
import torch
from PIL import Image, ImageDraw
from safetensors.torch import load_file, save_file

from mmrec.encoders import ImageEncoder, TextEncoder
from mmrec.errors import WeightsError
from mmrec.weights import cached, pack_folder

CPU = torch.device("cpu")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (cached("text", "offline") and cached("image", "offline")),
        reason="needs the offline pack: run `mmrec weights fetch`",
    ),
]


@pytest.fixture(scope="module")
def text() -> TextEncoder:
    return TextEncoder.open("offline", CPU, 16)


@pytest.fixture(scope="module")
def image() -> ImageEncoder:
    return ImageEncoder.open("offline", CPU, 4)


def disc(colour: str) -> Image.Image:
    picture = Image.new("RGB", (200, 120), "white")
    ImageDraw.Draw(picture).ellipse((60, 20, 140, 100), fill=colour)
    return picture


PICTURES = [disc(colour) for colour in ("red", "orange", "green", "blue", "purple", "black")]
TEXTS = ["a cat", "a kitten that plays", "the stock market fell", "", "猫", "word " * 600]


def is_unit(vectors: np.ndarray) -> bool:
    return bool(np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5))


def test_texts_become_unit_rows_in_their_order_whatever_the_batch(text: TextEncoder) -> None:
    together = text.encode(TEXTS)
    alone = np.concatenate([text.encode([one]) for one in TEXTS])
    assert together.shape == (6, text.spec.width)
    assert together.dtype == np.float32
    assert is_unit(together)
    assert np.allclose(together, alone, atol=1e-5)


def test_texts_of_like_meaning_are_near(text: TextEncoder) -> None:
    cat, kitten, market = text.encode(TEXTS[:3])
    assert cat @ kitten > cat @ market + 0.2


def test_nothing_in_gives_no_rows_out(text: TextEncoder, image: ImageEncoder) -> None:
    assert text.encode([]).shape == (0, 384)
    assert image.encode([]).shape == (0, 384)
    assert image.encode_text([]).shape == (0, 384)
    assert image.encode_prepared(torch.empty(0, 3, 224, 224, dtype=torch.uint8)).shape == (0, 384)


def test_pictures_become_unit_rows_in_their_order_whatever_the_batch(image: ImageEncoder) -> None:
    together = image.encode(PICTURES)
    alone = np.concatenate([image.encode([one]) for one in PICTURES])
    ready = image.encode_prepared(torch.stack([image.prepare(one) for one in PICTURES]))
    assert together.shape == (6, 384)
    assert is_unit(together)
    assert np.allclose(together, alone, atol=1e-4)
    assert np.allclose(together, ready, atol=1e-4)


def test_a_picture_is_fitted_whole_and_white_fills_the_rest(image: ImageEncoder) -> None:
    tall = Image.new("RGB", (100, 400), "black")
    prepared = image.prepare(tall)
    assert tuple(prepared.shape) == (3, 224, 224)
    assert prepared[:, 112, 5].tolist() == [255, 255, 255]
    assert prepared[:, 5, 112].tolist() == [0, 0, 0]


def test_a_faster_way_to_a_vector_gives_what_open_clip_gives(image: ImageEncoder) -> None:
    source = f"local-dir:{pack_folder('image')}"
    plain, _, transform = open_clip.create_model_and_transforms(source, pretrained_text=False)
    plain.eval()
    with torch.inference_mode():
        tensors = torch.stack([transform(one) for one in PICTURES])
        expected = plain.encode_image(tensors, normalize=True).numpy()
    assert np.abs(image.encode(PICTURES) - expected).max() < 1e-5


def test_the_tower_s_text_side_and_the_text_encoder_agree(
    text: TextEncoder, image: ImageEncoder
) -> None:
    words = ["a red fire engine", "a mushroom in the woods"]
    assert np.allclose(image.encode_text(words), text.encode(words), atol=1e-4)


def test_threads_get_the_same_vectors_as_one_alone(text: TextEncoder, image: ImageEncoder) -> None:
    expected = text.encode(TEXTS[:3]), image.encode(PICTURES[:3]), image.encode_text(TEXTS[:3])
    found: list[tuple[np.ndarray, ...]] = []

    def run() -> None:
        found.append(
            (text.encode(TEXTS[:3]), image.encode(PICTURES[:3]), image.encode_text(TEXTS[:3]))
        )

    threads = [threading.Thread(target=run) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 6
    for result in found:
        assert all(np.allclose(a, b, atol=1e-4) for a, b in zip(result, expected, strict=True))


def test_the_spec_says_what_made_a_vector_and_changes_with_the_weights(
    text: TextEncoder, tmp_path: Path
) -> None:
    copy = tmp_path / "mine"
    shutil.copytree(pack_folder("text"), copy)
    first = TextEncoder.open(str(copy), CPU, 16).spec
    tensors = load_file(copy / "model.safetensors")
    tensors["encoder.layer.0.output.dense.bias"] += 0.01
    save_file(tensors, copy / "model.safetensors", metadata={"format": "pt"})
    second = TextEncoder.open(str(copy), CPU, 16).spec
    assert (first.name, first.width) == (second.name, second.width) == ("mine", 384)
    assert first.revision != second.revision
    assert text.spec.name == "offline"
    assert "256 tokens" in text.spec.preprocessing


def test_the_image_spec_names_its_preprocessing(image: ImageEncoder) -> None:
    assert image.spec.width == 384
    for step in ("224", "bicubic", "longest"):
        assert step in image.spec.preprocessing


def test_a_moved_cache_still_opens_because_the_tower_is_told_its_new_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, image: ImageEncoder
) -> None:
    folder = pack_folder("image")
    moved = tmp_path / "elsewhere" / "pack" / folder.name
    shutil.copytree(folder, moved)
    monkeypatch.setenv("MMREC_CACHE", str(tmp_path / "elsewhere"))
    there = ImageEncoder.open("offline", CPU, 4)
    config = json.loads((moved / "open_clip_config.json").read_text())
    assert config["model_cfg"]["text_cfg"]["hf_model_name"] == str(moved)
    assert there.spec == image.spec
    assert np.allclose(there.encode(PICTURES[:1]), image.encode(PICTURES[:1]), atol=1e-5)


def test_weights_that_do_not_fit_their_configuration_are_one_clear_line(tmp_path: Path) -> None:
    copy = tmp_path / "broken"
    shutil.copytree(pack_folder("image"), copy)
    save_file({"nothing": torch.zeros(1)}, copy / "open_clip_model.safetensors")
    with pytest.raises(WeightsError, match="open_clip cannot load 'broken'"):
        ImageEncoder.open(str(copy), CPU, 4)
    (copy / "open_clip_model.safetensors").write_bytes(b"not safetensors")
    with pytest.raises(WeightsError, match="open_clip cannot load 'broken'"):
        ImageEncoder.open(str(copy), CPU, 4)


def test_a_plain_clip_model_in_a_folder_is_opened_the_same_way(tmp_path: Path) -> None:
    shape = {"layers": 1, "width": 32}
    model_cfg = {
        "embed_dim": 16,
        "vision_cfg": shape | {"image_size": 32, "patch_size": 16, "head_width": 16},
        "text_cfg": shape | {"context_length": 77, "vocab_size": 49408, "heads": 2},
    }
    config = {"model_cfg": model_cfg, "preprocess_cfg": {"mean": [0.5] * 3, "std": [0.5] * 3}}
    (tmp_path / "open_clip_config.json").write_text(json.dumps(config))
    model = open_clip.create_model(f"local-dir:{tmp_path}", load_weights=False)
    save_file(model.state_dict(), tmp_path / "open_clip_model.safetensors")
    encoder = ImageEncoder.open(str(tmp_path), CPU, 4)
    assert encoder.spec.width == 16
    assert encoder.encode(PICTURES).shape == (6, 16)
    assert is_unit(encoder.encode_text(["a cat", "a dog"]))
    assert "size 32" in encoder.spec.preprocessing


def test_words_find_the_drawn_thing_they_name(image: ImageEncoder) -> None:
    apple = disc("red")
    ImageDraw.Draw(apple).line((100, 22, 106, 6), fill="brown", width=5)
    words = image.encode_text(["a red apple", "a newspaper", "a city at night"])
    assert int(np.argmax(words @ image.encode([apple])[0])) == 0
