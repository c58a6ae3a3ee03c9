"""People who are simulated act on what policies show them, and the policies learn from it."""
