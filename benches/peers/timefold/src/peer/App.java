package peer;

import ai.timefold.solver.core.api.score.buildin.bendablelong.BendableLongScore;
import ai.timefold.solver.core.api.solver.Solver;
import ai.timefold.solver.core.api.solver.SolverFactory;
import ai.timefold.solver.core.config.heuristic.selector.move.factory.MoveIteratorFactoryConfig;
import ai.timefold.solver.core.config.localsearch.LocalSearchPhaseConfig;
import ai.timefold.solver.core.config.localsearch.decider.acceptor.LocalSearchAcceptorConfig;
import ai.timefold.solver.core.config.localsearch.decider.forager.LocalSearchForagerConfig;
import ai.timefold.solver.core.config.phase.custom.CustomPhaseConfig;
import ai.timefold.solver.core.config.score.director.ScoreDirectorFactoryConfig;
import ai.timefold.solver.core.config.solver.EnvironmentMode;
import ai.timefold.solver.core.config.solver.SolverConfig;
import ai.timefold.solver.core.config.solver.termination.TerminationConfig;
import ai.timefold.solver.core.impl.solver.DefaultSolver;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * `App PROBLEM.json SECONDS OUT [SNAPSHOTS]`: plans, and writes OUT.SECONDS.csv with the best plan of each moment asked for
 * (snapshots such as `5,20`, and the end), printing a line of JSON for each. `-Dseed=1`; `-Dlate=150`, how many steps back
 * late acceptance looks; or `-Dheat=50`, simulated annealing from that temperature in minutes of cost.
 */
public class App {
    public static void main(String[] args) throws Exception {
        Problem p = Problem.p = Problem.read(args[0]);
        double seconds = Double.parseDouble(args[1]);
        String out = args[2];
        double[] marks = args.length > 3 && !args[3].isEmpty() ? Arrays.stream(args[3].split(",")).mapToDouble(Double::parseDouble).toArray() : new double[0];
        Plan plan = new Plan();
        plan.meetings = p.meetings;
        if (p.meetings.isEmpty()) {
            plan.score = BendableLongScore.of(new long[1], Arrays.stream(p.base).mapToLong(x -> -x).toArray());
            for (double mark : marks) tell(p, plan, out, mark, 0);
            tell(p, plan, out, seconds, 0);
            return;
        }
        Solver<Plan> solver = SolverFactory.<Plan>create(config(seconds)).buildSolver();
        long began = System.nanoTime();
        int[] next = {0};
        Plan[] best = {null};
        solver.addEventListener(e -> {
            double t = (System.nanoTime() - began) / 1e9;
            while (next[0] < marks.length && t > marks[next[0]]) tell(p, best[0], out, marks[next[0]++], 0);
            best[0] = e.getNewBestSolution();
        });
        Plan done = solver.solve(plan);
        while (next[0] < marks.length) tell(p, best[0] == null ? done : best[0], out, marks[next[0]++], 0);
        tell(p, done, out, seconds, ((DefaultSolver<Plan>) solver).getMoveEvaluationSpeed());
    }

    /** Cheapest insertion, then local search over the moves of Moves until the time is up. */
    private static SolverConfig config(double seconds) {
        CustomPhaseConfig construct = new CustomPhaseConfig();
        construct.setCustomPhaseCommandClassList(List.of(Construct.class));
        LocalSearchPhaseConfig search = new LocalSearchPhaseConfig()
                .withMoveSelectorConfig(new MoveIteratorFactoryConfig().withMoveIteratorFactoryClass(Moves.class))
                .withAcceptorConfig(acceptor())
                .withForagerConfig(new LocalSearchForagerConfig().withAcceptedCountLimit(1));
        return new SolverConfig().withSolutionClass(Plan.class).withEntityClasses(Meeting.class).withEnvironmentMode(EnvironmentMode.NO_ASSERT)
                .withRandomSeed(Long.getLong("seed", 1L))
                .withScoreDirectorFactory(new ScoreDirectorFactoryConfig().withIncrementalScoreCalculatorClass(Calc.class))
                .withPhases(construct, search)
                .withTerminationConfig(new TerminationConfig().withSpentLimit(Duration.ofMillis((long) (1000 * seconds))));
    }

    private static LocalSearchAcceptorConfig acceptor() {
        LocalSearchAcceptorConfig acceptor = new LocalSearchAcceptorConfig();
        String heat = System.getProperty("heat");
        if (heat == null) return acceptor.withLateAcceptanceSize(Integer.getInteger("late", 150));
        acceptor.setSimulatedAnnealingStartingTemperature("[0]hard/[0/0/" + heat + "]soft");
        return acceptor;
    }

    /** Adds a plan up from scratch: {hard, S1, S2, S3}. */
    private static long[] score(Problem p, Plan plan) {
        List<Meeting> copy = new ArrayList<>();
        for (Meeting m : plan.meetings) {
            Meeting c = new Meeting();
            c.no = m.no; c.id = m.id; c.rank = m.rank; c.weight = m.weight; c.house = m.house; c.worker = m.worker; c.minutes = m.minutes;
            c.before = m.before; c.after = m.after; c.am = m.am; c.pm = m.pm; c.homePlace = m.homePlace; c.homeDistrict = m.homeDistrict;
            c.family = m.family; c.continuity = m.continuity; c.needsTaker = m.needsTaker; c.facts = m.facts;
            c.start = m.start; c.chair = m.chair; c.room = m.room; c.taker = m.taker;
            copy.add(c);
        }
        State s = new State(p);
        s.load(copy);
        BendableLongScore scratch = s.score();
        if (!scratch.equals(plan.score))
            throw new IllegalStateException("the incremental score " + plan.score + " is not what the plan adds up to, " + scratch);
        return new long[] {s.hard, s.s1, s.s2, s.s3};
    }

    private static void tell(Problem p, Plan plan, String out, double seconds, long speed) {
        if (plan == null) return;
        String at = seconds == Math.rint(seconds) ? String.valueOf((long) seconds) : String.valueOf(seconds);
        String file = out + "." + at + ".csv";
        long[] s = score(p, plan);
        try (PrintWriter w = new PrintWriter(Files.newBufferedWriter(Path.of(file)))) {
            w.print(p.kept);
            for (Meeting m : plan.meetings) {
                if (m.start == null) continue;
                int minute = m.start % 1440;
                w.printf("%s,%sT%02d:%02d,%s,%s,%s,proposed%s\r\n", m.id, p.days[m.start / 1440], minute / 60, minute % 60, p.staffId[m.chair],
                        p.roomId[m.room], m.taker < 0 ? "" : p.staffId[m.taker], ",".repeat(p.ownColumns));
            }
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        System.out.printf("{\"at\": %s, \"found\": %b, \"score\": [%d, %d, %d], \"moves_per_second\": %d, \"bookings\": \"%s\"}%n",
                at, s[0] == 0, s[1], s[2], s[3], speed, file);
        System.out.flush();
    }
}
