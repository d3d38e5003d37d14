"""The helpers of the client by topic: each builds an action, sends it and hands on the answer."""
