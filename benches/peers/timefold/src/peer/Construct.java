package peer;

import ai.timefold.solver.core.api.score.director.ScoreDirector;
import ai.timefold.solver.core.api.solver.phase.PhaseCommand;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Construction: the meeting with the fewest places goes first, to its cheapest lawful place by score over starts, rooms, chairs and takers. */
public class Construct implements PhaseCommand<Plan> {
    @Override public void changeWorkingSolution(ScoreDirector<Plan> sd, BooleanSupplier over) {
        Problem p = Problem.p;
        State st = Calc.live;
        st.flush();
        List<Meeting> todo = new ArrayList<>();
        for (Meeting m : sd.getWorkingSolution().meetings) if (!proposed(p, st, sd, m)) todo.add(m);
        int roomCap = todo.size() > 800 ? 4 : todo.size() > 250 ? 8 : 14, step = todo.size() > 800 ? 30 : 1;
        todo.sort(Comparator.comparingLong(Construct::places).thenComparingInt(m -> -m.weight).thenComparingInt(m -> m.no));
        for (Meeting m : todo) {
            if (over.getAsBoolean()) break;
            if (!best(p, st, sd, m, roomCap, step) && (step > 1 || roomCap < m.rooms.size())) best(p, st, sd, m, m.rooms.size(), 1);
        }
    }

    /** How many places a meeting has in time: days by chairs by rooms. */
    private static long places(Meeting m) {
        long days = 0;
        for (int[] day : m.facts.day) if (day != null && day[0] == 0) days++;
        return Math.max(days, 1) * m.facts.chairArray.length * Math.min(m.facts.roomArray.length, 12);
    }

    /** Books m where the register proposes it, if that is lawful. */
    private static boolean proposed(Problem p, State st, ScoreDirector<Plan> sd, Meeting m) {
        if (m.now == null) return false;
        int start = m.now[0], c = m.now[1], room = m.now[2], t = m.now[3];
        if (!m.starts.contains(start) || !m.chairs.contains(c) || !m.rooms.contains(room) || !m.takers.contains(t)) return false;
        int d = start / 1440, s = start % 1440, a = s - m.before, b = s + m.minutes + m.after;
        int place = room == p.home ? m.homePlace : p.roomPlace[room];
        int district = room == p.home ? m.homeDistrict : p.roomDistrict[room];
        boolean fits = st.peopleFree(m, d, null, s, s + m.minutes) && st.roomFree(room, d, null, null, a, b) && st.fits(c, d, null, null, m, a, b, place)
                && (t < 0 || ((district < 0 || p.covers[t][district])
                        && st.fits(t, d, null, null, m, s - Problem.TAKER_MARGIN, s + m.minutes + Problem.TAKER_MARGIN, place)));
        return fits && book(sd, st, m, start, c, room, t);
    }

    private static boolean book(ScoreDirector<Plan> sd, State st, Meeting m, int start, int chair, int room, int taker) {
        Place.set(sd, m, start, chair, room, taker);
        sd.triggerVariableListeners();
        st.flush();
        return true;
    }

    private static boolean best(Problem p, State st, ScoreDirector<Plan> sd, Meeting m, int roomCap, int step) {
        int own = m.continuity ? p.houses[m.house][1] : -1;
        long bestLate = Long.MAX_VALUE, bestCost = Long.MAX_VALUE;
        int bs = -1, bc = 0, br = 0, bt = 0;
        int[] chairs = ownFirst(m.facts.chairArray, own);
        Integer[] order = Arrays.stream(m.facts.startArray).boxed().toArray(Integer[]::new);
        Arrays.sort(order, Comparator.comparingLong(x -> m.facts.day[x / 1440][0] * 100000000L + m.facts.day[x / 1440][1]));
        for (int start : order) {
            int d = start / 1440, s = start % 1440, a = s - m.before, b = s + m.minutes + m.after;
            if (step > 1 && s % step != 0) continue;
            int[] dc = m.facts.day[d];
            if (bs >= 0 && (dc[0] > bestLate || dc[1] >= bestCost)) break;
            if (!st.peopleFree(m, d, null, s, s + m.minutes)) continue;
            int tried = 0;
            for (int room : m.facts.roomArray) {
                if (!st.roomFree(room, d, null, null, a, b)) continue;
                if (++tried > roomCap) break;
                int place = room == p.home ? m.homePlace : p.roomPlace[room];
                int district = room == p.home ? m.homeDistrict : p.roomDistrict[room];
                long fixed = dc[1] + m.facts.roomCost[room] + (s < 720 ? m.am : m.pm);
                if (bs >= 0 && fixed >= bestCost) continue;
                long chairCost = Long.MAX_VALUE;
                int chair = -1;
                for (int c : chairs) {
                    long handed = own >= 0 && own != c && p.inPost[own][d] ? (long) m.weight * p.wHandover : 0;
                    if (handed >= chairCost || (bs >= 0 && fixed + handed >= bestCost) || !st.fits(c, d, null, null, m, a, b, place)) continue;
                    int more = st.evTravel - st.pdTravel[c * p.nDays + d], load = st.weekLoad[c * p.nWeeks + p.week[d]];
                    long cost = (long) p.wTravelChair * more + (district >= 0 && !p.covers[c][district] ? p.wPatch : 0) + handed
                            + (long) p.wLoad * (Math.max(0, load + more + b - a - p.loadLimit[c]) - Math.max(0, load - p.loadLimit[c]));
                    if (cost < chairCost) { chairCost = cost; chair = c; }
                }
                if (chair < 0 || (bs >= 0 && fixed + chairCost >= bestCost)) continue;
                long takerCost = m.needsTaker ? Long.MAX_VALUE : 0;
                int taker = -1;
                if (m.needsTaker)
                    for (int t : m.facts.takerArray) {
                        if (district >= 0 && !p.covers[t][district]) continue;
                        if (!st.fits(t, d, null, null, m, s - Problem.TAKER_MARGIN, s + m.minutes + Problem.TAKER_MARGIN, place)) continue;
                        long cost = (long) p.wTravelTaker * (st.evTravel - st.pdTravel[t * p.nDays + d]);
                        if (cost < takerCost) { takerCost = cost; taker = t; }
                    }
                if (takerCost == Long.MAX_VALUE) continue;
                long cost = fixed + chairCost + takerCost;
                if (bs < 0 || cost < bestCost) {
                    bestLate = dc[0]; bestCost = cost; bs = start; bc = chair; br = room; bt = taker;
                }
            }
        }
        return bs >= 0 && book(sd, st, m, bs, bc, br, bt);
    }

    private static int[] ownFirst(int[] chairs, int own) {
        int[] out = chairs.clone();
        for (int i = 1; i < out.length; i++)
            if (out[i] == own) {
                out[i] = out[0];
                out[0] = own;
            }
        return out;
    }
}
