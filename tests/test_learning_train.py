"""Events in a home into a model that serves, and back again."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from circle import IMAGE, ITEMS, SETTINGS, TEXT, fill, item_row, load, record
from mmrec.config import Settings
from mmrec.errors import EncoderMismatch, NotFound, StoreError
from mmrec.evaluation.protocols import leave_one_out
from mmrec.history import HistoryBuilder
from mmrec.learning import TrainReport, evaluate, train
from mmrec.learning.recipe import WELCOMES, fit_recipe, memories, read_events
from mmrec.ranking.attribution import explain
from mmrec.ranking.ranker import Ranker
from mmrec.serving import load_ranker
from mmrec.store import Catalog, CatalogRow, EventLog, Home, ModelStore
from mmrec.types import EncoderSpec, Event, Item


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> tuple[Home, TrainReport]:
    home = fill(tmp_path_factory.mktemp("home") / "home")
    return home, train(home, SETTINGS)


def test_a_trained_model_is_current_and_says_what_made_it(trained):
    home, report = trained
    models = ModelStore(home.models)
    assert models.current() == report.model_id
    manifest = models.load()[1]
    log = EventLog.open(home.events)
    assert manifest["events_version"] == log.version()
    log.close()
    assert manifest["catalog_version"] == Catalog.open(home.catalog).version()
    assert manifest["encoders"]["text"]["name"] == "words"
    assert manifest["seed"] == 0
    assert manifest["code_version"]
    assert manifest["metrics"]["lines"][0]["name"] == "ranker"


def test_the_walk_is_learned_better_than_popularity(trained):
    evaluation = trained[1].evaluation
    assert {line.name for line in evaluation.lines} == {
        "ranker",
        "popularity",
        "item-knn",
        "content",
    }
    assert evaluation.line("ranker").figures["ndcg@10"] > 0.8
    assert evaluation.line("popularity").beaten


def test_what_was_loaded_scores_as_what_was_trained(trained):
    home, report = trained
    again = evaluate(home, SETTINGS, with_baselines=False)
    assert again.model_id == report.model_id
    assert not again.refitted
    first, second = report.evaluation.line("ranker"), again.line("ranker")
    assert second.figures == pytest.approx(dict(first.figures))


def test_the_next_step_is_recommended(trained):
    loaded = load(trained[0])
    builder = HistoryBuilder([f"i{n:02}" for n in range(ITEMS)], SETTINGS.events)
    history = builder.of_events(
        [Event("u", f"i{n:02}", "like", at=1e9 + 60 * n) for n in range(5, 10)]
    )
    scores = loaded.ranker.scores([history])[0]
    scores[history.rows] = -np.inf
    assert 10 in np.argsort(-scores)[:3]


def test_a_time_split_is_a_refit_and_says_so(trained):
    home, _ = trained
    report = evaluate(home, SETTINGS, "time-split", with_baselines=False)
    assert report.refitted
    assert report.model_id is None
    assert report.cases > 0


def test_items_that_are_hidden_are_a_refit_and_are_told_apart(trained):
    home, _ = trained
    report = evaluate(home, SETTINGS, "cold-items", with_baselines=False)
    assert report.refitted
    parts = report.line("ranker").parts
    cold, warm = parts["cold items"], parts["warm items"]
    assert cold[0] + warm[0] == report.cases
    assert cold[0] > 0
    assert cold[1].mean > 0.2  # by its words alone; by chance it is .05
    assert warm[1].mean > 0.5


@pytest.mark.slow
def test_every_baseline_is_judged_and_named_while_it_is_fitted(trained):
    home, _ = trained
    said: list[str] = []
    report = evaluate(home, SETTINGS, tell=said.append)
    assert {"als", "bpr", "boosted trees", "neural cf"} <= {line.name for line in report.lines}
    assert said[0] == "popularity, item-knn, content"
    assert set(said[1:]) == {line.name for line in report.lines[4:]}
    assert report.missing == {}
    assert report.ratings is None  # a log of likes


def test_ratings_are_foretold_where_the_log_has_them(tmp_path):
    home = fill(tmp_path / "home")
    train(home, SETTINGS, with_baselines=False)
    rated = [
        Event(f"u{user:02}", f"i{item:02}", "rating", 3.0 + item % 3, at=9e8 + 2e8 * (item % 2))
        for user in range(20)
        for item in range(8)
    ]
    record(home, rated)
    train(home, SETTINGS, with_baselines=False)
    report = evaluate(home, SETTINGS, with_baselines=False)
    assert report.ratings is not None
    assert report.ratings.known + report.ratings.cases <= len(rated)
    assert any("MAE / RMSE" in line for line in report.lines_for_people())


def test_events_after_the_training_do_not_change_its_evaluation(tmp_path):
    home = fill(tmp_path / "home")
    report = train(home, SETTINGS, with_baselines=False)
    record(home, [Event("u00", "i03", "dislike", at=2e9), Event("new", "i04", "like", at=2e9)])
    again = evaluate(home, SETTINGS, with_baselines=False)
    assert again.events_version == report.evaluation.events_version
    assert again.line("ranker").figures == pytest.approx(
        dict(report.evaluation.line("ranker").figures)
    )


def test_an_item_that_came_after_the_training_is_scored(tmp_path):
    home = fill(tmp_path / "home")
    train(home, SETTINGS, with_baselines=False)
    catalog = Catalog.open(home.catalog)
    twin = item_row(7)
    catalog.write([CatalogRow(Item("a-twin", "Twin"), twin.vectors, twin.hashes)])
    loaded = load(home)
    vectors = catalog.vectors()
    assert "a-twin" not in loaded.ranker.shape.vocabulary
    builder = HistoryBuilder(vectors.item_ids, SETTINGS.events)
    history = builder.of_events(
        [Event("u", f"i{n:02}", "like", at=1e9 + 60 * n) for n in range(2, 7)]
    )
    scores = loaded.ranker.scores([history])[0]
    assert (scores > scores[vectors.item_ids.index("a-twin")]).sum() < ITEMS / 4


def test_a_catalogue_of_other_encoders_is_refused(trained):
    home, _ = trained
    catalog = Catalog.open(home.catalog)
    vectors = catalog.vectors()
    builder = HistoryBuilder(vectors.item_ids, SETTINGS.events)
    other = {**catalog.specs, "text": EncoderSpec("words", "r2", 16, "none")}
    with pytest.raises(EncoderMismatch, match="mmrec train"):
        load_ranker(ModelStore(home.models), vectors, other, builder, device=torch.device("cpu"))


def test_other_kinds_of_events_are_refused(trained):
    settings = Settings.of({"events": {"weights": {"share": 1.0}}})
    with pytest.raises(StoreError, match=r"events\.weights"):
        load(trained[0], settings)


def test_too_few_events_are_an_error_with_a_remedy(tmp_path):
    home = Home.create(tmp_path / "home")
    Catalog.create(home.catalog, {"text": TEXT, "image": IMAGE}).write(
        [item_row(n) for n in range(ITEMS)]
    )
    record(home, [Event("u", f"i{n:02}", "like", at=float(n)) for n in range(9)])
    with pytest.raises(StoreError, match="mmrec ingest events"):
        train(home, SETTINGS)
    assert ModelStore(home.models).current() is None


def test_without_a_model_there_is_nothing_to_evaluate(tmp_path):
    with pytest.raises(NotFound, match="mmrec train"):
        evaluate(fill(tmp_path / "home"), SETTINGS)


def test_new_items_are_welcomed_only_where_words_or_pictures_tell_them_apart(trained):
    """With nothing but ids a new item is as good as any other: none of them is raised."""
    home, _ = trained
    assert load(home).ranker.welcome in WELCOMES
    vectors = Catalog.open(home.catalog).vectors()
    nothing = replace(
        vectors, text=np.zeros_like(vectors.text), has_text=np.zeros_like(vectors.has_text)
    )
    builder = HistoryBuilder(vectors.item_ids, SETTINGS.events)
    split = leave_one_out(builder.of_table(read_events(home, SETTINGS.events)[1]))
    quick = SETTINGS.model_copy(
        update={"training": SETTINGS.training.model_copy(update={"epochs": 1})}
    )
    device = torch.device("cpu")
    fitted = fit_recipe(split, nothing, builder.tokens, quick, device=device, report=lambda _: None)
    assert fitted.ranker.welcome == 0.0
    fitted.ranker.welcome = 3.0  # and a model that has one keeps it
    again = Ranker.from_state(*fitted.ranker.state(), nothing, device)
    assert again.welcome == 3.0


def test_what_comes_back_from_its_folder_scores_bit_for_bit_whatever_its_memory(trained, tmp_path):
    home, store = trained[0], ModelStore(tmp_path)
    catalog = Catalog.open(home.catalog)
    vectors = catalog.vectors()
    builder = HistoryBuilder(vectors.item_ids, SETTINGS.events)
    histories = builder.of_table(read_events(home, SETTINGS.events)[1])
    split = leave_one_out(histories)
    ranker = load(home).ranker
    pasts, rows = list(histories.values()), np.arange(ITEMS)
    for near in (None, *memories(split, ITEMS, neighbours=7)):
        ranker.neighbours = near and replace(near, weight=3.7)
        tensors, model = ranker.state()
        tensors, manifest = store.load(store.save(tensors, {"model": model}))
        again = Ranker.from_state(tensors, manifest["model"], vectors, torch.device("cpu"))
        assert np.array_equal(again.scores(pasts), ranker.scores(pasts))
        assert np.array_equal(again.scores_of(pasts, rows), ranker.scores_of(pasts, rows))
        assert explain(again, pasts[0], rows) == explain(ranker, pasts[0], rows)
