"""The steps that a visitor's verbs are made of: understand, list, judge, explain, take back."""

from collections.abc import Iterator
from dataclasses import replace

from mmrec.dialogue import Conversation, Meaning, Remark
from mmrec.errors import NotFound
from mmrec.likeness import Likeness
from mmrec.types import Query, Recommendation
from ui.bubbles import Bubble
from ui.details import Detail, Shelf
from ui.keeping import document
from ui.state import State
from ui.talk import Drawing

LIST = 10
STARTERS = 12
SIMILAR = 6
JUDGEMENTS = ("like", "dislike", "not_interested", "view", "rating", "save", "cart")
_LIKENESSES: tuple[Likeness, ...] = ("text", "image", "audio", "behaviour")


class Steps(State):
    """Generators that change the state and yield whenever it is worth drawing."""

    def _run(self, bubble: Bubble, steps: Drawing, *, keep: bool = True) -> Drawing:
        """Run the steps of a verb, then keep the session."""
        try:
            yield from self.talk.safely(bubble, self._keeping(steps) if keep else steps, self.words)
        finally:
            if self.status == "loading":
                self.status = "ready" if self.shown else "error"
                self.redraw()
        yield

    def _keeping(self, steps: Drawing) -> Drawing:
        yield from steps
        self._recommender.memory.keep(self.user_id, document(self.kept()))

    def _step(self, said: str, meaning: Meaning) -> Drawing:
        """A pressed button as a turn: the visitor's line, and the list that follows."""
        self.page = "for_you"
        bubble = self.talk.open(said)
        yield from self._run(bubble, self._relist(bubble, meaning))

    def _welcome(self, bubble: Bubble) -> Drawing:
        lately = self.visitor.lately(5)
        yield from self._offer()
        yield from self._list(Meaning("recommend"))
        yield from self.talk.write(bubble, self.words.welcome(self.user_id, lately, self.shown))

    def _resumed(self, bubble: Bubble, *, whole: bool) -> Drawing:
        yield from self._offer()
        yield from self._list(Meaning("recommend"))
        yield from self.talk.write(bubble, self.words("gone_on" if whole else "picture_gone"))

    def _offer(self) -> Drawing:
        """What a newcomer may choose among."""
        self.visitor.saved_items()
        if not self._settled and not self.visitor.known():
            self.starters = self._recommender.memory.starters(STARTERS)
        self.redraw()
        yield

    def _respond(self, bubble: Bubble, text: str, picture: str | None) -> Drawing:
        yield from self.talk.turn(bubble)
        meaning = self._understand(text, picture)
        if meaning.intent == "undo":
            yield from self._undo(bubble)
            return
        self.conversation = self.conversation.told(meaning)
        problem = meaning.problem or (meaning.question and self.words.question(meaning.question))
        if problem:
            self.redraw()  # the choices
            yield from self.talk.write(bubble, problem)
        elif meaning.intent in ("small_talk", "help"):
            titles = [place.item.title for place in self.shown]
            yield from self.talk.write(bubble, self.words.help_text(titles))
        elif meaning.intent == "profile":
            yield from self.talk.write(bubble, self._profile())
        elif meaning.intent == "explain":
            item_id = meaning.items[0]
            yield from self._explain(bubble, self.showing.place(item_id) or item_id)
        elif meaning.intent == "compare":
            yield from self._compare(bubble, meaning)
        else:
            yield from self._relist(bubble, meaning)

    def _understand(self, text: str, picture: str | None) -> Meaning:
        """What a message means; beside a picture, words say what else it should be."""
        before = self.conversation
        if picture is None:
            return self._lexicon.reader().read(text, before)
        self.conversation, self.balance = before.pictured(picture), 0.5
        if not text:
            return Meaning("refine")
        meaning = self._lexicon.reader().read(text, replace(self.conversation, shown=()))
        wish = meaning if meaning.intent in ("search", "more_like", "refine") else Meaning("refine")
        return replace(wish, intent="refine", problem=None, question=None)

    def _relist(
        self, bubble: Bubble, meaning: Meaning, pressed: Recommendation | None = None
    ) -> Drawing:
        """Record what was said of items, or `pressed`, then show the list that follows."""
        for remark in meaning.remarks:
            place = pressed or self.showing.place(remark.item_id) or remark.item_id
            self.visitor.record(remark.kind, place, remark.value)
            self.starters, self._settled = [], True
        yield from self._list(meaning)
        titles = [self._title(remark.item_id) for remark in meaning.remarks]
        if titles:
            noted = self.words.noted(meaning.remarks[0].kind, titles, self.shown)
            yield from self.talk.write(bubble, noted)
        else:
            answer = self.words.answer(meaning.intent, self.shown, self._limits())
            yield from self.talk.write(bubble, answer, self.chips)

    def _pressed(self, bubble: Bubble, kind: str, place: Recommendation) -> Drawing:
        if kind == "why":
            yield from self._explain(bubble, place)
        elif kind == "look" and place.item.image:
            self._looks[place.item.image] = place.item_id
            self.conversation, self.balance = self.conversation.pictured(place.item.image), 0.5
            yield from self._relist(bubble, Meaning("more_like"))
        else:
            meaning = Meaning("feedback", remarks=(Remark(kind, place.item_id),))
            self.conversation = self.conversation.told(meaning)
            yield from self._relist(bubble, meaning, place)

    def _undo(self, bubble: Bubble) -> Drawing:
        """Take the last step back: forgotten events come again, judgements of the step go."""
        before = self.conversation
        if self._forgotten and self._forgotten[-1][0] == before.past:
            *self._forgotten, (_, self.conversation, events) = self._forgotten
            self.visitor.restore(events)
        elif before.past:
            self.conversation = _before_last_change(before)
            undone = {item for _, item in _judged(before) - _judged(self.conversation)}
            self.visitor.retract(JUDGEMENTS, sorted(undone))
        else:
            yield from self.talk.write(bubble, self.words("nothing_to_undo"))
            return
        yield from self._relist(bubble, Meaning("undo"))

    def _forgot(self, bubble: Bubble, titles: str) -> Drawing:
        yield from self._list(Meaning("recommend"))
        yield from self.talk.write(bubble, self.words("forgotten", titles))

    def _list(self, meaning: Meaning) -> Drawing:
        """A new list for the running request; its impressions are logged."""
        if meaning.intent != "more":
            self._seen = set()
        query, looked = self.query, self._looks.get(self.conversation.image or "")
        self.status, self._intent = "loading", meaning.intent
        self.redraw()
        yield
        self.shown = self._recommender.recommend(
            self.user_id,
            query=query if query != Query(balance=self.balance) else None,
            exclude=sorted({*self.conversation.judged, *self._seen, *([looked] if looked else [])}),
            k=LIST,
        )
        self.conversation = self.conversation.showing([place.item_id for place in self.shown])
        self.showing.add(self.shown, query.text)
        self._seen |= {place.item_id for place in self.shown}
        self._recommender.show(self.user_id, self.shown)
        self.status = "ready" if self.shown else "nothing"
        self.redraw()
        yield

    def _compare(self, bubble: Bubble, meaning: Meaning) -> Drawing:
        """In the one fact that was asked for, or in all by which the items differ."""
        items = self._recommender.items(meaning.items)
        if meaning.by:
            yield from self.talk.write(bubble, self.words.compared(items, meaning.by))
            return
        rows = self.words.differences(items)
        yield from self.talk.write(bubble, self.words("differ" if rows else "alike"))
        bubble.rows = rows
        yield

    def _explain(self, bubble: Bubble, place: Recommendation | str) -> Drawing:
        bubble.text = self.words("reading")
        yield
        asked = None if isinstance(place, str) else self.showing.asked(place)

        def texts() -> Iterator[str]:
            for explanation in self._recommender.explain_live(self.user_id, place, asked):
                bubble.explanation = explanation
                yield explanation.text

        yield from self.talk.grow(bubble, texts())

    def _rate(self, bubble: Bubble, rated: Bubble, *, helpful: bool) -> Drawing:
        said = None if rated.helpful is helpful else helpful
        assert rated.explanation is not None
        self._recommender.rate_text(self.user_id, rated.explanation, said)
        rated.helpful, bubble.pending = said, False
        yield

    def _open(self, place: Recommendation) -> Drawing:
        """The details of an item: at once, then with what is similar to it."""
        self.visitor.clicked(place)
        self.detail = Detail(place)
        yield
        shelves: list[Shelf] = []
        for by in _LIKENESSES:
            try:
                near = self._recommender.similar(place.item_id, SIMILAR, by)
            except NotFound:
                continue  # it has nothing of that kind to be compared by
            self.showing.add(near)
            self._recommender.show(self.user_id, near)
            shelves.append((by, near))
        if self.detail is not None and self.detail.place is place:  # not closed meanwhile
            self.detail = Detail(place, tuple(shelves))
        yield

    def _profile(self) -> str:
        liked = [self._title(item) for item in self.conversation.liked]
        rejected = [self._title(item) for item in self.conversation.rejected]
        return self.words.profile(
            self.visitor.lately(10), liked, rejected, self.conversation.tastes
        )


def _before_last_change(conversation: Conversation) -> Conversation:
    """The state before the last step that can be seen: an answered question is none."""
    now = (conversation.chips, _judged(conversation))
    before = conversation.undone()
    while before.past and (before.chips, _judged(before)) == now:
        before = before.undone()
    return before


def _judged(conversation: Conversation) -> set[tuple[str, str]]:
    """What was said about items in a conversation, each as a pair of judgement and item."""
    kinds = {
        "liked": conversation.liked,
        "rejected": conversation.rejected,
        "seen": conversation.seen,
    }
    return {(kind, item) for kind, ids in kinds.items() for item in ids}
