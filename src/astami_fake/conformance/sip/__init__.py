"""A small SIP user agent: the phones of the cases that are recorded from, or checked against, a real Asterisk.

Only conformance uses it; the fake's phones have no SIP. Standard library only.
"""
