"""Asterisk's own documentation, as the user's server has it: read from its folder, shown as its CLI shows it.

The texts are under Asterisk's licence and not part of this project. Knows XML and lines of text, nothing of the PBX.
"""
