"""Chat messages as safe HTML for the chatbot, which renders Markdown: see `ui.safe.chat`."""

from dataclasses import dataclass
from typing import Literal

from mmrec.types import Explanation
from ui import reasons, safe

FROM_FACTS = "Written from the facts"
FROM_MODEL = "Written by the model, checked against the facts"


@dataclass(slots=True)
class Bubble:
    """One message of the chat; all its texts are plain and escaped when drawn.

    `picture` is an uploaded file. `pending`: more of it is coming. `tone`: an error looks it.
    """

    role: Literal["user", "assistant"]
    text: str = ""
    chips: tuple[str, ...] = ()
    picture: str | None = None
    explanation: Explanation | None = None
    pending: bool = False
    tone: Literal["plain", "error"] = "plain"

    def html(self) -> str:
        """The message as one HTML block: no blank line, so that Markdown leaves it alone."""
        said = safe.chat(self.text)
        if self.pending:
            said += '<span class="typing" aria-label="writing">…</span>'
        chips = "".join(f'<span class="chip">{safe.chat(chip)}</span>' for chip in self.chips)
        parts = [f'<div class="said {self.tone}">{said}</div>']
        if chips:
            parts.append(f'<div class="chips">{chips}</div>')
        if self.explanation is not None and not self.pending:
            parts.append(_evidence(self.explanation))
        return "".join(parts)


def _evidence(explanation: Explanation) -> str:
    by_model = explanation.written_by == "model"
    badge, tone = (FROM_MODEL, "model") if by_model else (FROM_FACTS, "facts")
    claims = "".join(
        f"<li>{safe.chat(claim.text)}: <em>{safe.chat(claim.support or 'not supported')}</em></li>"
        for claim in explanation.claims
    )
    weights = "".join(
        f"<li>{safe.chat(reasons.because(reason))}: "
        f"{safe.chat(reasons.through(reason))} {reasons.share(reason)} %</li>"
        for reason in explanation.evidence.reasons
    )
    item = explanation.evidence.item
    facts = "".join(
        f"<li>{safe.chat(name)}: {safe.chat(value)}</li>" for name, value in reasons.all_facts(item)
    )
    return (
        f'<div class="badge {tone}">{badge}</div><details class="evidence"><summary>Evidence'
        f"</summary>{_listed('What it claims', claims)}{_listed('What carried it', weights)}"
        f"{_listed('Facts of ' + safe.chat(item.title), facts)}"
        f'<p class="small">Model: {safe.chat(explanation.model_id)}</p></details>'
    )


def _listed(heading: str, rows: str) -> str:
    return f"<p><strong>{heading}</strong></p><ul>{rows}</ul>" if rows else ""
