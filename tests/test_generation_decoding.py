"""Writing in batches, by a tiny model of random weights: the batch changes nothing but the time."""

from typing import Any

import pytest
import torch
from transformers import LlamaConfig, LlamaForCausalLM

from mmrec.generation.decoding import Beginnings, Decoding, Manner
from mmrec.generation.integers import IntegerLinear, in_integers
from mmrec.generation.llama import Llama
from mmrec.generation.network import Network, Transformers

PROMPTS = [[5, 6, 7, 8, 9, 10, 11, 12, 13, 20], [5, 6, 7, 8, 9, 10, 11, 12, 13, 30, 31, 32, 33]]
ROOM = 12


def model() -> Any:
    torch.manual_seed(0)
    config = LlamaConfig(
        vocab_size=64, hidden_size=32, intermediate_size=48, num_hidden_layers=2,
        num_attention_heads=4, num_key_value_heads=2,
    )  # fmt: skip
    return LlamaForCausalLM(config).eval().requires_grad_(False)


def networks() -> dict[str, tuple[Any, Network]]:
    """Each way to read a network, with the model of transformers that it must agree with."""
    floats, integers = model(), in_integers(model())
    return {"floats": (floats, Transformers(floats)), "integers": (integers, Llama(integers))}


def greedy(network: Any, prompt: list[int]) -> list[int]:
    """The likeliest continuation, every token of it read anew: nothing is kept between steps."""
    ids = list(prompt)
    for _ in range(ROOM):
        ids.append(int(network(torch.tensor([ids])).logits[0, -1].argmax()))
    return ids[len(prompt) :]


def written(
    network: Network,
    prompts: list[list[int]],
    beginnings: Beginnings,
    stops: frozenset[int],
    **how: Any,
) -> list[list[int]]:
    manner = Manner(stops, 0, **{"temperature": 0.0, "copies": 1, "seed": 0, **how})
    decoding = Decoding(network, prompts, manner, beginnings)
    texts: list[list[int]] = [[] for _ in range(len(prompts) * manner.copies)]
    for _ in range(ROOM):
        for text, token in decoding.step():
            texts[text].append(token)
    return texts


@pytest.mark.parametrize("name", ["floats", "integers"])
def test_a_batch_writes_what_each_prompt_would_get_by_itself(name: str) -> None:
    whole, network = networks()[name]
    beginnings = Beginnings(network)
    wanted = [greedy(whole, prompt) for prompt in PROMPTS]
    for _ in range(2):  # the second time, what the prompts share is known already
        assert written(network, PROMPTS, beginnings, frozenset()) == wanted
    assert written(network, PROMPTS[:1], beginnings, frozenset()) == wanted[:1]


def test_what_prompts_share_is_read_once() -> None:
    whole, network = networks()["floats"]
    beginnings = Beginnings(network)
    read: list[int] = []
    whole.register_forward_pre_hook(
        lambda _, args, __: read.append(args[0].numel()), with_kwargs=True
    )
    written(network, PROMPTS, beginnings, frozenset())
    shared = 9
    assert read[:2] == [shared, 2 * (len(PROMPTS[1]) - shared)]
    read.clear()
    written(network, PROMPTS, beginnings, frozenset())
    assert read[0] == 2 * (len(PROMPTS[1]) - shared)


def test_a_token_is_given_out_before_it_is_read() -> None:
    whole, network = networks()["floats"]
    manner = Manner(frozenset(), 0, temperature=0.0, copies=1, seed=0)
    decoding = Decoding(network, PROMPTS[:1], manner, Beginnings(network))
    read: list[int] = []
    whole.register_forward_pre_hook(lambda *_: read.append(1))
    decoding.step()
    assert not read
    decoding.step()
    assert len(read) == 1


@pytest.mark.parametrize("name", ["floats", "integers"])
def test_a_text_that_ends_leaves_the_others_as_they_were(name: str) -> None:
    whole, network = networks()[name]
    first, second = (greedy(whole, prompt) for prompt in PROMPTS)
    stop = next(token for token in first if token not in second)
    found = written(network, PROMPTS, Beginnings(network), frozenset([stop]))
    assert found == [first[: first.index(stop)], second]


@pytest.mark.parametrize("name", ["floats", "integers"])
def test_copies_differ_and_a_seed_gives_the_same_ones_again(name: str) -> None:
    _, network = networks()[name]
    how = {"temperature": 1.0, "copies": 3, "seed": 7}
    one = written(network, PROMPTS, Beginnings(network), frozenset(), **how)
    assert one == written(network, PROMPTS, Beginnings(network), frozenset(), **how)
    assert len({tuple(text) for text in one[:3]}) == 3


def test_a_llama_reads_what_transformers_reads() -> None:
    whole, network = networks()["integers"]
    other = Transformers(whole)
    kept = [network.empty(), other.empty()]
    mask = torch.ones((2, 0), dtype=torch.long)
    torch.manual_seed(1)
    for length in (9, 1, 4, 120, 1):  # of a text, a step, several tokens, beyond the first room
        more = torch.ones((2, length), dtype=torch.long)
        more[0, : 3 if length > 1 else 0] = 0  # tokens that do not count, also in the middle
        mask = torch.cat([mask, more], dim=1)
        places = (mask.cumsum(1) - 1).clamp(min=0)[:, -length:]
        ids = torch.randint(64, (2, length))
        ours, theirs = (
            one.read(ids, mask, places, had, length)[more.bool()]
            for one, had in zip((network, other), kept, strict=True)
        )
        torch.testing.assert_close(ours, theirs, atol=2e-3, rtol=0)
        for had in kept:
            had.batch_select_indices(torch.tensor([1, 0]))
        mask = mask.flip(0)


def test_only_a_llama_in_integers_is_read_as_one() -> None:
    assert Llama.suits(in_integers(model()))
    assert not Llama.suits(model())
    other = in_integers(model())
    other.config.hidden_act = "gelu"
    assert not Llama.suits(other)


@pytest.mark.parametrize("levels", [127, 63])  # with and without the instructions of VNNI
def test_integers_are_close_to_the_layer_that_they_stand_for(
    levels: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mmrec.generation.integers._levels", lambda: levels)
    torch.manual_seed(0)
    layer = torch.nn.Linear(64, 40).requires_grad_(False)
    given = torch.randn(2, 3, 64)
    given[0, 0] *= 1000  # a row that is large does not spoil the others
    wanted, got = layer(given), IntegerLinear(layer)(given)
    error = (wanted - got).abs().amax(dim=2) / wanted.abs().amax(dim=2)
    assert got.shape == wanted.shape
    assert float(error.max()) < 0.03


def test_a_row_in_integers_is_the_same_whatever_else_is_in_the_batch() -> None:
    torch.manual_seed(0)
    layer = IntegerLinear(torch.nn.Linear(64, 40).requires_grad_(False))
    rows = torch.randn(5, 64) * torch.tensor([1, 1000, 0.001, 1, 1]).unsqueeze(1)
    assert torch.equal(layer(rows), torch.cat([layer(row.unsqueeze(0)) for row in rows]))


def test_every_linear_layer_of_a_model_becomes_integers() -> None:
    network = in_integers(model())
    assert not any(type(part) is torch.nn.Linear for part in network.modules())
    assert network(torch.tensor([PROMPTS[0]])).logits.shape == (1, 10, 64)


@pytest.mark.parametrize("rows", [1, 4])
def test_rows_of_zeros_stay_zeros(rows: int) -> None:
    assert not IntegerLinear(torch.nn.Linear(8, 4, bias=False))(torch.zeros(rows, 8)).any()
