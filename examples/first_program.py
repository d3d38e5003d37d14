"""The documented API in one program: it prints the same on the fake and on a real Asterisk with conformance/etc.

python examples/first_program.py PORT SECRET [HOST]
"""

import sys

from astami import AMIClient, AMIError

port, secret = int(sys.argv[1]), sys.argv[2]
host = sys.argv[3] if len(sys.argv) > 3 else "127.0.0.1"

with AMIClient(host, port, "admin", secret) as ami:
    print(len(ami.command("core show version").output))
    ami.database_put("family", "key", 'say "hi"; back\\slash é')
    assert ami.database_get("family", "key").data["Val"] == 'say "hi"; back\\slash é'
    print(ami.database_get("family", "key").data["Val"])
    ami.database_put("family", "other", "")
    ami.database_del("family", "key")
    ami.database_deltree("family")
    print(ami.originate(channel="Local/1001@default", application="Wait", data="1").message)
    print(
        ami.originate(
            channel="Local/1001@default",
            context="default",
            exten="1001",
            priority=1,
            caller_id="Test Call <1234>",
            variables={"VAR1": "a,b", "VAR2": "x=y"},
        ).message
    )
    ami.set_var("", "MY_VAR", "my_value")
    assert ami.get_var("", "MY_VAR").data["Value"] == "my_value"
    for module in ("dialplan", "pjsip", None):
        print((ami.reload(module) if module else ami.reload()).message)
    print(ami.hangup("/^Local/", check=False).response)
    print(ami.redirect(channel="Local/none", context="default", exten="1002", priority=1, check=False).message)
    print([event.name for event in ami.send_action({"Action": "QueueStatus", "Queue": "support"}).events])
    ami.ping()
    ami.logoff()
try:
    with AMIClient(host, port, "admin", secret) as ami:
        ami.command("invalid command")
except AMIError as e:
    print(e)
    print(e.response.message)
