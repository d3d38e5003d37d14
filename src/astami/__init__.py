"""astami: a client of the Asterisk Manager Interface (AMI), for asyncio and for threads.

What is listed in ``__all__`` is public; everything else is private and may change.
"""

from ._async.client import AsyncAMIClient
from ._sync.client import AMIClient
from .exceptions import (
    AMIActionError,
    AMIAuthenticationError,
    AMIConnectError,
    AMIConnectionError,
    AMIConnectionLost,
    AMIError,
    AMIPermissionError,
    AMIProtocolError,
    AMISecurityWarning,
    AMITimeoutError,
    AMIUsageError,
)
from .messages import AMIEvent, AMIResponse, Headers

__all__ = [
    "AMIActionError",
    "AMIAuthenticationError",
    "AMIClient",
    "AMIConnectError",
    "AMIConnectionError",
    "AMIConnectionLost",
    "AMIError",
    "AMIEvent",
    "AMIPermissionError",
    "AMIProtocolError",
    "AMIResponse",
    "AMISecurityWarning",
    "AMITimeoutError",
    "AMIUsageError",
    "AsyncAMIClient",
    "Headers",
]
