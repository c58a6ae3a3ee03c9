"""Low-rank training (LoRA, Hu et al. 2021, arXiv 2106.09685) of a chat model on pairs of texts."""

import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from mmrec.generation.prompts import Message

_TARGETS = ("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj")
_IGNORED = -100  # a token that is read and not learnt


@dataclass(frozen=True, slots=True)
class Recipe:
    """How an adapter is trained. `seconds` ends it early; the schedule follows the clock then."""

    rank: int = 16
    steps: int = 600
    batch: int = 8
    learning_rate: float = 8e-4
    warmup: float = 0.05
    seconds: float = 3600.0
    seed: int = 0


Pair = tuple[Sequence[Message], str]


def train(
    model: Any,
    tokenizer: Any,
    pairs: Iterator[Pair],
    recipe: Recipe,
    folder: Path,
    *,
    begin: Path | None = None,
) -> list[float]:
    """Train an adapter, keep it in a folder, and return the loss of each step.

    Args:
        model: a causal language model of transformers; left with the adapter in it.
        tokenizer: with a chat template.
        pairs: conversations and what is to be written next, without end.
        recipe: rank, steps, time.
        folder: where the adapter goes, as peft keeps it; written every hundred steps.
        begin: an adapter of the same model that is trained further; a new one, if None.
    """
    from peft import LoraConfig, PeftModel, get_peft_model

    torch.manual_seed(recipe.seed)
    config = LoraConfig(r=recipe.rank, lora_alpha=2 * recipe.rank, target_modules=list(_TARGETS),
                        lora_dropout=0.0, task_type="CAUSAL_LM")  # fmt: skip
    adapted = (
        PeftModel.from_pretrained(model, begin, is_trainable=True)
        if begin
        else get_peft_model(model, config)
    )
    weights = [weight for weight in adapted.parameters() if weight.requires_grad]
    optimizer = torch.optim.AdamW(weights, lr=recipe.learning_rate, weight_decay=0.0)
    start, losses = time.monotonic(), list[float]()
    adapted.train()
    for step in range(recipe.steps):
        passed = time.monotonic() - start
        done = max(step / recipe.steps, passed / recipe.seconds)
        if done >= 1:
            break
        scale = min(1.0, (step + 1) / (recipe.warmup * recipe.steps + 1)) * (1.0 - done)
        optimizer.param_groups[0]["lr"] = recipe.learning_rate * scale
        given = _batch(tokenizer, [next(pairs) for _ in range(recipe.batch)])
        loss = _loss(adapted, given)
        torch.autograd.backward(loss)
        torch.nn.utils.clip_grad_norm_(weights, 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        losses.append(float(loss.detach()))
        if step % 10 == 0:
            mean = sum(losses[-20:]) / len(losses[-20:])
            sys.stderr.write(f"step {step}  loss {mean:.3f}  {passed:.0f} s\n")
        if step % 100 == 99:
            adapted.save_pretrained(str(folder))
    adapted.save_pretrained(str(folder))
    return losses


def _loss(model: Any, given: dict[str, torch.Tensor]) -> torch.Tensor:
    """Cross-entropy of what is to be written; the logits of what is only read are not made."""
    labels = given.pop("labels")
    hidden = model.base_model.model.model(**given).last_hidden_state  # (B, L, D)
    learnt = labels[:, 1:] != _IGNORED
    logits = model.base_model.model.lm_head(hidden[:, :-1][learnt])
    return torch.nn.functional.cross_entropy(logits.float(), labels[:, 1:][learnt])


def _batch(tokenizer: Any, pairs: Sequence[Pair]) -> dict[str, torch.Tensor]:
    """Pairs as padded tensors (B, L); `labels` holds only what is to be written."""
    rows = [_row(tokenizer, *pair) for pair in pairs]
    length = max(len(tokens) for tokens, _ in rows)
    shape = (len(rows), length)
    ids = torch.full(shape, tokenizer.eos_token_id)
    mask, labels = torch.zeros(shape, dtype=torch.long), torch.full(shape, _IGNORED)
    for place, (tokens, read) in enumerate(rows):
        ids[place, : len(tokens)] = torch.tensor(tokens)
        mask[place, : len(tokens)] = 1
        labels[place, read : len(tokens)] = torch.tensor(tokens[read:])
    return {"input_ids": ids, "attention_mask": mask, "labels": labels}


def _row(tokenizer: Any, messages: Sequence[Message], written: str) -> tuple[list[int], int]:
    prompt = tokenizer.apply_chat_template(
        list(messages), tokenize=False, add_generation_prompt=True
    )
    read = tokenizer.encode(prompt, add_special_tokens=False)
    tokens = read + tokenizer.encode(written, add_special_tokens=False) + [tokenizer.eos_token_id]
    return tokens, len(read)
