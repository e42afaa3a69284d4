"""The sample adapter with faults: dialling the name of one makes it happen. The first argument is
the folder of the samples; with a second, "stranger", it speaks another version of the protocol."""

import os
import sys
import time

sys.dont_write_bytecode = True
sys.path.insert(0, sys.argv[1])

import loopback  # noqa: E402


class Unruly(loopback.Adapter):
    def order_make_call(self, dn, command):
        fault = getattr(self, "fault_" + command["to"], None)
        if fault is None:
            return super().order_make_call(dn, command)
        fault()

    def fault_crash(self):
        os.abort()

    def fault_hang(self):
        time.sleep(600)

    def fault_babble(self):
        self.link.sink.write(b"Something is printed to the standard output\n")
        self.link.sink.flush()
        time.sleep(600)

    def fault_leak(self):
        kept = []
        while True:
            kept.append(bytearray(1 << 20))


if "stranger" in sys.argv:
    loopback.Link().write("hello", protocol=999, name="stranger")
else:
    loopback.main(Unruly)
