"""Helpers around queues. Imports ``actions``, ``messages`` and ``views``."""

from __future__ import annotations

from astami import actions, views
from astami.messages import AMIResponse

from .sending import Sending

__all__ = ["Queues"]


class Queues(Sending):
    """What can be asked about queues and done to them. All of it lives in apps/app_queue.c."""

    async def queues(self, queue: str | None = None, *, timeout: float | None = None) -> list[views.Queue]:
        """The queues with their members and callers, as objects; ``queue_status`` is the same as response.

        Raises:
            AMIProtocolError: what came is no such list.

        Asterisk: apps/app_queue.c, action QueueStatus.
        """
        response = await self._run(actions.build("QueueStatus", Queue=queue), check=True, timeout=timeout)
        return views.queues(response.events)

    async def queue_status(
        self,
        queue: str | None = None,
        member: str | None = None,
        *,
        check: bool = True,
        timeout: float | None = None,
    ) -> AMIResponse:
        """List queues with their members and callers: QueueParams, QueueMember and QueueEntry events.

        A queue that does not exist gives an empty list.

        Asterisk: apps/app_queue.c, action QueueStatus.
        """
        return await self._run(actions.build("QueueStatus", Queue=queue, Member=member), check=check, timeout=timeout)

    async def queue_summary(
        self, queue: str | None = None, *, check: bool = True, timeout: float | None = None
    ) -> AMIResponse:
        """List queues with their numbers: a QueueSummary event each.

        Asterisk: apps/app_queue.c, action QueueSummary.
        """
        return await self._run(actions.build("QueueSummary", Queue=queue), check=check, timeout=timeout)

    async def queue_add(
        self,
        queue: str,
        interface: str,
        *,
        penalty: int | None = None,
        paused: bool | None = None,
        reason: str | None = None,
        member_name: str | None = None,
        state_interface: str | None = None,
        check: bool = True,
        timeout: float | None = None,
    ) -> AMIResponse:
        """Add a member.

        Args:
            queue: name of the queue.
            interface: what is called: ``"PJSIP/1000"``.
            penalty: 0 or more; lower ones are called first.
            paused: begin paused.
            reason: why it is paused (Asterisk 22).
            member_name: name for people and logs.
            state_interface: whose device state is watched; that of *interface* by default.
            check: raise when Asterisk says no.
            timeout: seconds for this call.

        Raises:
            AMIActionError: there is no such queue, or the member is in it already.

        Asterisk: apps/app_queue.c, action QueueAdd.
        """
        action = actions.build(
            "QueueAdd",
            "Queue Interface",
            Queue=queue,
            Interface=interface,
            Penalty=actions.number("QueueAdd", "penalty", penalty),
            Paused=paused,
            Reason=reason,
            MemberName=member_name,
            StateInterface=state_interface,
        )
        return await self._run(action, check=check, timeout=timeout)

    async def queue_remove(
        self, queue: str, interface: str, *, check: bool = True, timeout: float | None = None
    ) -> AMIResponse:
        """Remove a member that was added at run time.

        Raises:
            AMIActionError: there is no such queue or member.

        Asterisk: apps/app_queue.c, action QueueRemove.
        """
        action = actions.build("QueueRemove", "Queue Interface", Queue=queue, Interface=interface)
        return await self._run(action, check=check, timeout=timeout)

    async def queue_pause(
        self,
        interface: str,
        paused: bool = True,
        *,
        queue: str | None = None,
        reason: str | None = None,
        check: bool = True,
        timeout: float | None = None,
    ) -> AMIResponse:
        """Pause a member, or let it go on, in one queue or in all.

        Raises:
            AMIActionError: there is no such member.

        Asterisk: apps/app_queue.c, action QueuePause.
        """
        action = actions.build(
            "QueuePause", "Interface", Interface=interface, Paused=paused, Queue=queue, Reason=reason
        )
        return await self._run(action, check=check, timeout=timeout)

    async def queue_penalty(
        self,
        interface: str,
        penalty: int,
        *,
        queue: str | None = None,
        check: bool = True,
        timeout: float | None = None,
    ) -> AMIResponse:
        """Change a member's penalty, in one queue or in all.

        Raises:
            AMIActionError: there is no such member or queue.

        Asterisk: apps/app_queue.c, action QueuePenalty.
        """
        action = actions.build(
            "QueuePenalty",
            "Interface Penalty",
            Interface=interface,
            Penalty=actions.number("QueuePenalty", "penalty", penalty),
            Queue=queue,
        )
        return await self._run(action, check=check, timeout=timeout)

    async def queue_member_ring_in_use(
        self,
        interface: str,
        ring_in_use: bool,
        *,
        queue: str | None = None,
        check: bool = True,
        timeout: float | None = None,
    ) -> AMIResponse:
        """Say whether a member is called while it talks, in one queue or in all.

        Raises:
            AMIActionError: there is no such member or queue.

        Asterisk: apps/app_queue.c, action QueueMemberRingInUse.
        """
        action = actions.build(
            "QueueMemberRingInUse",
            "Interface",
            Interface=interface,
            RingInUse=actions.yes_no(ring_in_use),
            Queue=queue,
        )
        return await self._run(action, check=check, timeout=timeout)

    async def queue_log(
        self,
        queue: str,
        event: str,
        *,
        uniqueid: str | None = None,
        interface: str | None = None,
        message: str | None = None,
        check: bool = True,
        timeout: float | None = None,
    ) -> AMIResponse:
        """Write a line into the queue log.

        Asterisk: apps/app_queue.c, action QueueLog.
        """
        action = actions.build(
            "QueueLog",
            "Queue Event",
            Queue=queue,
            Event=event,
            Uniqueid=uniqueid,
            Interface=interface,
            Message=message,
        )
        return await self._run(action, check=check, timeout=timeout)

    async def queue_reset(
        self, queue: str | None = None, *, check: bool = True, timeout: float | None = None
    ) -> AMIResponse:
        """Set the numbers of one queue or all to zero.

        Asterisk: apps/app_queue.c, action QueueReset.
        """
        return await self._run(actions.build("QueueReset", Queue=queue), check=check, timeout=timeout)

    async def queue_reload(
        self,
        queue: str | None = None,
        *,
        members: bool | None = None,
        rules: bool | None = None,
        parameters: bool | None = None,
        check: bool = True,
        timeout: float | None = None,
    ) -> AMIResponse:
        """Read queues.conf again: members, rules or parameters, of one queue or all.

        Asterisk: apps/app_queue.c, action QueueReload.
        """
        action = actions.build(
            "QueueReload",
            Queue=queue,
            Members=actions.yes_no(members),
            Rules=actions.yes_no(rules),
            Parameters=actions.yes_no(parameters),
        )
        return await self._run(action, check=check, timeout=timeout)

    async def queue_rule(
        self, rule: str | None = None, *, check: bool = True, timeout: float | None = None
    ) -> AMIResponse:
        """List the rules of queuerules.conf, in repeated headers ``RuleList`` and ``Rule``.

        Asterisk: apps/app_queue.c, action QueueRule.
        """
        return await self._run(actions.build("QueueRule", Rule=rule), check=check, timeout=timeout)

    async def queue_change_priority_caller(
        self, queue: str, caller: str, priority: int, *, check: bool = True, timeout: float | None = None
    ) -> AMIResponse:
        """Change the priority of the caller whose channel is *caller*.

        Raises:
            AMIActionError: there is no such queue or caller.

        Asterisk: apps/app_queue.c, action QueueChangePriorityCaller.
        """
        action = actions.build(
            "QueueChangePriorityCaller", "Queue Caller Priority", Queue=queue, Caller=caller, Priority=priority
        )
        return await self._run(action, check=check, timeout=timeout)

    async def queue_withdraw_caller(
        self,
        queue: str,
        caller: str,
        withdraw_info: str | None = None,
        *,
        check: bool = True,
        timeout: float | None = None,
    ) -> AMIResponse:
        """Take the caller whose channel is *caller* out of the queue, back into the dialplan.

        Raises:
            AMIActionError: there is no such queue or caller.

        Asterisk: apps/app_queue.c, action QueueWithdrawCaller.
        """
        action = actions.build(
            "QueueWithdrawCaller", "Queue Caller", Queue=queue, Caller=caller, WithdrawInfo=withdraw_info
        )
        return await self._run(action, check=check, timeout=timeout)
