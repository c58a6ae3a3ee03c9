"""A job's stages, on batches that are lists of numbers."""

import threading
import time

import pytest

from ingest.stages import AHEAD, Stage, drawn, flow


def batches(count):
    return ([number] for number in range(count))


def test_batches_come_out_whole_and_in_order():
    stages = [
        Stage("double", lambda batch: [2 * n for n in batch]),
        Stage("next", lambda batch: [n + 1 for n in batch]),
    ]
    out = list(flow(batches(50), stages, threading.Event()))
    assert out == [[2 * n + 1] for n in range(50)]
    assert [stage.done for stage in stages] == [50, 50]


def test_what_a_stage_raises_is_raised_after_what_was_done_before_it():
    def fails(batch):
        if batch == [3]:
            raise ValueError("three")
        return batch

    done = []
    with pytest.raises(ValueError, match="three"):
        done.extend(iter_all(flow(batches(100), [Stage("fails", fails)], threading.Event()), done))
    assert done == [[0], [1], [2]]


def iter_all(stream, into):
    for batch in stream:
        into.append(batch)
    return ()


def test_what_the_source_raises_is_raised():
    def broken():
        yield [1]
        raise OSError("the disk")

    with pytest.raises(OSError, match="the disk"):
        list(flow(broken(), [Stage("same", lambda batch: batch)], threading.Event()))


def test_stages_run_ahead_of_each_other_only_as_far_as_the_queues_hold():
    drawn_so_far = []

    def source():
        for number in range(100):
            drawn_so_far.append(number)
            yield [number]

    stream = flow(source(), [Stage("same", lambda batch: batch)], threading.Event())
    next(stream)
    time.sleep(0.3)
    # One was taken, each of two queues is full, and each of two threads holds one.
    assert len(drawn_so_far) <= 1 + 2 * AHEAD + 2
    stream.close()
    assert threading.active_count() < 50


def test_stopping_lets_out_what_is_under_way_and_begins_nothing_more():
    stop = threading.Event()
    out = []
    for batch in flow(batches(1000), [Stage("same", lambda batch: batch)], stop):
        out.append(batch)
        stop.set()
    assert out == [[number] for number in range(len(out))]
    assert len(out) <= 1 + 2 * AHEAD + 3


def test_the_time_of_a_stage_is_its_work_and_not_its_waiting():
    read, slow = Stage("read", lambda batch: batch), Stage("slow", lambda batch: batch)
    for _ in flow(drawn(read, batches(5)), [slow], threading.Event()):
        time.sleep(0.05)
    assert (read.done, slow.done) == (5, 5)
    assert read.seconds < 0.1
    assert slow.seconds < 0.1
