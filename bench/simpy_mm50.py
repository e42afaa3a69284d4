"""The cost of a customer in SimPy's bare M/M/50, beside `cargo bench -p switch-sim -- mm50`.

    pip install simpy
    python bench/simpy_mm50.py [CUSTOMERS]

Prints nanoseconds per customer; the benchmark prints the time of 10,000 calls through the whole
switch (trunk, number, queue, agent, release, every report taken). Both on the same machine, one
after the other: the ratio of the two is what budget P6 is about.
"""

import random
import sys
import time

import simpy

SERVERS, SERVICE, LOAD = 50, 180.0, 0.9


def customer(env, servers, waits):
    came = env.now
    with servers.request() as turn:
        yield turn
        waits.append(env.now - came)
        yield env.timeout(random.expovariate(1.0 / SERVICE))


def arrivals(env, servers, customers, waits):
    for _ in range(customers):
        yield env.timeout(random.expovariate(LOAD * SERVERS / SERVICE))
        env.process(customer(env, servers, waits))


def main():
    customers = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    random.seed(1)
    env = simpy.Environment()
    servers = simpy.Resource(env, capacity=SERVERS)
    waits = []
    env.process(arrivals(env, servers, customers, waits))
    begin = time.perf_counter()
    env.run()
    spent = time.perf_counter() - begin
    print(f"{spent / customers * 1e9:.0f} ns per customer, mean wait {sum(waits) / len(waits):.1f} s")


main()
