# Written by tools/catalogue.py from the catalogue; change that, not this.
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, overload

from astami.exceptions import AMIError
from astami.messages import Action, AMIResponse

_Value = str | int | float | bool | None | Sequence[str | int | float | bool]

class Sending:
    async def _run(self, action: Action, *, check: bool = ..., timeout: float | None = ...) -> AMIResponse: ...
    async def _run_together(
        self, wanted: list[Action], *, check: bool, timeout: float | None
    ) -> list[AMIResponse | AMIError]: ...
    @overload
    async def send_action(
        self, action: Mapping[str, object], /, *, check: bool = ..., timeout: float | None = ..., **headers: object
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Iterable[tuple[str, object]],
        /,
        *,
        check: bool = ...,
        timeout: float | None = ...,
        **headers: object,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["AbsoluteTimeout"],
        /,
        *,
        ActionID: _Value = ...,
        Channel: _Value,
        Timeout: _Value,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["AgentLogoff"],
        /,
        *,
        ActionID: _Value = ...,
        Agent: _Value,
        Soft: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self, action: Literal["Agents"], /, *, ActionID: _Value = ..., check: bool = ..., timeout: float | None = ...
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["AGI"],
        /,
        *,
        ActionID: _Value = ...,
        Channel: _Value,
        Command: _Value,
        CommandID: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["AOCMessage"],
        /,
        *,
        ActionID: _Value = ...,
        Channel: _Value = ...,
        ChannelPrefix: _Value = ...,
        MsgType: _Value,
        ChargeType: _Value = ...,
        CurrencyName: _Value = ...,
        CurrencyAmount: _Value = ...,
        CurrencyMultiplier: _Value = ...,
        TotalType: _Value = ...,
        AOCBillingId: _Value = ...,
        ChargingAssociationId: _Value = ...,
        ChargingAssociationNumber: _Value = ...,
        ChargingAssociationPlan: _Value = ...,
        ChargedItem: _Value = ...,
        RateType: _Value = ...,
        Time: _Value = ...,
        TimeScale: _Value = ...,
        Granularity: _Value = ...,
        GranularityTimeScale: _Value = ...,
        ChargingType: _Value = ...,
        VolumeUnit: _Value = ...,
        Code: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["Atxfer"],
        /,
        *,
        ActionID: _Value = ...,
        Channel: _Value,
        Exten: _Value,
        Context: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["BlindTransfer"],
        /,
        *,
        ActionID: _Value = ...,
        Channel: _Value,
        Context: _Value = ...,
        Exten: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["Bridge"],
        /,
        *,
        ActionID: _Value = ...,
        Channel1: _Value,
        Channel2: _Value,
        Tone: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["BridgeDestroy"],
        /,
        *,
        ActionID: _Value = ...,
        BridgeUniqueid: _Value,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["BridgeInfo"],
        /,
        *,
        ActionID: _Value = ...,
        BridgeUniqueid: _Value,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["BridgeKick"],
        /,
        *,
        ActionID: _Value = ...,
        BridgeUniqueid: _Value = ...,
        Channel: _Value,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["BridgeList"],
        /,
        *,
        ActionID: _Value = ...,
        BridgeType: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["BridgeTechnologyList"],
        /,
        *,
        ActionID: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["BridgeTechnologySuspend"],
        /,
        *,
        ActionID: _Value = ...,
        BridgeTechnology: _Value,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["BridgeTechnologyUnsuspend"],
        /,
        *,
        ActionID: _Value = ...,
        BridgeTechnology: _Value,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["CancelAtxfer"],
        /,
        *,
        ActionID: _Value = ...,
        Channel: _Value,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["Challenge"],
        /,
        *,
        ActionID: _Value = ...,
        AuthType: _Value,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["ChangeMonitor"],
        /,
        *,
        ActionID: _Value = ...,
        Channel: _Value,
        File: _Value,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["Command"],
        /,
        *,
        ActionID: _Value = ...,
        Command: _Value,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["ConfbridgeKick"],
        /,
        *,
        ActionID: _Value = ...,
        Conference: _Value,
        Channel: _Value,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["ConfbridgeList"],
        /,
        *,
        ActionID: _Value = ...,
        Conference: _Value,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["ConfbridgeListRooms"],
        /,
        *,
        ActionID: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["ConfbridgeLock"],
        /,
        *,
        ActionID: _Value = ...,
        Conference: _Value,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["ConfbridgeMute"],
        /,
        *,
        ActionID: _Value = ...,
        Conference: _Value,
        Channel: _Value,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["ConfbridgeSetSingleVideoSrc"],
        /,
        *,
        ActionID: _Value = ...,
        Conference: _Value,
        Channel: _Value,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["ConfbridgeStartRecord"],
        /,
        *,
        ActionID: _Value = ...,
        Conference: _Value,
        RecordFile: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["ConfbridgeStopRecord"],
        /,
        *,
        ActionID: _Value = ...,
        Conference: _Value,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["ConfbridgeUnlock"],
        /,
        *,
        ActionID: _Value = ...,
        Conference: _Value,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["ConfbridgeUnmute"],
        /,
        *,
        ActionID: _Value = ...,
        Conference: _Value,
        Channel: _Value,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["ControlPlayback"],
        /,
        *,
        ActionID: _Value = ...,
        Channel: _Value,
        Control: _Value,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["CoreSettings"],
        /,
        *,
        ActionID: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["CoreShowChannelMap"],
        /,
        *,
        ActionID: _Value = ...,
        Channel: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["CoreShowChannels"],
        /,
        *,
        ActionID: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["CoreStatus"],
        /,
        *,
        ActionID: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["CreateConfig"],
        /,
        *,
        ActionID: _Value = ...,
        Filename: _Value,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["DAHDIDialOffhook"],
        /,
        *,
        ActionID: _Value = ...,
        DAHDIChannel: _Value,
        Number: _Value,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["DAHDIDNDoff"],
        /,
        *,
        ActionID: _Value = ...,
        DAHDIChannel: _Value,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["DAHDIDNDon"],
        /,
        *,
        ActionID: _Value = ...,
        DAHDIChannel: _Value,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["DAHDIHangup"],
        /,
        *,
        ActionID: _Value = ...,
        DAHDIChannel: _Value,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["DAHDIRestart"],
        /,
        *,
        ActionID: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["DAHDIShowChannels"],
        /,
        *,
        ActionID: _Value = ...,
        DAHDIChannel: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["DAHDIShowStatus"],
        /,
        *,
        ActionID: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["DAHDITransfer"],
        /,
        *,
        ActionID: _Value = ...,
        DAHDIChannel: _Value,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["DBDel"],
        /,
        *,
        ActionID: _Value = ...,
        Family: _Value,
        Key: _Value,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["DBDelTree"],
        /,
        *,
        ActionID: _Value = ...,
        Family: _Value,
        Key: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["DBGet"],
        /,
        *,
        ActionID: _Value = ...,
        Family: _Value,
        Key: _Value,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["DBGetTree"],
        /,
        *,
        ActionID: _Value = ...,
        Family: _Value = ...,
        Key: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["DBPut"],
        /,
        *,
        ActionID: _Value = ...,
        Family: _Value,
        Key: _Value,
        Val: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["DeviceStateList"],
        /,
        *,
        ActionID: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["DialplanExtensionAdd"],
        /,
        *,
        ActionID: _Value = ...,
        Context: _Value,
        Extension: _Value,
        Priority: _Value,
        Application: _Value,
        ApplicationData: _Value = ...,
        Replace: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["DialplanExtensionRemove"],
        /,
        *,
        ActionID: _Value = ...,
        Context: _Value,
        Extension: _Value,
        Priority: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["Events"],
        /,
        *,
        ActionID: _Value = ...,
        EventMask: _Value,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["ExtensionState"],
        /,
        *,
        ActionID: _Value = ...,
        Exten: _Value,
        Context: _Value,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["ExtensionStateList"],
        /,
        *,
        ActionID: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["FAXSession"],
        /,
        *,
        ActionID: _Value = ...,
        SessionNumber: _Value,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["FAXSessions"],
        /,
        *,
        ActionID: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self, action: Literal["FAXStats"], /, *, ActionID: _Value = ..., check: bool = ..., timeout: float | None = ...
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["Filter"],
        /,
        *,
        ActionID: _Value = ...,
        Operation: _Value = ...,
        MatchCriteria: _Value = ...,
        Filter: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["FilterList"],
        /,
        *,
        ActionID: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["GetConfig"],
        /,
        *,
        ActionID: _Value = ...,
        Filename: _Value,
        Category: _Value = ...,
        Filter: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["GetConfigJSON"],
        /,
        *,
        ActionID: _Value = ...,
        Filename: _Value,
        Category: _Value = ...,
        Filter: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["Getvar"],
        /,
        *,
        ActionID: _Value = ...,
        Channel: _Value = ...,
        Variable: _Value,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["Hangup"],
        /,
        *,
        ActionID: _Value = ...,
        Channel: _Value,
        Cause: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["IAXnetstats"],
        /,
        *,
        ActionID: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["IAXpeerlist"],
        /,
        *,
        ActionID: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self, action: Literal["IAXpeers"], /, *, ActionID: _Value = ..., check: bool = ..., timeout: float | None = ...
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["IAXregistry"],
        /,
        *,
        ActionID: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["JabberSend"],
        /,
        *,
        ActionID: _Value = ...,
        Jabber: _Value,
        JID: _Value,
        Message: _Value,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["ListCategories"],
        /,
        *,
        ActionID: _Value = ...,
        Filename: _Value,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["ListCommands"],
        /,
        *,
        ActionID: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["LocalOptimizeAway"],
        /,
        *,
        ActionID: _Value = ...,
        Channel: _Value,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["LoggerRotate"],
        /,
        *,
        ActionID: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["Login"],
        /,
        *,
        ActionID: _Value = ...,
        Username: _Value,
        AuthType: _Value = ...,
        Secret: _Value = ...,
        Key: _Value = ...,
        Events: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self, action: Literal["Logoff"], /, *, ActionID: _Value = ..., check: bool = ..., timeout: float | None = ...
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["MailboxCount"],
        /,
        *,
        ActionID: _Value = ...,
        Mailbox: _Value,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["MailboxStatus"],
        /,
        *,
        ActionID: _Value = ...,
        Mailbox: _Value,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["MeetmeList"],
        /,
        *,
        ActionID: _Value = ...,
        Conference: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["MeetmeListRooms"],
        /,
        *,
        ActionID: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["MeetmeMute"],
        /,
        *,
        ActionID: _Value = ...,
        Meetme: _Value,
        Usernum: _Value,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["MeetmeUnmute"],
        /,
        *,
        ActionID: _Value = ...,
        Meetme: _Value,
        Usernum: _Value,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["MessageSend"],
        /,
        *,
        ActionID: _Value = ...,
        Destination: _Value = ...,
        To: _Value = ...,
        From: _Value = ...,
        Body: _Value = ...,
        Base64Body: _Value = ...,
        Variable: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["MixMonitor"],
        /,
        *,
        ActionID: _Value = ...,
        Channel: _Value,
        File: _Value = ...,
        Options: _Value = ...,
        Command: _Value = ...,
        options: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["MixMonitorMute"],
        /,
        *,
        ActionID: _Value = ...,
        Channel: _Value,
        Direction: _Value = ...,
        State: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["ModuleCheck"],
        /,
        *,
        ActionID: _Value = ...,
        Module: _Value,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["ModuleLoad"],
        /,
        *,
        ActionID: _Value = ...,
        Module: _Value = ...,
        LoadType: _Value,
        Recursive: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["Monitor"],
        /,
        *,
        ActionID: _Value = ...,
        Channel: _Value,
        File: _Value = ...,
        Format: _Value = ...,
        Mix: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["MuteAudio"],
        /,
        *,
        ActionID: _Value = ...,
        Channel: _Value,
        Direction: _Value,
        State: _Value,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["MWIDelete"],
        /,
        *,
        ActionID: _Value = ...,
        Mailbox: _Value,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["MWIGet"],
        /,
        *,
        ActionID: _Value = ...,
        Mailbox: _Value,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["MWIUpdate"],
        /,
        *,
        ActionID: _Value = ...,
        Mailbox: _Value,
        OldMessages: _Value = ...,
        NewMessages: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["Originate"],
        /,
        *,
        ActionID: _Value = ...,
        Channel: _Value,
        Exten: _Value = ...,
        Context: _Value = ...,
        Priority: _Value = ...,
        Application: _Value = ...,
        Data: _Value = ...,
        Timeout: _Value = ...,
        CallerID: _Value = ...,
        Variable: _Value = ...,
        Account: _Value = ...,
        EarlyMedia: _Value = ...,
        Async: _Value = ...,
        Codecs: _Value = ...,
        ChannelId: _Value = ...,
        OtherChannelId: _Value = ...,
        PreDialGoSub: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["Park"],
        /,
        *,
        ActionID: _Value = ...,
        Channel: _Value,
        TimeoutChannel: _Value = ...,
        AnnounceChannel: _Value = ...,
        Timeout: _Value = ...,
        Parkinglot: _Value = ...,
        ParkingSpace: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["ParkedCalls"],
        /,
        *,
        ActionID: _Value = ...,
        ParkingLot: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["Parkinglots"],
        /,
        *,
        ActionID: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["PauseMonitor"],
        /,
        *,
        ActionID: _Value = ...,
        Channel: _Value,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self, action: Literal["Ping"], /, *, ActionID: _Value = ..., check: bool = ..., timeout: float | None = ...
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["PJSIPHangup"],
        /,
        *,
        ActionID: _Value = ...,
        Channel: _Value,
        Cause: _Value,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["PJSIPNotify"],
        /,
        *,
        ActionID: _Value = ...,
        Endpoint: _Value = ...,
        URI: _Value = ...,
        channel: _Value = ...,
        Option: _Value = ...,
        Variable: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["PJSIPQualify"],
        /,
        *,
        ActionID: _Value = ...,
        Endpoint: _Value,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["PJSIPRegister"],
        /,
        *,
        ActionID: _Value = ...,
        Registration: _Value,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["PJSIPSetMaintenance"],
        /,
        *,
        ActionID: _Value = ...,
        Endpoint: _Value,
        State: _Value,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["PJSIPShowAors"],
        /,
        *,
        ActionID: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["PJSIPShowAuths"],
        /,
        *,
        ActionID: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["PJSIPShowContacts"],
        /,
        *,
        ActionID: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["PJSIPShowEndpoint"],
        /,
        *,
        ActionID: _Value = ...,
        Endpoint: _Value,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["PJSIPShowEndpoints"],
        /,
        *,
        ActionID: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["PJSIPShowMaintenance"],
        /,
        *,
        ActionID: _Value = ...,
        Endpoint: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["PJSIPShowRegistrationInboundContactStatuses"],
        /,
        *,
        ActionID: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["PJSIPShowRegistrationsInbound"],
        /,
        *,
        ActionID: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["PJSIPShowRegistrationsOutbound"],
        /,
        *,
        ActionID: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["PJSIPShowResourceLists"],
        /,
        *,
        ActionID: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["PJSIPShowSubscriptionsInbound"],
        /,
        *,
        ActionID: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["PJSIPShowSubscriptionsOutbound"],
        /,
        *,
        ActionID: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["PJSIPUnregister"],
        /,
        *,
        ActionID: _Value = ...,
        Registration: _Value,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["PlayDTMF"],
        /,
        *,
        ActionID: _Value = ...,
        Channel: _Value,
        Digit: _Value,
        Duration: _Value = ...,
        Receive: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["PlayMF"],
        /,
        *,
        ActionID: _Value = ...,
        Channel: _Value,
        Digit: _Value,
        Duration: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["PresenceState"],
        /,
        *,
        ActionID: _Value = ...,
        Provider: _Value,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["PresenceStateList"],
        /,
        *,
        ActionID: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["PRIDebugFileSet"],
        /,
        *,
        ActionID: _Value = ...,
        File: _Value,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["PRIDebugFileUnset"],
        /,
        *,
        ActionID: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["PRIDebugSet"],
        /,
        *,
        ActionID: _Value = ...,
        Span: _Value,
        Level: _Value,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["PRIShowSpans"],
        /,
        *,
        ActionID: _Value = ...,
        Span: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["QueueAdd"],
        /,
        *,
        ActionID: _Value = ...,
        Queue: _Value,
        Interface: _Value,
        Penalty: _Value = ...,
        Paused: _Value = ...,
        Reason: _Value = ...,
        MemberName: _Value = ...,
        StateInterface: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["QueueChangePriorityCaller"],
        /,
        *,
        ActionID: _Value = ...,
        Queue: _Value,
        Caller: _Value,
        Priority: _Value,
        Immediate: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["QueueLog"],
        /,
        *,
        ActionID: _Value = ...,
        Queue: _Value,
        Event: _Value,
        Uniqueid: _Value = ...,
        Interface: _Value = ...,
        Message: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["QueueMemberRingInUse"],
        /,
        *,
        ActionID: _Value = ...,
        Interface: _Value,
        RingInUse: _Value,
        Queue: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["QueuePause"],
        /,
        *,
        ActionID: _Value = ...,
        Interface: _Value,
        Paused: _Value,
        Queue: _Value = ...,
        Reason: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["QueuePenalty"],
        /,
        *,
        ActionID: _Value = ...,
        Interface: _Value,
        Penalty: _Value,
        Queue: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["QueueReload"],
        /,
        *,
        ActionID: _Value = ...,
        Queue: _Value = ...,
        Members: _Value = ...,
        Rules: _Value = ...,
        Parameters: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["QueueRemove"],
        /,
        *,
        ActionID: _Value = ...,
        Queue: _Value,
        Interface: _Value,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["QueueReset"],
        /,
        *,
        ActionID: _Value = ...,
        Queue: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["QueueRule"],
        /,
        *,
        ActionID: _Value = ...,
        Rule: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["QueueStatus"],
        /,
        *,
        ActionID: _Value = ...,
        Queue: _Value = ...,
        Member: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["QueueSummary"],
        /,
        *,
        ActionID: _Value = ...,
        Queue: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["QueueWithdrawCaller"],
        /,
        *,
        ActionID: _Value = ...,
        Queue: _Value,
        Caller: _Value,
        WithdrawInfo: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["Redirect"],
        /,
        *,
        ActionID: _Value = ...,
        Channel: _Value,
        ExtraChannel: _Value = ...,
        Exten: _Value,
        ExtraExten: _Value = ...,
        Context: _Value,
        ExtraContext: _Value = ...,
        Priority: _Value,
        ExtraPriority: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["Reload"],
        /,
        *,
        ActionID: _Value = ...,
        Module: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["SendFlash"],
        /,
        *,
        ActionID: _Value = ...,
        Channel: _Value,
        Receive: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["SendText"],
        /,
        *,
        ActionID: _Value = ...,
        Channel: _Value,
        Message: _Value,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["Setvar"],
        /,
        *,
        ActionID: _Value = ...,
        Channel: _Value = ...,
        Variable: _Value,
        Value: _Value,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["ShowDialPlan"],
        /,
        *,
        ActionID: _Value = ...,
        Extension: _Value = ...,
        Context: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["SIPnotify"],
        /,
        *,
        ActionID: _Value = ...,
        Channel: _Value,
        Variable: _Value,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self, action: Literal["SIPpeers"], /, *, ActionID: _Value = ..., check: bool = ..., timeout: float | None = ...
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["SIPpeerstatus"],
        /,
        *,
        ActionID: _Value = ...,
        Peer: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["SIPqualifypeer"],
        /,
        *,
        ActionID: _Value = ...,
        Peer: _Value,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["SIPshowpeer"],
        /,
        *,
        ActionID: _Value = ...,
        Peer: _Value,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["SIPshowregistry"],
        /,
        *,
        ActionID: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["SKINNYdevices"],
        /,
        *,
        ActionID: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["SKINNYlines"],
        /,
        *,
        ActionID: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["SKINNYshowdevice"],
        /,
        *,
        ActionID: _Value = ...,
        Device: _Value,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["SKINNYshowline"],
        /,
        *,
        ActionID: _Value = ...,
        Line: _Value,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["SorceryMemoryCacheExpire"],
        /,
        *,
        ActionID: _Value = ...,
        Cache: _Value,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["SorceryMemoryCacheExpireObject"],
        /,
        *,
        ActionID: _Value = ...,
        Cache: _Value,
        Object: _Value,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["SorceryMemoryCachePopulate"],
        /,
        *,
        ActionID: _Value = ...,
        Cache: _Value,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["SorceryMemoryCacheStale"],
        /,
        *,
        ActionID: _Value = ...,
        Cache: _Value,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["SorceryMemoryCacheStaleObject"],
        /,
        *,
        ActionID: _Value = ...,
        Cache: _Value,
        Object: _Value,
        Reload: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["Status"],
        /,
        *,
        ActionID: _Value = ...,
        Channel: _Value = ...,
        Variables: _Value = ...,
        AllVariables: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["StopMixMonitor"],
        /,
        *,
        ActionID: _Value = ...,
        Channel: _Value,
        MixMonitorID: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["StopMonitor"],
        /,
        *,
        ActionID: _Value = ...,
        Channel: _Value,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["UnpauseMonitor"],
        /,
        *,
        ActionID: _Value = ...,
        Channel: _Value,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["UpdateConfig"],
        /,
        *,
        ActionID: _Value = ...,
        SrcFilename: _Value,
        DstFilename: _Value,
        Reload: _Value = ...,
        PreserveEffectiveContext: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["UserEvent"],
        /,
        *,
        ActionID: _Value = ...,
        UserEvent: _Value,
        Header1: _Value = ...,
        HeaderN: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["VoicemailBoxSummary"],
        /,
        *,
        ActionID: _Value = ...,
        Context: _Value,
        Mailbox: _Value,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["VoicemailForward"],
        /,
        *,
        ActionID: _Value = ...,
        Context: _Value,
        Mailbox: _Value,
        Folder: _Value,
        ID: _Value,
        ToContext: _Value,
        ToMailbox: _Value,
        ToFolder: _Value,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["VoicemailMove"],
        /,
        *,
        ActionID: _Value = ...,
        Context: _Value,
        Mailbox: _Value,
        Folder: _Value,
        ID: _Value,
        ToFolder: _Value,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["VoicemailRefresh"],
        /,
        *,
        ActionID: _Value = ...,
        Context: _Value = ...,
        Mailbox: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["VoicemailRemove"],
        /,
        *,
        ActionID: _Value = ...,
        Context: _Value,
        Mailbox: _Value,
        Folder: _Value,
        ID: _Value,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["VoicemailUsersList"],
        /,
        *,
        ActionID: _Value = ...,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["VoicemailUserStatus"],
        /,
        *,
        ActionID: _Value = ...,
        Context: _Value,
        Mailbox: _Value,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_action(
        self,
        action: Literal["WaitEvent"],
        /,
        *,
        ActionID: _Value = ...,
        Timeout: _Value,
        check: bool = ...,
        timeout: float | None = ...,
    ) -> AMIResponse: ...
    @overload
    async def send_actions(
        self,
        wanted: Iterable[Mapping[str, object] | Iterable[tuple[str, object]] | str],
        /,
        *,
        check: bool = ...,
        timeout: float | None = ...,
        return_exceptions: Literal[False] = ...,
    ) -> list[AMIResponse]: ...
    @overload
    async def send_actions(
        self,
        wanted: Iterable[Mapping[str, object] | Iterable[tuple[str, object]] | str],
        /,
        *,
        check: bool = ...,
        timeout: float | None = ...,
        return_exceptions: Literal[True],
    ) -> list[AMIResponse | AMIError]: ...
