"""Setting the solvers up and running them. Each plans one register from the same cores and says its own score; run judges it."""
import json
import platform
import re
import shutil
import subprocess
import sys
import time
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
TIMEFOLD = "timefold==1.24.0b0"
ORTOOLS = "ortools==9.15.6755"
# How Timefold searches, core by core: late acceptance is quick, simulated annealing gets further in the end.
SEARCHES = ("-Dlate=150", "-Dheat=50")


class Fault(Exception):
    """Something that the reader must mend."""


def call(command, **options):
    """Runs a command and returns its output."""
    command = [str(part) for part in command]
    done = subprocess.run(command, capture_output=True, text=True, **options)
    if done.returncode:
        raise Fault(f"{' '.join(command)} failed:\n{done.stderr or done.stdout}")
    return done.stdout


def write(path, text):
    """Writes a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(path.suffix + ".partial")
    partial.write_text(text)
    partial.replace(path)


def check(convene, register, bookings):
    """Returns what `convene check` says of bookings."""
    command = [str(convene), "check", str(register), "--bookings", str(bookings), "--json"]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode not in (0, 1):
        raise Fault(f"{' '.join(command)} failed:\n{done.stderr}")
    return json.loads(done.stdout)


def machine(cores):
    names = re.findall(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text()) or [platform.machine()]
    return f"{cores} cores of {names[0]}, {platform.system()} {platform.release()}"


class Tools:
    """The programs, set up on first use."""

    def __init__(self, given, fingerprint):
        self.out = given.out
        self.convene = given.convene or self.build()
        self.convene = Path(self.convene).resolve()
        if not self.convene.exists():
            raise Fault(f"there is no program {self.convene}")
        self.cargo("build", "--example", "peers_export")
        self.export = self.target() / "debug/examples/peers_export"
        stamps = {"convene": [self.convene]}
        if "timefold" in given.solvers:
            self.set_up_timefold()
            stamps["timefold"] = [HERE / "timefold/src"]
        if "cpsat" in given.solvers:
            self.set_up_cpsat()
            stamps["cpsat"] = [HERE / "cpsat/plan.py", HERE / "cpsat/model.py"]
        self.stamps = {name: fingerprint(*paths) for name, paths in stamps.items()}

    def stamp(self, solver):
        return self.stamps[solver]

    # ------------------------------------------------------------------ setting up
    def cargo(self, *arguments):
        if not shutil.which("cargo"):
            raise Fault("Convene is built with Rust, which is not here: install it from https://rustup.rs")
        call(["cargo", *arguments, "--locked", "--quiet"], cwd=ROOT)

    def target(self):
        return Path(json.loads(call(["cargo", "metadata", "--no-deps", "--format-version", "1"], cwd=ROOT))["target_directory"])

    def build(self):
        self.cargo("build", "--release")
        return self.target() / "release/convene"

    def python(self):
        """Returns the Python of a virtual environment of our own."""
        folder = self.out / "tools/python"
        program = folder / "bin/python"
        if not program.exists():
            call([sys.executable, "-m", "venv", folder])
        return program

    def set_up_timefold(self):
        for tool in ("javac", "java"):
            version = java_version(tool) if shutil.which(tool) else ""
            if int(version.partition(".")[0] or 0) < 17:
                raise Fault(
                    f"Timefold needs a JDK, 17 or later, and {tool} {'is older' if version else 'is not here'}. "
                    "Install one (apt-get install openjdk-17-jdk-headless), or leave Timefold out: --solvers convene,cpsat"
                )
        tools = self.out / "tools"
        self.jars, self.classes = tools / "jars", tools / "classes"
        if not any(self.jars.glob("timefold-solver-core-*.jar")):
            call([self.python(), "-m", "pip", "download", "--quiet", "--no-deps", "--dest", tools, TIMEFOLD])
            self.jars.mkdir(parents=True, exist_ok=True)
            with zipfile.ZipFile(next(tools.glob("timefold-*.whl"))) as wheel:
                for name in wheel.namelist():
                    if name.endswith(".jar"):
                        (self.jars / Path(name).name).write_bytes(wheel.read(name))
        shutil.rmtree(self.classes, ignore_errors=True)
        sources = sorted((HERE / "timefold/src").rglob("*.java"))
        call(["javac", "-nowarn", "-d", self.classes, "-cp", f"{self.jars}/*", *sources])

    def set_up_cpsat(self):
        ready = self.out / "tools" / ORTOOLS
        if not ready.exists():
            call([self.python(), "-m", "pip", "install", "--quiet", ORTOOLS])
            ready.touch()

    def versions(self):
        versions = {"convene": call([self.convene, "--version"]).strip()}
        if "timefold" in self.stamps:
            versions["timefold"] = f"Timefold Solver 1.24.0 (community) on Java {java_version('java')}"
        if "cpsat" in self.stamps:
            versions["cpsat"] = f"OR-Tools CP-SAT {ORTOOLS.partition('==')[2]}"
        return versions

    # ------------------------------------------------------------------ running
    def run(self, solver, register, problem, moments, seed, cores, work):
        """Plans a register and returns what was measured at each moment: seconds, found, score, bookings."""
        if solver == "convene":
            return [self.run_convene(register, moments[0], seed, cores, work)]
        if solver == "timefold":
            commands = [self.timefold(problem, moments, seed, core, work) for core in range(cores)]
        else:
            commands = [self.cpsat(problem, moments, seed, core, work) for core in range(cores)]
        began = time.monotonic()
        told = side_by_side(commands, moments[-1], work)
        wall = round(time.monotonic() - began, 2)
        measured = []
        for moment in moments:
            plans = [line for line in told if line["at"] == moment and line["found"]]
            best = min(plans, key=lambda line: line["score"], default={"score": None, "bookings": None})
            extra = {key: best[key] for key in ("moves_per_second", "steps") if key in best}
            measured.append({"seconds": moment, "found": bool(plans), "score": best["score"], "bookings": best["bookings"],
                             "wall_seconds": wall, **extra})
        return measured

    def run_convene(self, register, seconds, seed, cores, work):
        began = time.monotonic()
        plan = work / "plan"
        told = json.loads(call([self.convene, "plan", register, "--seconds", seconds, "--seed", seed, "--threads", cores,
                                "--out", plan, "--force", "--json"]))
        score = [told["score"][name] for name in ("s1", "s2", "s3")]
        return {"seconds": seconds, "found": True, "score": score, "bookings": str(plan / "bookings.csv"),
                "wall_seconds": round(time.monotonic() - began, 2), "iterations": told["iterations"]}

    def cpsat(self, problem, moments, seed, core, work):
        return [self.python(), "-B", HERE / "cpsat/plan.py", problem, ",".join(map(str, moments)), work / f"core{core}",
                "--seed", seed * 100 + core]

    def timefold(self, problem, moments, seed, core, work):
        *snapshots, seconds = moments
        return ["java", "-XX:+UseSerialGC", f"-Dseed={seed * 100 + core}", SEARCHES[core % len(SEARCHES)],
                "-cp", f"{self.classes}:{self.jars}/*", "peer.App", problem, seconds, work / f"core{core}", ",".join(map(str, snapshots))]


def java_version(tool):
    """Returns the version that a Java tool tells."""
    done = subprocess.run([tool, "-version"], capture_output=True, text=True)
    return (re.search(r"\d+[\d.]*", done.stderr + done.stdout) or [""])[0]


def side_by_side(commands, seconds, work):
    """Runs commands at the same time, at most three times as long as they were given and five minutes more, and returns the
    lines of JSON that they wrote."""
    running = []
    lines = []
    try:
        for i, command in enumerate(commands):
            errors = open(work / f"errors{i}.txt", "w")
            running.append((subprocess.Popen([str(part) for part in command], stdout=subprocess.PIPE, stderr=errors, text=True), errors))
        for i, (process, errors) in enumerate(running):
            told, _ = process.communicate(timeout=3 * seconds + 300)
            if process.returncode:
                raise Fault(f"{' '.join(map(str, commands[i]))} failed:\n{(work / f'errors{i}.txt').read_text()[-2000:]}")
            lines += [json.loads(line) for line in told.splitlines() if line.startswith("{")]
    except subprocess.TimeoutExpired as late:
        raise Fault(f"{' '.join(map(str, late.cmd))} does not end") from late
    finally:
        for process, errors in running:
            if process.poll() is None:
                process.kill()
                process.wait()
            errors.close()
    for line in lines:
        line["found"] = line.get("found", True)
    return lines
