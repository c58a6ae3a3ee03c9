"""Speed and memory, measured: each is one command that prints JSON and compares in the same run."""

from mmrec.device import patient_threads

patient_threads()  # before any benchmark imports torch
