"""Repairs: a plan with a diff, a snapshot, one change, proof from outside, undo, and a journal of it all."""
