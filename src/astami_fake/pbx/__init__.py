"""The PBX's state: channels, dialplan, AstDB, variables. Knows neither bytes nor manager sessions.

May import: `astami_fake.clock`, `astami_fake.config`, `astami_fake.releases`. Never `actions`, `cli`, the session or
the wire.
"""
