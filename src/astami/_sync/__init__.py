"""The blocking client. ``client.py`` is generated from the asyncio one; ``connection.py`` is written by hand."""
