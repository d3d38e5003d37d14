"""astami: a client of the Asterisk Manager Interface (AMI), for asyncio and for threads.

What is listed in ``__all__`` is public; everything else is private and may change.
"""

from ._async.calls import AsyncOriginatedCall
from ._async.client import AsyncAMIClient
from ._async.events import AsyncEventStream
from ._settings import Backoff
from ._sync.calls import OriginatedCall
from ._sync.client import AMIClient
from ._sync.events import EventStream
from ._trace import Trace
from .actions import ConfigChange
from .exceptions import (
    AMIActionError,
    AMIAuthenticationError,
    AMIConnectError,
    AMIConnectionError,
    AMIConnectionLost,
    AMIError,
    AMIOverflowError,
    AMIPermissionError,
    AMIProtocolError,
    AMISecurityWarning,
    AMITimeoutError,
    AMIUsageError,
)
from .messages import AMIEvent, AMIResponse, Headers
from .snapshots import BridgeSnapshot, ChannelSnapshot
from .stats import Stats
from .views import Channel, Endpoint, Queue, QueueCaller, QueueMember

__all__ = [
    "AMIActionError",
    "AMIAuthenticationError",
    "AMIClient",
    "AMIConnectError",
    "AMIConnectionError",
    "AMIConnectionLost",
    "AMIError",
    "AMIEvent",
    "AMIOverflowError",
    "AMIPermissionError",
    "AMIProtocolError",
    "AMIResponse",
    "AMISecurityWarning",
    "AMITimeoutError",
    "AMIUsageError",
    "AsyncAMIClient",
    "AsyncEventStream",
    "AsyncOriginatedCall",
    "Backoff",
    "BridgeSnapshot",
    "Channel",
    "ChannelSnapshot",
    "ConfigChange",
    "Endpoint",
    "EventStream",
    "Headers",
    "OriginatedCall",
    "Queue",
    "QueueCaller",
    "QueueMember",
    "Stats",
    "Trace",
]
