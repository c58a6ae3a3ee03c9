"""Catalogue text that gives orders to a writer instead of telling of a thing: left out

A second line of defence, and by its nature incomplete: it keeps the usual attacks out of prompts
and quotations. What must not be shown is decided by the checker, which needs no list of attacks.
"""

import re

_ORDERS = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass)\b.{0,40}"
    r"\b(?:instructions?|prompts?|rules?|everything|previous|told|facts)\b"
    r"|\b(?:system|hidden|secret|initial) (?:prompt|instructions?|message)\b"
    r"|\b(?:reveal|repeat|print|output|show|translate|list)\b.{0,30}"
    r"\b(?:prompt|instructions?|words above|rules|plan|history|environment)\b"
    r"|\b(?:reply|answer|respond) (?:only )?with\b|\byour (?:only )?(?:output|instructions|rules)\b"
    r"|\byou are now\b|\bfrom now on you\b|\b(?:new|previous|following) instructions?\b"
    r"|\b(?:note|message) to the (?:model|assistant|ai|writer)\b|\blanguage model\b|\bas an ai\b"
    r"|\b(?:system|assistant|user|instruction|response) ?:|\bpretend to be my\b"
    r"|\bdecode (?:this|and)\b|\b(?:base64|rot13)\b|\byou may invent\b"
    r"|\b(?:end of data|new task|do not recommend)\b|\btell (?:me what|the (?:reader|user))\b"
    r"|instrucciones anteriores|instructions précédentes|vorherigen anweisungen"
    r"|предыдущие инструкции|instruções anteriores|istruzioni precedenti|eerdere instructies"
    r"|忽略.{0,10}指令|指示を.{0,8}無視|التعليمات السابقة|निर्देशों",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.!?。！？])\s*")


def gives_orders(text: str) -> bool:
    """Whether a text speaks to the one who writes."""
    return _ORDERS.search(text) is not None


def without_orders(text: str) -> str:
    """A text without the sentences that give orders."""
    if not gives_orders(text):
        return text
    return " ".join(part for part in _SENTENCE.split(text) if part and not gives_orders(part))
