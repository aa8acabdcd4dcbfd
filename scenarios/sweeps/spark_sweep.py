#!/usr/bin/env python3
"""Hands out the shards of a sweep over the executors of Apache Spark, and puts them together.

    spark-submit spark_sweep.py SWEEP_DIR --out RESULTS_DIR

SWEEP_DIR is what `convene sweep plan` wrote, on a disk that the driver and every executor see under the same path. Executors need
the program `convene` and nothing else. A shard that fails, or whose executor is lost, is tried again by Spark; what is
there already is not run again, so that the same command after a loss runs only what is missing.

Exit code: 0 merged; 1 shards are missing still; 2 the sweep or one of its texts is at fault.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys

from pyspark.sql import SparkSession

# What `convene` says where the input is at fault: trying again would not help.
FAULT = 2


def run_shard(convene, sweep, threads, number):
    """Runs one shard and returns (number, exit code, what it complained of). Raises where trying again may help."""
    environment = dict(os.environ, RAYON_NUM_THREADS=str(threads))
    command = [convene, "sweep", "run-shard", sweep, str(number)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    if done.returncode not in (0, FAULT):
        raise RuntimeError(f"shard {number} ended with {done.returncode}: {done.stderr.strip()}")
    return number, done.returncode, done.stderr.strip()


def missing_shards(convene, sweep):
    """Returns the numbers of the shards that are not there."""
    done = subprocess.run([convene, "sweep", "missing", sweep, "--json"], capture_output=True, text=True)
    if done.returncode not in (0, 1):
        print(done.stdout + done.stderr, file=sys.stderr)
        raise SystemExit(FAULT)
    return [shard["shard"] for shard in json.loads(done.stdout)["missing"]]


def reason(error):
    """Returns the line of an error that says which shard failed, else its first; Spark wraps it in traces of two languages."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()] or [type(error).__name__]
    return next((line for line in lines if line.startswith("RuntimeError: shard ")), lines[0])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sweep", help="the folder that `convene sweep plan` wrote")
    parser.add_argument("--out", required=True, help="the folder to write")
    parser.add_argument("--convene", default="convene", help="the program, as executors find it [convene]")
    parser.add_argument("--threads", type=int, default=1, help="threads of a shard: spark.task.cpus [1]")
    parser.add_argument("--rounds", type=int, default=3, help="how often what is still missing is handed out [3]")
    parser.add_argument("--force", action="store_true", help="replace an output folder that exists")
    arguments = parser.parse_args()
    convene, sweep, threads = arguments.convene, os.path.abspath(arguments.sweep), arguments.threads

    if not shutil.which(convene):
        print(f"there is no program {convene} here; name it with --convene", file=sys.stderr)
        return FAULT

    spark = None
    for _ in range(arguments.rounds):
        missing = missing_shards(convene, sweep)
        if not missing:
            break
        try:
            spark = SparkSession.builder.appName("convene sweep").getOrCreate()
            # One task a shard, so that a lost one costs no more than itself.
            shards = spark.sparkContext.parallelize(missing, len(missing))
            answers = shards.map(lambda number: run_shard(convene, sweep, threads, number)).collect()
        except Exception as error:  # A shard failed as often as spark.task.maxFailures allows; the next round takes it up.
            print(f"note: {reason(error)}", file=sys.stderr)
            continue
        faults = {complaint for _, code, complaint in answers if code == FAULT}
        if faults:
            print("\n".join(sorted(faults)), file=sys.stderr)
            return FAULT
    if spark:
        spark.stop()  # Nobody waits for the executors while the driver merges.

    force = ["--force"] if arguments.force else []
    return subprocess.run([convene, "sweep", "merge", sweep, "--out", arguments.out, *force]).returncode


if __name__ == "__main__":
    sys.exit(main())
