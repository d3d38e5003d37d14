"""Click to call: ring the user's own phone first, then dial the number, and say how it went.

python examples/click_to_call.py PHONE NUMBER      with ASTAMI_HOST, ASTAMI_PORT, ASTAMI_USERNAME, ASTAMI_SECRET
"""

import os
import sys

from astami import AMIClient, AMIError


def click_to_call(ami, phone, number, *, context="default", timeout=20):
    """Ring *phone*; when it is answered, dial *number*. True if it was answered."""
    call = ami.originate(
        channel=f"PJSIP/{phone}",
        context=context,
        exten=number,
        priority=1,
        caller_id=f"Call <{number}>",
        timeout=timeout * 1000,
        async_=True,
    )
    return call.wait(timeout + 5)["Response"] == "Success"


def main(phone, number):
    try:
        with AMIClient(
            os.environ["ASTAMI_HOST"],
            int(os.environ["ASTAMI_PORT"]),
            os.environ["ASTAMI_USERNAME"],
            os.environ["ASTAMI_SECRET"],
        ) as ami:
            print("connected" if click_to_call(ami, phone, number) else "not answered")
    except AMIError as error:
        sys.exit(f"no call: {error}")


if __name__ == "__main__":
    main(*sys.argv[1:])
