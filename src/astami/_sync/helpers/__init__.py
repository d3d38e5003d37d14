# Generated from _async/helpers/__init__.py by tools/unasync.py. Change that file, not this one.
"""The helpers of the client by topic: each builds an action, sends it and hands on the answer."""
