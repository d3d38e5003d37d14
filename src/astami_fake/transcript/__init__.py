"""Transcripts: what was said on an AMI connection, written down so that it can be checked again.

Here live the file format (`format`), its values (`template`), its meaning for one release (`case`), the
comparison of a case with what a server said (`matcher`, `align`, `diff`) and the player that talks to that
server (`wire`, `player`). What does not live here: which servers there are, and the commands
(`astami_fake.conformance`). May import: the standard library only. The fake's own codec is not used, so that
one fault cannot hide in both.
"""
