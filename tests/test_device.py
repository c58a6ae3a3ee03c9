"""Devices, and how many threads compute."""

import threading

import pytest
import torch

from mmrec.device import one_thread, pick_device
from mmrec.errors import ConfigError

CPU = torch.device("cpu")


def test_a_device_that_is_not_there_is_refused():
    missing = "mps" if not torch.backends.mps.is_available() else "cuda"
    with pytest.raises(ConfigError, match=missing):
        pick_device(missing)


def test_one_thread_computes_inside_and_as_many_as_before_outside():
    before = torch.get_num_threads()
    with one_thread(CPU):
        assert torch.get_num_threads() == 1
    assert torch.get_num_threads() == before


def test_a_thread_that_begins_meanwhile_is_not_held_back():
    threads: list[int] = []
    with one_thread(CPU):
        other = threading.Thread(target=lambda: threads.append(torch.get_num_threads()))
        other.start()
        other.join()
    assert threads == [torch.get_num_threads()]
