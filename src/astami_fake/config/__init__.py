"""Readers of Asterisk's configuration files. Know files and lines; nothing of the PBX that is started from them."""
