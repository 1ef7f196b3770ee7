"""From facts to a ranked verdict: pure functions, no clock, no network, no randomness."""
