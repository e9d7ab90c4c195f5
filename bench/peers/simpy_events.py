"""Bare events in SimPy: simpy_events.py PENDING TOTAL LONGEST_MS prints the time and the version as JSON.

Every event that runs plans another, so that PENDING wait all the time. SimPy 3 and later take callbacks, which cost
less than processes; SimPy 2, which Debian has, knows processes only.
"""

import gc
import json
import random
import sys
import time

pending, total, longest = (int(word) for word in sys.argv[1:])
draw = random.Random(1).random
# It is the engine that is measured, not the search for cycles among its events.
gc.disable()


def time_of(step):
    started, cpu_started = time.perf_counter(), time.process_time()
    for _ in range(total):
        step()
    return {"seconds": time.perf_counter() - started, "cpuSeconds": time.process_time() - cpu_started}


def with_callbacks(simpy):
    env = simpy.Environment()

    def plan(_event):
        env.timeout(1 + int(draw() * longest)).callbacks.append(plan)

    for _ in range(pending):
        plan(None)
    return {**time_of(env.step), "version": "SimPy " + simpy.__version__}


def with_processes():
    import SimPy
    from SimPy.Simulation import Process, Simulation, hold

    class Waiter(Process):
        def wait(self):
            while True:
                yield hold, self, 1 + int(draw() * longest)

    sim = Simulation()
    sim.initialize()
    for _ in range(pending):
        waiter = Waiter(sim=sim)
        sim.activate(waiter, waiter.wait())
    # The first step of a process is its start.
    for _ in range(pending):
        sim.step()
    return {**time_of(sim.step), "version": "SimPy " + SimPy.__version__}


try:
    import simpy
except ImportError:
    answer = with_processes()
else:
    answer = with_callbacks(simpy)
print(json.dumps(answer))
