"""The calls of the sample switch: who is in them, and what becomes of them.

One method for each order about calls. A telephone speaks in one call at a time; a consultation is
a call of its own that is tied to the held one.
"""


class Denied(Exception):
    """A command that is answered by no."""

    def __init__(self, text, reason="refused"):
        super().__init__(text)
        self.denial = {"reason": reason, "text": text}


class Part:
    """A device's part in a call."""

    def __init__(self, state, observes=None, muted=False):
        self.state = state  # dialing, ringing, connected, held
        self.observes = observes  # the agent's device, where this is a supervisor's
        self.muted = muted


class Call:
    """A call, with its parts in the order in which the devices came."""

    def __init__(self, key, caller, called, data, consult_of):
        self.key, self.caller, self.called = key, caller, called
        self.data = dict(data)
        self.consult_of = consult_of  # the held call that this consultation belongs to
        self.parts = {caller: Part("dialing"), called: Part("ringing")}

    def others(self, dn):
        """Who else speaks in the call; an observer does not count."""
        return [other for other, part in self.parts.items() if other != dn and not part.observes]

    def observer_of(self, dn):
        return next((other for other, part in self.parts.items() if part.observes == dn), None)

    def info(self, dn):
        part = self.parts.get(dn)
        agent = part.observes if part else None
        others = [other for other in self.others(dn) if other != agent]
        return {
            "kind": "consult" if self.consult_of else "internal",
            "other": others[0] if len(others) == 1 else None,
            "conference": len(self.others(None)) > 2,
            "ani": self.caller,
            "dnis": self.called,
            "consult_of": self.consult_of if dn == self.caller else None,
            "observes": agent is not None,
            "muted": part.muted if agent else None,
            "data": list(self.data.items()),
        }

    def snapshot(self, dn):
        part = self.parts[dn]
        return {
            "call": self.key,
            "state": part.state,
            "muted": part.muted,
            "info": self.info(dn),
            "parties": self.others(dn),
            "observer": self.observer_of(dn),
        }


class Calls:
    """The orders about calls; `link` and `devices` are the adapter's."""

    def __init__(self, link, devices):
        self.link = link
        self.devices = devices
        self.calls = {}
        self.last_call = 0

    def order_make_call(self, dn, command):
        self.must_be_free(dn)
        call = self.begin(dn, command)
        self.happens(call, dn, "dialing", command)
        self.happens(call, call.called, ringing("direct"))
        return call.key

    def order_answer(self, dn, command):
        call = self.part_in(dn, command, "ringing")
        self.must_be_free(dn)
        call.parts[dn].state = "connected"
        self.happens(call, dn, "established", command)
        for other in call.others(dn):
            if call.parts[other].state == "dialing":
                call.parts[other].state = "connected"
                self.happens(call, other, "established")
        self.observe(call)

    def order_release(self, dn, command):
        call = self.part_in(dn, command, "dialing", "ringing", "connected", "held")
        self.leave(call, dn, "normal", command)

    def order_hold(self, dn, command):
        call = self.part_in(dn, command, "connected")
        self.become_part(call, dn, "held", command)

    def order_retrieve(self, dn, command):
        call = self.part_in(dn, command, "held")
        self.must_be_free(dn)
        self.become_part(call, dn, "retrieved", command)

    def order_alternate(self, dn, command):
        held = self.part_in(dn, command, "held", field="held")
        active = self.part_in(dn, command, "connected", field="active")
        self.become_part(active, dn, "held", command)
        self.become_part(held, dn, "retrieved", command)

    def order_consult(self, dn, command):
        call = self.part_in(dn, command, "connected")
        consult = self.begin(dn, command, call)
        self.become_part(call, dn, "held", command)
        self.happens(consult, dn, "dialing", command)
        self.happens(consult, consult.called, ringing("consult"))
        return consult.key

    def order_complete_transfer(self, dn, command):
        held, active = self.tied(dn, command, "dialing", "connected")
        self.go(active, dn, "transferred", command)
        self.go(held, dn, "transferred", command)
        staying, coming = held.others(None), active.others(None)
        self.join(held, active)
        for those, others, previous in ((staying, coming, None), (coming, staying, active.key)):
            change = {"party_changed": {"previous": previous, "by": dn, "conference": False}}
            for party in those:
                self.happens(held, party, change, other=others[0] if len(others) == 1 else None)
                self.introduce(held, party, others if len(others) > 1 else [])

    def order_complete_conference(self, dn, command):
        held, active = self.tied(dn, command, "connected")
        self.go(active, dn, "conferenced", command)
        staying, coming = held.others(None), active.others(None)
        self.join(held, active)
        self.become_part(held, dn, "retrieved", command)
        for party in staying:
            self.introduce(held, party, coming, command)
        change = {"party_changed": {"previous": active.key, "by": dn, "conference": True}}
        for party in coming:
            self.happens(held, party, change)
            self.introduce(held, party, [other for other in staying if other != dn])

    def order_reconnect(self, dn, command):
        held, active = self.tied(dn, command, "dialing", "connected")
        self.leave(active, dn, "normal", command)
        self.become_part(held, dn, "retrieved", command)

    def order_blind_transfer(self, dn, command):
        call = self.part_in(dn, command, "connected")
        self.send_on(call, dn, "transferred", command)

    def order_redirect(self, dn, command):
        call = self.part_in(dn, command, "ringing")
        self.send_on(call, dn, "redirected", command)

    def order_remove_party(self, dn, command):
        call, party = self.part_in(dn, command, "connected"), command["party"]
        others = call.others(dn)
        if party not in others or len(others) < 2:
            raise Denied(f"{party} is in no conference with the device")
        self.leave(call, party, "normal", command)

    def order_send_digits(self, dn, command):
        self.part_in(dn, command, "connected")  # Nobody here listens to tones.

    def order_mute(self, dn, command):
        self.set_muted(dn, command, True)

    def order_unmute(self, dn, command):
        self.set_muted(dn, command, False)

    def order_update_data(self, dn, command):
        call = self.part_in(dn, command, "dialing", "ringing", "connected", "held")
        call.data.update(dict(command["data"]))
        self.tell_data(call, command)

    def order_delete_data(self, dn, command):
        call = self.part_in(dn, command, "dialing", "ringing", "connected", "held")
        for key in command["keys"]:
            call.data.pop(key, None)
        self.tell_data(call, command)

    # What they have in common.

    def part_in(self, dn, command, *states, field="call"):
        """The call of a command, if the device's part in it is in one of the states."""
        call = self.calls.get(command[field])
        part = call.parts.get(dn) if call else None
        if part is None or part.state not in states:
            raise Denied(f"the device has no such call that is {' or '.join(states)}")
        return call

    def must_be_free(self, dn):
        parts = [call.parts[dn] for call in self.calls.values() if dn in call.parts]
        if any(part.state in ("dialing", "connected") for part in parts):
            raise Denied("the device is in a call")

    def tied(self, dn, command, *states):
        """The held call of a command and the consultation that belongs to it."""
        held = self.part_in(dn, command, "held", field="held")
        active = self.part_in(dn, command, *states, field="active")
        if active.consult_of != held.key:
            raise Denied("the one call is no consultation for the other")
        return held, active

    def destination(self, dn, to, call=None):
        """Where a call to this number rings."""
        device = self.devices.get(to)
        forwarding = device and device.features["forwarding"]
        if forwarding and forwarding["when"] == "always":
            to, device = forwarding["to"], self.devices.get(forwarding["to"])
        if device is None or to == dn or (call and to in call.parts):
            raise Denied(f"there is nobody to be called at {to}")
        if device.features["do_not_disturb"]:
            raise Denied(f"nobody is to be disturbed at {to}")
        return to

    def begin(self, dn, command, held=None):
        called = self.destination(dn, command["to"], held)
        self.last_call += 1
        key = f"{self.last_call:016x}"
        data = command.get("data", [])
        self.calls[key] = Call(key, dn, called, data, held.key if held else None)
        return self.calls[key]

    def become_part(self, call, dn, change, command):
        call.parts[dn].state = "held" if change == "held" else "connected"
        self.happens(call, dn, change, command)

    def go(self, call, dn, cause, command=None):
        """A device leaves, and takes with it who observes it."""
        rings = call.parts[dn].state == "ringing" and command is None
        change = "abandoned" if rings else {"released": {"cause": cause}}
        self.happens(call, dn, change, command)
        del call.parts[dn]
        observer = call.observer_of(dn)
        if observer:
            self.happens(call, observer, {"released": {"cause": "normal"}})
            del call.parts[observer]
            self.observed(observer)

    def leave(self, call, dn, cause, command):
        """A device leaves for good: the others are told, and whoever is left alone leaves, too."""
        agent = call.parts[dn].observes
        self.go(call, dn, cause, command)
        staying = call.others(None)
        if agent is None and len(staying) < 2:
            for last in staying:
                self.go(call, last, "normal")
            self.end(call)
            return
        gone = {"party": dn, "remaining_conference": len(staying) > 2}
        for party in [agent] if agent else staying:
            self.happens(call, party, {"party_removed": gone}, command)

    def send_on(self, call, dn, cause, command):
        """The call goes to somebody else, without whoever sends it there."""
        to = self.destination(dn, command["to"], call)
        call.data.update(dict(command.get("data", [])))
        self.go(call, dn, cause, command)
        change = {"party_changed": {"by": dn, "conference": False}}
        for party in call.others(None):
            self.happens(call, party, change, other=to)
        call.parts[to] = Part("ringing")
        self.happens(call, to, ringing("transferred" if cause == "transferred" else "direct"))

    def join(self, held, active):
        """The devices of a consultation come into the call that it was for."""
        held.parts.update(active.parts)
        held.data.update(active.data)
        self.end(active, held.key)

    def end(self, call, into=None):
        del self.calls[call.key]
        for other in self.calls.values():
            if other.consult_of == call.key:
                other.consult_of = into

    def introduce(self, call, dn, others, command=None):
        for other in others:
            self.happens(call, dn, {"party_added": {"party": other}}, command)

    def set_muted(self, dn, command, muted):
        call = self.part_in(dn, command, "connected")
        if call.parts[dn].muted == muted:
            raise Denied("it is so already")
        call.parts[dn].muted = muted
        self.happens(call, dn, "muted" if muted else "unmuted", command)

    def tell_data(self, call, command):
        for party in call.parts:
            self.happens(call, party, {"data_changed": {"by": command["dn"]}}, command)

    def observe(self, call):
        """Supervisors come into the calls of the agents whom they monitor."""
        for supervisor, device in self.devices.items():
            agent = device.features["monitors"]
            part = call.parts.get(agent)
            busy = any(supervisor in other.parts for other in self.calls.values())
            if part is None or part.state != "connected" or busy:
                continue
            call.parts[supervisor] = Part("connected", agent, device.monitor["mode"] == "listen")
            self.happens(call, supervisor, "established")
            self.happens(call, agent, {"observed": {"by": supervisor}})

    def observed(self, supervisor):
        """A call that a supervisor observed is over; whoever asked for one call monitors no more."""
        if self.devices[supervisor].monitor["scope"] == "one_call":
            self.monitor_no_more(supervisor)

    def happens(self, call, dn, change, command=None, **more):
        """Something happens to a device's part in a call, and the gateway is told."""
        number = command["id"] if command and command["dn"] == dn else None
        info = call.info(dn) | more
        self.link.tell("call", dn=dn, call=call.key, change=change, info=info, command=number)


def ringing(arrival):
    return {"ringing": {"arrival": arrival}}
