"""A dialer: call many numbers, a few at a time, and keep what became of each.

python examples/dialer.py NUMBER...      with ASTAMI_HOST, ASTAMI_PORT, ASTAMI_USERNAME, ASTAMI_SECRET
"""

import asyncio
import os
import sys

from astami import AMIError, AsyncAMIClient

#: Reason of an OriginateResponse → what it means to a dialer, as PJSIP phones showed it: busy and declined are 0 alike.
OUTCOMES = {"0": "refused", "3": "no answer", "4": "answered"}


async def dial(ami, number, *, channel, announcement, seconds):
    """Call *number*; when it answers, run *announcement*. What became of it, in a word."""
    try:
        call = await ami.originate(
            channel=channel.format(number=number),
            application="Playback",
            data=announcement,
            timeout=seconds * 1000,
            async_=True,
        )
        event = await call.wait(seconds + 5)
    except AMIError as error:
        return f"failed: {error}"
    return OUTCOMES.get(event["Reason"], "failed")


async def campaign(ami, numbers, *, channel="PJSIP/{number}", announcement="hello-world", seconds=20, at_once=2):
    """What became of each of *numbers*; never more than *at_once* are called at the same time."""
    lines = asyncio.Semaphore(at_once)

    async def one(number):
        async with lines:
            return await dial(ami, number, channel=channel, announcement=announcement, seconds=seconds)

    return dict(zip(numbers, await asyncio.gather(*map(one, numbers)), strict=True))


async def main(numbers):
    async with AsyncAMIClient(
        os.environ["ASTAMI_HOST"],
        int(os.environ["ASTAMI_PORT"]),
        os.environ["ASTAMI_USERNAME"],
        os.environ["ASTAMI_SECRET"],
    ) as ami:
        for number, outcome in (await campaign(ami, numbers)).items():
            print(number, outcome)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
