"""A second stage on trial: candidates with cross features, learners, and whether they win."""
