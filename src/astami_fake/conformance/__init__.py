"""Conformance: the same cases on the fake and on real Asterisk.

Here live the targets that cases are played on, the recorder, the checker and the command `astami-conformance`.
The format and its matcher live in `astami_fake.transcript`. May import: `astami_fake.transcript`,
`FakeAsterisk` (as a target), click and rich (the command), testcontainers (container targets).
"""
