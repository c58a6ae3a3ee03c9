"""Chat messages as safe HTML for the chatbot, which renders Markdown: see `ui.safe.chat`."""

from dataclasses import dataclass, field
from typing import Literal

from mmrec.types import Explanation, new_id
from ui import reasons, safe
from ui.buttons import icon
from ui.tables import Row, table_html
from ui.titles import spoken
from ui.words import Words


@dataclass(slots=True)
class Bubble:
    """One message of the chat; all its texts are plain and escaped when drawn.

    `rows`: of a table below the text, its head first. `picture` is an uploaded file. `pending`:
    more of it is coming. `tone`: an error looks it. `helpful`: what the reader said of its
    explanation. `bubble_id` is what a button of it sends.
    """

    role: Literal["user", "assistant"]
    text: str = ""
    chips: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    picture: str | None = None
    explanation: Explanation | None = None
    pending: bool = False
    tone: Literal["plain", "error"] = "plain"
    helpful: bool | None = None
    bubble_id: str = field(default_factory=new_id)

    def html(self, words: Words) -> str:
        """The message as one HTML block: no blank line, so that Markdown leaves it alone."""
        said = safe.chat(self.text)
        if self.pending:
            named = safe.text(words("writing"))
            said += f'<span class="typing" role="img" aria-label="{named}">…</span>'
        chips = "".join(f'<span class="chip">{safe.chat(chip)}</span>' for chip in self.chips)
        parts = [f'<div class="said {self.tone}">{said}</div>']
        if self.rows:
            head, *body = self.rows
            rows = [Row(name, tuple(cells)) for name, *cells in body]
            table = table_html(self.text, head, rows, safe.chat)
            parts.append(f'<div class="versus">{table}</div>')
        if chips:
            parts.append(f'<div class="chips">{chips}</div>')
        if self.explanation is not None and not self.pending:
            parts.append(self._asked(self.explanation, words))
            parts.append(_evidence(self.explanation, words))
        return "".join(parts)

    def _asked(self, explanation: Explanation, words: Words) -> str:
        """Whether the text helped: two buttons, of which the pressed one takes it back.

        The chatbot lets through no `data-` and no `aria-` attribute: what a button sends is its
        name and value, its label stands inside it, and `page.js` says whether it is pressed.
        """
        title = " ".join(spoken(explanation.evidence.item.title).split())  # a line break is mark-up
        buttons = ""
        for act, drawn, said in (("helpful", "like", True), ("unhelpful", "dislike", False)):
            label = safe.chat(words("of", words(act), title))
            pressed = " pressed" if self.helpful is said else ""
            buttons += (
                f'<button type="button" class="rate{pressed}" name="{act}" title="{label}" '
                f'value="{safe.chat(self.bubble_id)}">{icon(drawn)}'
                f'<span class="sr">{label}</span></button>'
            )
        return f'<div class="helped"><span>{safe.chat(words("did_it_help"))}</span>{buttons}</div>'


def _evidence(explanation: Explanation, words: Words) -> str:
    by_model = explanation.written_by == "model"
    badge, tone = ("from_model", "model") if by_model else ("from_facts", "facts")
    claims = "".join(
        f"<li>{safe.chat(claim.text)}: "
        f"<em>{safe.chat(claim.support or words('unsupported'))}</em></li>"
        for claim in explanation.claims
    )
    weights = "".join(
        f"<li>{safe.chat(reasons.because(reason, words))}: "
        f"{safe.chat(reasons.through(reason, words))} {reasons.share(reason)} %</li>"
        for reason in explanation.evidence.reasons
    )
    item = explanation.evidence.item
    facts = "".join(
        f"<li>{safe.chat(name)}: {safe.chat(value)}</li>" for name, value in reasons.all_facts(item)
    )
    listed = (
        _listed(words("claims"), claims)
        + _listed(words("carried"), weights)
        + _listed(words("facts_of", spoken(item.title)), facts)
    )
    return (
        f'<div class="badge {tone}">{safe.chat(words(badge))}</div><details class="evidence">'
        f"<summary>{safe.chat(words('evidence'))}</summary>{listed}"
        f'<p class="small">{safe.chat(words("model", explanation.model_id))}</p></details>'
    )


def _listed(heading: str, rows: str) -> str:
    return f"<p><strong>{safe.chat(heading)}</strong></p><ul>{rows}</ul>" if rows else ""
