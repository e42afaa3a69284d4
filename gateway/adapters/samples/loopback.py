#!/usr/bin/env python3
"""A sample adapter: a program that the gateway starts (implementation = "exec:PATH").

Behind it is no middleware but a switch of its own in which registered devices call each other, so
that it can be tried anywhere. What an adapter to a real middleware would do otherwise: open its
connection to the middleware and say `link_up` when that stands, send commands on and report what
comes back. Frames and messages are described in ../README.md. Needs nothing but Python 3; the
calls are in calls.py beside it.
"""

import json
import struct
import sys

sys.dont_write_bytecode = True

from calls import Calls, Denied  # noqa: E402

PROTOCOL = 1


class Link:
    """The gateway, over standard input and standard output."""

    def __init__(self):
        # Whatever is printed by mistake goes to the gateway's log, not between the frames.
        self.source, self.sink = sys.stdin.buffer, sys.stdout.buffer
        sys.stdout = sys.stderr

    def read(self):
        """The next message; None when the gateway has gone."""
        head = self.source.read(4)
        if len(head) < 4:
            return None
        (length,) = struct.unpack(">I", head)
        return json.loads(self.source.read(length))

    def write(self, kind, **fields):
        body = json.dumps({"type": kind, **fields}).encode()
        self.sink.write(struct.pack(">I", len(body)) + body)
        self.sink.flush()

    def tell(self, event, **fields):
        self.write("event", event=event, **fields)


class Device:
    """A telephone."""

    def __init__(self):
        self.agent = "logged_out"
        self.monitor = None  # the command that began a monitoring from here
        self.features = {
            "do_not_disturb": False,
            "forwarding": None,  # only "always" is acted upon
            "message_waiting": False,
            "monitors": None,
        }


class Adapter(Calls):
    """One method for each order that is carried out; any other would be unsupported."""

    def __init__(self, link):
        super().__init__(link, {})

    def carry_out(self, command):
        """Answers a command, exactly once."""
        number, dn = command["id"], command["dn"]
        try:
            order = getattr(self, "order_" + command["order"], None)
            if order is None:
                raise Denied("this switch cannot do that", "unsupported")
            if dn not in self.devices and command["order"] != "register":
                raise Denied("no such device is registered")
            call = order(dn, command)
        except Denied as no:
            self.link.tell("denied", command=number, denial=no.denial)
        else:
            self.link.tell("done", command=number, call=call)

    def order_register(self, dn, command):
        device = self.devices.setdefault(dn, Device())
        calls = [call.snapshot(dn) for call in self.calls.values() if dn in call.parts]
        state, features = device.agent, device.features
        self.link.tell("registered", dn=dn, agent=state, calls=calls, features=features)

    def order_unregister(self, dn, command):
        pass  # The device goes on, unreported: here others may still call it.

    def order_log_on(self, dn, command):
        if self.devices[dn].agent != "logged_out":
            raise Denied("an agent is logged on already")
        self.become(dn, {"not_ready": {}}, command)

    def order_log_off(self, dn, command):
        self.must_be_logged_on(dn)
        self.become(dn, "logged_out", command)

    def order_set_ready(self, dn, command):
        self.must_be_logged_on(dn)
        self.become(dn, "ready", command)

    def order_set_not_ready(self, dn, command):
        self.must_be_logged_on(dn)
        self.become(dn, {"not_ready": {"reason": command.get("reason")}}, command)

    def order_set(self, dn, command):
        for name in ("do_not_disturb", "forwarding", "message_waiting"):
            if name in command:
                self.devices[dn].features[name] = command[name]
                setting = {name: command[name]}
                self.link.tell("set", dn=dn, setting=setting, command=command["id"])

    def order_monitor(self, dn, command):
        agent, device = command["agent"], self.devices[dn]
        taken = [d.features["monitors"] for d in self.devices.values() if d is not device]
        if agent == dn or agent not in self.devices or agent in taken:
            raise Denied(f"{agent} cannot be monitored from here")
        if device.features["monitors"]:
            raise Denied("the device monitors already")
        device.monitor, device.features["monitors"] = command, agent
        self.link.tell("monitoring", dn=dn, agent=agent, begins=True, command=command["id"])
        for call in self.calls.values():
            self.observe(call)

    def order_cancel_monitoring(self, dn, command):
        agent = command["agent"]
        if self.devices[dn].features["monitors"] != agent:
            raise Denied(f"{agent} is not monitored from here")
        self.monitor_no_more(dn, command)
        for call in self.calls.values():
            if call.observer_of(agent) == dn:
                self.leave(call, dn, "normal", command)

    def monitor_no_more(self, dn, command=None):
        device = self.devices[dn]
        agent, device.features["monitors"] = device.features["monitors"], None
        number = command and command["id"]
        self.link.tell("monitoring", dn=dn, agent=agent, begins=False, command=number)

    def must_be_logged_on(self, dn):
        if self.devices[dn].agent == "logged_out":
            raise Denied("no agent is logged on")

    def become(self, dn, state, command):
        self.devices[dn].agent = state
        self.link.tell("agent", dn=dn, state=state, command=command["id"])


def main(adapter=Adapter):
    link = Link()
    hello = link.read()
    if hello is None:
        return
    if hello["protocol"] != PROTOCOL:
        link.write("refused", reason=f"it speaks protocol {PROTOCOL}, not {hello['protocol']}")
        return
    if hello["settings"]:  # A real one finds here where its middleware is.
        link.write("refused", reason="it takes no settings")
        return
    link.write("hello", protocol=PROTOCOL, name="loopback", version="1.0")
    switch = adapter(link)
    link.tell("link_up")
    while (message := link.read()) is not None:
        if message["type"] == "command":
            switch.carry_out(message)
        elif message["type"] == "ping":
            link.write("pong")


if __name__ == "__main__":
    main()
