"""Sweeps with Apache Spark and with Slurm on this host, undisturbed and disturbed; compares every byte with a single process.

    try_engines.py CONVENE [spark|slurm]...

`./dev sweep-engines` installs what is needed (PySpark in this Python, a Java runtime, Slurm, munge) and calls it. Says of each case
whether it passed; exit code 0 where all did. REPLICATIONS and SHARDS suit the sweep to the machine. Linux only: it looks into /proc.
"""

import filecmp
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
ADAPTERS = ROOT / "scenarios/sweeps"

SHARDS = int(os.environ.get("SHARDS", "24"))
REPLICATIONS = int(os.environ.get("REPLICATIONS", "720"))
# Of one wait, in seconds: a hung engine is a failure, not a hang.
PATIENCE = 300
# So much processor time has a worker that has surely begun: it no longer looks whether its shard is there.
BEGUN = 0.2


class Failure(Exception):
    """What a case shows not to hold."""


def check(holds, otherwise):
    if not holds:
        raise Failure(otherwise)


def until(what, look, pause=0.05):
    """Waits for `look` to find something, and returns it."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        found = look()
        if found:
            return found
        time.sleep(pause)
    raise Failure(f"waited {PATIENCE} s in vain for {what}")


def called(command, **options):
    """Runs a command to its end and returns what it printed."""
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, timeout=PATIENCE, **options)
    check(done.returncode == 0, f"{command[0]} ended with {done.returncode}: {done.stdout}{done.stderr}")
    return done.stdout


def processes():
    """The command lines of all processes, by their numbers."""
    for entry in pathlib.Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                yield int(entry.name), (entry / "cmdline").read_bytes().decode(errors="replace").split("\0")[:-1]
            except OSError:
                pass


def status(pid):
    """The fields of /proc/PID/stat that follow the name; none where the process has ended."""
    try:
        fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return None if fields[0] in "ZX" else fields


def send(pid, number):
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        pass


def kill_all(pids):
    """Kills processes at one blow, as the loss of a host does: none sees another end."""
    for number in (signal.SIGSTOP, signal.SIGKILL):
        for pid in pids:
            send(pid, number)


class Sweep:
    """A sweep that is planned afresh for one case."""

    def __init__(self, convene, work, name):
        self.convene = convene
        self.folder = work / name
        self.merged = work / f"{name}-merged"
        called([convene, "sweep", "plan", work / "sweep.toml", "--out", self.folder])
        self.keys = [shard["key"] for shard in json.loads((self.folder / "plan.json").read_text())["shards"]]

    def file(self, shard):
        return self.folder / "shards" / f"{self.keys[shard]}.jsonl.gz"

    def done(self):
        return sum(self.file(shard).exists() for shard in range(len(self.keys)))

    def workers(self):
        """Processes that run a shard of this sweep, and which."""
        start = [self.convene, "sweep", "run-shard", str(self.folder)]
        return [(pid, int(words[4])) for pid, words in processes() if words[:4] == start and status(pid)]

    def stopped_worker(self):
        """Holds a worker in the middle of its shard, in the middle of the sweep: returns its process and shard."""
        until("a third of the shards", lambda: self.done() >= len(self.keys) // 3)

        def look():
            for pid, shard in self.workers():
                fields = status(pid)
                if not fields or int(fields[11]) / os.sysconf("SC_CLK_TCK") < BEGUN:
                    continue
                send(pid, signal.SIGSTOP)
                until("the worker to stand", lambda pid=pid: (status(pid) or "T")[0] in "Tt", 0.001)
                if status(pid) and not self.file(shard).exists():
                    return pid, shard
                send(pid, signal.SIGCONT)
            return None

        pid, shard = until("a worker in the middle of a shard", look, 0.01)
        check(self.done() < len(self.keys), "all shards were done before one was disturbed")
        return pid, shard

    def doubled(self, again=lambda: None):
        """Holds a worker until the engine has had its shard run by another one too, then lets it write the same file again."""
        pid, shard = self.stopped_worker()
        again()
        until(f"a second worker to do shard {shard}", self.file(shard).exists)
        check(status(pid), "the held worker was ended, so that its shard was written once")
        first = self.file(shard).stat().st_ino
        send(pid, signal.SIGCONT)
        until("the held worker to end", lambda: not status(pid))
        check(self.file(shard).stat().st_ino != first, f"shard {shard} was written once")
        return f"shard {shard} was written by two workers"

    def equals(self, single, merged=None):
        merged = merged or self.merged
        names = sorted(path.relative_to(single) for path in single.rglob("*") if path.is_file())
        check(names, "the single process wrote nothing")
        check(names == sorted(path.relative_to(merged) for path in merged.rglob("*") if path.is_file()), "other files than of one process")
        for name in names:
            check(filecmp.cmp(single / name, merged / name, shallow=False), f"{name} differs from that of one process")
        check(called([self.convene, "sweep", "missing", self.folder]) == "", "shards are missing")


class Spark:
    """Two executors on this host, each a Java process of its own, so that one can be lost."""

    title = "Apache Spark"

    def __init__(self, convene, work):
        import pyspark

        self.convene = convene
        self.work = work
        self.home = pathlib.Path(pyspark.__file__).parent
        # Names the executors of this trial, so that only they are killed.
        self.mark = f"-Dtrial={work.name}"
        self.jobs = []
        self.cases = {
            "undisturbed": self.undisturbed,
            "a worker killed": self.worker_killed,
            "an executor killed": self.executor_killed,
            "a shard killed until Spark gives the job up": self.given_up,
            "a shard run twice": self.run_twice,
        }

    def submit(self, sweep, *options, merged=None):
        merged = merged or sweep.merged
        self.log = self.work / f"{merged.name}.txt"
        # Three Java processes start for each case, and have little to do: most of their time is their own compiler's.
        quick = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
        settings = [
            "spark.driver.host=127.0.0.1",
            "spark.driver.bindAddress=127.0.0.1",
            "spark.ui.enabled=false",
            "spark.executor.memory=512m",
            f"spark.executor.extraJavaOptions={self.mark} {quick}",
            f"spark.driver.extraJavaOptions={quick}",
            f"spark.local.dir={self.work}",
            *options,
        ]
        command = [self.home / "bin/spark-submit", "--master", "local-cluster[2,1,1024]"]
        command += [word for setting in settings for word in ("--conf", setting)]
        command += [ADAPTERS / "spark_sweep.py", sweep.folder, "--out", merged, "--convene", self.convene]
        environment = dict(os.environ, SPARK_HOME=str(self.home), SPARK_LOCAL_IP="127.0.0.1", PYSPARK_PYTHON=sys.executable)
        # Executors write their logs beneath SPARK_WORKER_DIR, which is the installation's own folder otherwise.
        environment["SPARK_WORKER_DIR"] = str(self.work / "spark")
        with self.log.open("w") as log:
            job = subprocess.Popen(
                [str(word) for word in command], stdout=log, stderr=log, env=environment, cwd=self.work, start_new_session=True
            )
        self.jobs.append((job, self.log))

    def ended(self):
        for job, log in self.jobs:
            check(job.wait(PATIENCE) == 0, f"Spark's job ended with {job.returncode}:\n{log.read_text()[-4000:]}")

    def logged(self, words):
        return words in self.log.read_text()

    def undisturbed(self, sweep):
        self.submit(sweep)
        self.ended()
        # The same command again has nothing to do but to merge.
        times = [sweep.file(shard).stat().st_mtime_ns for shard in range(len(sweep.keys))]
        shutil.rmtree(sweep.merged)
        self.submit(sweep)
        self.ended()
        check(times == [sweep.file(shard).stat().st_mtime_ns for shard in range(len(sweep.keys))], "a shard was run again")
        return "submitted again, it ran no shard"

    def worker_killed(self, sweep):
        self.submit(sweep)
        pid, shard = sweep.stopped_worker()
        send(pid, signal.SIGKILL)
        self.ended()
        check(self.logged(f"shard {shard} ended with -9"), "Spark did not see the loss")
        return f"shard {shard} was tried again"

    def executor_killed(self, sweep):
        self.submit(sweep)
        pid, shard = sweep.stopped_worker()
        executors = [
            process
            for process, words in processes()
            if self.mark in words and any(word.endswith("CoarseGrainedExecutorBackend") for word in words)
        ]
        check(len(executors) == 2, f"{len(executors)} executors were seen")
        # The one whose worker is held: up from it through the two Python processes between.
        above = pid
        while above not in executors and above > 1:
            above = int(status(above)[1])
        check(above in executors, "the worker is no executor's")
        kill_all([above, pid])
        self.ended()
        check(self.logged("Command exited with code 137"), "Spark did not see the loss")
        return f"shard {shard} and its executor were lost"

    def given_up(self, sweep):
        self.submit(sweep, "spark.task.maxFailures=2")
        pid, shard = sweep.stopped_worker()
        send(pid, signal.SIGKILL)

        def again():
            return next((other for other, its in sweep.workers() if its == shard and other != pid), None)

        send(until("another try", again, 0.01), signal.SIGKILL)
        self.ended()
        check(self.logged("note: "), "Spark's job was not given up")
        return f"shard {shard} was handed out in another round"

    def run_twice(self, sweep):
        # The sweep is submitted twice; the second job finds a shard not done that the first one's worker holds. (Spark's own
        # speculation would do, but never on one host.)
        other = sweep.merged.with_name(sweep.merged.name + "-again")
        self.submit(sweep)
        said = sweep.doubled(lambda: self.submit(sweep, merged=other))
        self.ended()
        sweep.equals(self.single, other)
        return said

    def stop(self):
        for job, _ in self.jobs:
            if job.poll() is None:
                os.killpg(job.pid, signal.SIGKILL)
                job.wait()
        self.jobs = []


class Slurm:
    """One node on the loopback address, with its own key, ports and configuration."""

    title = "Slurm"

    def __init__(self, convene, work):
        self.folder = work / "cluster"
        self.environment = dict(os.environ, SLURM_CONF=str(self.folder / "slurm.conf"), CONVENE=convene)
        self.environment["PATH"] += ":/usr/sbin"
        self.cluster("start")
        self.cases = {
            "undisturbed": self.undisturbed,
            "a worker killed": self.worker_killed,
            "a task requeued": self.requeued,
            "a node lost": self.node_lost,
            "a shard run twice": self.run_twice,
        }

    def cluster(self, step):
        # Its output is a file's: daemons keep a pipe open.
        with open(f"{self.folder}.txt", "a") as log:
            done = subprocess.run(["sh", HERE / "slurm.sh", step, self.folder], stdout=log, stderr=log, timeout=PATIENCE)
        check(done.returncode == 0, f"Slurm did not {step}:\n{pathlib.Path(log.name).read_text()}")

    def slurm(self, *command):
        return called(command, env=self.environment)

    def submit(self, sweep, merged=None, **variables):
        """Returns the number of the array."""
        environment = dict(self.environment, **variables)
        said = called([ADAPTERS / "slurm_sweep.sh", sweep.folder, merged or sweep.merged, "--time=10"], env=environment)
        return said.split()[1]

    def ended(self):
        until("Slurm's jobs to end", lambda: not self.slurm("squeue", "-h"), 0.5)

    def log(self, sweep, end):
        return "".join(path.read_text() for path in sorted((sweep.folder / "logs").glob(f"*{end}")))

    def undisturbed(self, sweep):
        # Fewer tasks than shards: each runs several.
        self.submit(sweep, MOST_TASKS="5")
        self.ended()
        check(not list(sweep.folder.glob("missing-*")), "the list of what was missing was left behind")
        return "in five tasks"

    def worker_killed(self, sweep):
        self.submit(sweep)
        pid, shard = sweep.stopped_worker()
        send(pid, signal.SIGKILL)
        self.ended()
        check(not sweep.merged.exists(), "it was merged without the lost shard")
        refused = f"1 shard is missing, so that nothing was written: {shard}\n"
        check(refused in self.log(sweep, "-merge.txt"), "the merge did not say what is missing")
        self.submit(sweep)
        self.ended()
        return f"the merge refused, shard {shard} being lost; submitted again, it ran that one"

    def requeued(self, sweep):
        array = self.submit(sweep)
        pid, _ = sweep.stopped_worker()
        task = dict(
            line.split("=", 1)
            for line in pathlib.Path(f"/proc/{pid}/environ").read_bytes().decode().split("\0")
            if line.startswith("SLURM_ARRAY_TASK_ID=")
        )["SLURM_ARRAY_TASK_ID"]
        job = f"{array}_{task}"
        self.slurm("scontrol", "requeue", job)
        # Slurm asks a process to end before it kills it, and this one cannot hear.
        send(pid, signal.SIGCONT)
        until("the task to be queued again", lambda: "Restarts=1" in self.slurm("scontrol", "show", "job", job))
        self.ended()
        return f"task {task} ran again"

    def node_lost(self, sweep):
        self.submit(sweep, MOST_TASKS="6")
        _, shard = sweep.stopped_worker()
        kill_all([process for process, _ in processes() if self.of_the_node(process)])
        until("Slurm to miss its node", lambda: self.slurm("sinfo", "-h", "-o", "%T").startswith("down"), 0.5)
        held = until("the tasks to be queued again", lambda: self.slurm("squeue", "-h", "-n", "convene-sweep", "-t", "PD", "-o", "%i"))
        self.cluster("node")
        self.ended()
        check("equeue" in (self.folder / "slurmctld.log").read_text() and held, "Slurm queued nothing again")
        return f"shard {shard} and its node were lost; Slurm queued the tasks again itself"

    def of_the_node(self, process):
        """Whether it is the node's daemon, a step manager, or what a job of this cluster runs."""
        folder = pathlib.Path(f"/proc/{process}")
        try:
            environment = (folder / "environ").read_bytes().split(b"\0")
            name = (folder / "comm").read_text().strip()
        except OSError:
            return False
        job = any(variable.startswith(b"SLURM_JOB_ID=") for variable in environment)
        return f"SLURM_CONF={self.folder}/slurm.conf".encode() in environment and (job or name in ("slurmd", "slurmstepd"))

    def run_twice(self, sweep):
        # The whole sweep is submitted twice; the second array finds a shard not done that the first one's worker holds.
        other = sweep.merged.with_name(sweep.merged.name + "-again")
        self.submit(sweep)
        self.submit(sweep, other)
        said = sweep.doubled()
        self.ended()
        sweep.equals(self.single, other)
        return said

    def stop(self):
        self.cluster("stop")


def end(number, frame):
    # `timeout` asks twice, and the second must not interrupt the tidying up.
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise SystemExit(1)


def main():
    convene = shutil.which(sys.argv[1])
    if not convene:
        raise SystemExit(f"there is no program {sys.argv[1]}")
    convene = os.path.realpath(convene)
    engines = [{"spark": Spark, "slurm": Slurm}[name] for name in sys.argv[2:] or ("spark", "slurm")]
    signal.signal(signal.SIGTERM, end)

    work = pathlib.Path(tempfile.mkdtemp(prefix="convene-engines-"))
    # All cases are of the same texts, even if somebody edits theirs meanwhile.
    shutil.copytree(ROOT / "scenarios/staffing", work / "staffing")
    (work / "sweep.toml").write_text(f"""name = "engines"
seed = 11
replications = {REPLICATIONS}
replications_a_shard = {max(1, REPLICATIONS // SHARDS)}
baselines = ["staffing/lancashire-2011-12.toml"]
scenarios = [["staffing/agency-2.toml"], ["staffing/starts-x1-69.toml"]]
""")
    start = time.monotonic()
    sweep = Sweep(convene, work, "single")
    single = sweep.merged
    called([convene, "sweep", "merge", sweep.folder, "--out", single, "--single"])
    size = sum(path.stat().st_size for path in single.rglob("*") if path.is_file())
    print(f"single process: {len(sweep.keys)} shards' work in {time.monotonic() - start:.0f} s, {size:,} bytes", flush=True)

    failed = 0
    for kind in engines:
        engine = None
        try:
            engine = kind(convene, work)
            engine.single = single
            for name, case in engine.cases.items():
                start = time.monotonic()
                try:
                    sweep = Sweep(convene, work, f"{kind.__name__.lower()}-{name.replace(' ', '-')}")
                    said = case(sweep)
                    sweep.equals(single)
                    verdict = f"passed: bytes equal ({said})"
                except (Failure, OSError, subprocess.TimeoutExpired) as error:
                    failed += 1
                    verdict = f"FAILED: {error}"
                    engine.stop()
                    engine = kind(convene, work)
                    engine.single = single
                print(f"{kind.title}, {name}: {verdict}, {time.monotonic() - start:.0f} s", flush=True)
        except (Failure, OSError, subprocess.TimeoutExpired, ImportError) as error:
            failed += 1
            print(f"{kind.title}: FAILED: {error}", flush=True)
        finally:
            if engine:
                engine.stop()
    if failed:
        raise SystemExit(f"{failed} FAILED; what was done lies in {work}")
    shutil.rmtree(work)
    print("passed all")


if __name__ == "__main__":
    main()
