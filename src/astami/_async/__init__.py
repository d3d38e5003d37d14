"""The asyncio client. ``_sync/client.py`` is generated from ``client.py`` here; ``connection.py`` has its own twin."""
