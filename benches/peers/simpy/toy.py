"""The toy model in SimPy, a process a plan, without monitoring: `toy.py SEED REPLICATIONS`.

Writes a line `starts reviews stock` for each replication, then one with the seconds of the processor that they took, imports left out.
"""
import gc
import sys
import time
from random import Random

from simpy import Environment

HORIZON = 5 * 365
STARTS_A_DAY = 700 / 365
FIRST_REVIEW, LATER_REVIEW = 91, 182
END = 0.45
N_CHAIRS = 8


def replication(draws):
    """Returns the starts and reviews of five years, and the plans that are open after them."""
    environment = Environment()
    timeout, process = environment.timeout, environment.process
    chance, gap = draws.random, draws.expovariate
    loads = [0] * N_CHAIRS
    starts = reviews = 0

    def plan():
        nonlocal reviews
        chair = loads.index(min(loads))
        loads[chair] += 1
        yield timeout(FIRST_REVIEW)
        reviews += 1
        while chance() >= END:
            yield timeout(LATER_REVIEW)
            reviews += 1
        loads[chair] -= 1

    def arrivals():
        nonlocal starts
        while True:
            yield timeout(gap(STARTS_A_DAY))
            starts += 1
            process(plan())

    process(arrivals())
    environment.run(until=HORIZON)
    return starts, reviews, sum(loads)


def main():
    seed, n_replications = map(int, sys.argv[1:])
    # Fewer collections of garbage make SimPy an eighth faster.
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)
    began = time.process_time()
    results = [replication(Random(seed * 1_000_000 + number)) for number in range(n_replications)]
    seconds = time.process_time() - began
    for result in results:
        print(*result)
    print(seconds)


main()
