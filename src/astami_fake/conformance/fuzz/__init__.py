"""Differential fuzzing: the same random session on the fake and on a real Asterisk, frame by frame.

`duel` plays one step on both, `sessions` says which steps there are, `run` lets Hypothesis choose and shrink them.
"""
