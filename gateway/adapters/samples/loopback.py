#!/usr/bin/env python3
"""A sample adapter: a program that the gateway starts (implementation = "exec:PATH").

Behind it is no middleware but a switch of its own in which registered devices call each other, so
that it can be tried anywhere. What an adapter to a real middleware would do otherwise: open its
connection to the middleware and say `link_up` when that stands, send commands on and report what
comes back. Frames and messages are described in ../README.md. Needs nothing but Python 3.
"""

import json
import struct
import sys

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


class Denied(Exception):
    """A command that is answered by no."""

    def __init__(self, text, reason="refused"):
        super().__init__(text)
        self.denial = {"reason": reason, "text": text}


class Device:
    """A telephone."""

    def __init__(self):
        self.agent = "logged_out"
        self.calls = {}  # its part in each call: dialing, ringing, connected, held


class Call:
    """A call between two devices."""

    def __init__(self, caller, called, data):
        self.parties = [caller, called]
        self.data = data

    def other(self, dn):
        return next(party for party in self.parties if party != dn)


class Adapter:
    """One method for each order that is carried out; all others are unsupported."""

    def __init__(self, link):
        self.link = link
        self.devices = {}
        self.calls = {}
        self.last_call = 0

    def carry_out(self, command):
        """Answers a command, exactly once."""
        number = command["id"]
        try:
            order = getattr(self, "order_" + command["order"], None)
            if order is None:
                raise Denied("this switch cannot do that", "unsupported")
            call = order(command["dn"], command)
        except Denied as no:
            self.link.tell("denied", command=number, denial=no.denial)
        else:
            self.link.tell("done", command=number, call=call)

    # Devices and agents.

    def order_register(self, dn, command):
        device = self.devices.setdefault(dn, Device())
        calls = [
            {
                "call": call,
                "state": state,
                "info": self.info(dn, call),
                "parties": [self.calls[call].other(dn)],
            }
            for call, state in device.calls.items()
        ]
        self.link.tell("registered", dn=dn, agent=device.agent, calls=calls)

    def order_unregister(self, dn, command):
        pass  # The device goes on, unreported: here others may still call it.

    def order_log_on(self, dn, command):
        if self.devices[dn].agent != "logged_out":
            raise Denied("an agent is logged on already")
        self.become(dn, {"not_ready": {}}, command)

    def order_log_off(self, dn, command):
        self.agent_of(dn)
        self.become(dn, "logged_out", command)

    def order_set_ready(self, dn, command):
        self.agent_of(dn)
        self.become(dn, "ready", command)

    def order_set_not_ready(self, dn, command):
        self.agent_of(dn)
        self.become(dn, {"not_ready": {"reason": command.get("reason")}}, command)

    # Calls.

    def order_make_call(self, dn, command):
        called = command["to"]
        if called == dn or called not in self.devices:
            raise Denied(f"nobody has the number {called}")
        if {"dialing", "connected"} & set(self.devices[dn].calls.values()):
            raise Denied("the device is in a call")
        self.last_call += 1
        call = f"{self.last_call:016x}"
        self.calls[call] = Call(dn, called, command.get("data", []))
        self.happens(dn, call, "dialing", "dialing", command)
        self.happens(called, call, "ringing", {"ringing": {"arrival": "direct"}})
        return call

    def order_answer(self, dn, command):
        call = self.part_in(dn, command, "ringing")
        self.happens(dn, call, "connected", "established", command)
        self.happens(self.calls[call].other(dn), call, "connected", "established")

    def order_release(self, dn, command):
        call = self.part_in(dn, command, "dialing", "ringing", "connected", "held")
        other = self.calls[call].other(dn)
        rang = self.devices[other].calls[call] == "ringing"
        released = {"released": {"cause": "normal"}}
        self.happens(dn, call, None, released, command)
        self.happens(other, call, None, "abandoned" if rang else released)
        del self.calls[call]

    def order_hold(self, dn, command):
        call = self.part_in(dn, command, "connected")
        self.happens(dn, call, "held", "held", command)

    def order_retrieve(self, dn, command):
        call = self.part_in(dn, command, "held")
        self.happens(dn, call, "connected", "retrieved", command)

    def order_update_data(self, dn, command):
        call = self.part_in(dn, command, "dialing", "ringing", "connected", "held")
        data = dict(self.calls[call].data) | dict(command["data"])
        self.change_data(dn, call, list(data.items()), command)

    def order_delete_data(self, dn, command):
        call = self.part_in(dn, command, "dialing", "ringing", "connected", "held")
        data = [pair for pair in self.calls[call].data if pair[0] not in command["keys"]]
        self.change_data(dn, call, data, command)

    # What they have in common.

    def agent_of(self, dn):
        if self.devices[dn].agent == "logged_out":
            raise Denied("no agent is logged on")

    def become(self, dn, state, command):
        self.devices[dn].agent = state
        self.link.tell("agent", dn=dn, state=state, command=command["id"])

    def part_in(self, dn, command, *states):
        """The call of a command, if the device's part in it is in one of the states."""
        call = command["call"]
        state = self.devices[dn].calls.get(call) if dn in self.devices else None
        if state not in states:
            raise Denied(f"the device has no such call that is {' or '.join(states)}")
        return call

    def happens(self, dn, call, state, change, command=None):
        """A device's part in a call changes, and the gateway is told."""
        if state is None:
            del self.devices[dn].calls[call]
        else:
            self.devices[dn].calls[call] = state
        number = command and command["id"]
        info = self.info(dn, call)
        self.link.tell("call", dn=dn, call=call, change=change, info=info, command=number)

    def change_data(self, dn, call, data, command):
        self.calls[call].data = data
        for party in self.calls[call].parties:
            number = command["id"] if party == dn else None
            change, info = {"data_changed": {"by": dn}}, self.info(party, call)
            self.link.tell("call", dn=party, call=call, change=change, info=info, command=number)

    def info(self, dn, call):
        caller, called = self.calls[call].parties
        return {
            "kind": "internal",
            "other": self.calls[call].other(dn),
            "ani": caller,
            "dnis": called,
            "data": self.calls[call].data,
        }


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
