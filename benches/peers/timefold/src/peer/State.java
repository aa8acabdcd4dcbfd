package peer;

import ai.timefold.solver.core.api.score.buildin.bendablelong.BendableLongScore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Diaries of everybody and everything, and the score they add up to; kept up to date meeting by meeting. */
final class State {
    static final int OUTSIDE = 200, SHUT = 100, NO_LUNCH = 30, TOO_MANY = 60;

    final Problem p;
    final Meeting[][] diary;        // [staff * days + day], in order of occupation
    final int[] n, pdHard, pdTravel;
    final boolean[] closed;         // [staff * days + day]: bookings that stand break a rule there, so nothing more is booked
    final int[] weekLoad, caseload;
    final Meeting[][] roomDay;
    final int[] roomN;
    final Meeting[][] house;
    final int[] houseN, finalChair;
    final Meeting[][] workerDay;
    final int[] workerN;
    final List<Meeting> dirty = new ArrayList<>();
    long hard, s1, s2, s3;
    int evHard, evTravel;           // results of evaluate

    State(Problem p) {
        this.p = p;
        int pd = p.nStaff * p.nDays;
        diary = new Meeting[pd][4];
        n = new int[pd]; pdHard = new int[pd]; pdTravel = new int[pd];
        closed = new boolean[pd];
        weekLoad = new int[p.nStaff * p.nWeeks];
        caseload = new int[p.nStaff];
        roomDay = new Meeting[p.nRooms * p.nDays][4];
        roomN = new int[p.nRooms * p.nDays];
        house = new Meeting[p.houses.length][4];
        houseN = new int[p.houses.length];
        finalChair = new int[p.houses.length];
        workerDay = new Meeting[p.nWorkers * p.nDays][4];
        workerN = new int[p.nWorkers * p.nDays];
        s1 = p.base[0]; s2 = p.base[1]; s3 = p.base[2];
        for (int h = 0; h < p.houses.length; h++) {
            finalChair[h] = p.houses[h][2] == 1 ? p.houses[h][1] : -1;
            if (finalChair[h] >= 0) caseChange(finalChair[h], p.houses[h][0]);
        }
        for (Problem.Standing f : p.fixed) stand(f);
        for (int k = 0; k < pd; k++) closed[k] = pdHard[k] > 0;
        hard = 0;       // what bookings that stand break is not the plan's
    }

    void load(List<Meeting> list) {
        for (Meeting m : list) {
            m.in = m.dirty = false;
            s1 += m.weight;
            touch(m);
        }
        flush();
    }

    private void stand(Problem.Standing f) {
        Meeting m = f.whole;
        for (int i = 0; i < f.people.length; i++) staff(f.parts[i], f.people[i], m.day, 1);
        if (m.roomAt >= 0) rooms(m, 1);
        if (m.house >= 0) household(m, 1);
        if (m.worker >= 0) worker(m, 1);
    }

    // ------------------------------------------------------------------ changes
    void touch(Meeting m) {
        if (m.in) remove(m);
        if (!m.dirty) {
            m.dirty = true;
            dirty.add(m);
        }
    }

    void flush() {
        for (int i = 0; i < dirty.size(); i++) {
            Meeting m = dirty.get(i);
            m.dirty = false;
            if (m.start != null) insert(m);
        }
        dirty.clear();
    }

    BendableLongScore score() {
        flush();
        return BendableLongScore.of(new long[] {-hard}, new long[] {-s1, -s2, -s3});
    }

    private void insert(Meeting m) {
        m.enter(p);
        m.in = true;
        apply(m, 1);
    }

    private void remove(Meeting m) {
        m.in = false;
        apply(m, -1);
    }

    private void apply(Meeting m, int sign) {
        int d = m.day;
        Meeting.Facts f = m.facts;
        s1 -= sign * m.weight;
        s2 += sign * f.day[d][0];
        long cost = f.day[d][1] + f.roomCost[m.roomAt] + (m.s < 720 ? m.am : m.pm);
        int district = m.roomAt == p.home ? m.homeDistrict : p.roomDistrict[m.roomAt];
        if (district >= 0 && !p.covers[m.chairAt][district]) cost += p.wPatch;
        if (m.continuity) {
            int own = p.chairOn(m.house, d);
            if (own >= 0 && own != m.chairAt) cost += (long) m.weight * p.wHandover;
        }
        s3 += sign * cost;
        staff(m, m.chairAt, d, sign);
        if (m.takerAt >= 0) {
            staff(m, m.takerAt, d, sign);
            if (district >= 0 && !p.covers[m.takerAt][district]) hard += sign * SHUT;
        }
        if (m.roomAt != p.home) {
            if (!inside(p.free[m.roomAt][d], m.chairFrom, m.chairUntil)) hard += sign * SHUT;
            rooms(m, sign);
        }
        if (m.house >= 0) household(m, sign);
        if (m.worker >= 0) worker(m, sign);
    }

    private void rooms(Meeting m, int sign) {
        int k = m.roomAt * p.nDays + m.day;
        if (sign < 0) roomN[k] = drop(roomDay[k], roomN[k], m);
        for (int i = 0; i < roomN[k]; i++) {
            Meeting o = roomDay[k][i];
            hard += sign * overlap(m.chairFrom, m.chairUntil, o.chairFrom, o.chairUntil);
        }
        if (sign > 0) {
            if (roomN[k] == roomDay[k].length) roomDay[k] = Arrays.copyOf(roomDay[k], roomN[k] * 2);
            roomDay[k][roomN[k]++] = m;
        }
    }

    private void household(Meeting m, int sign) {
        int h = m.house;
        if (sign < 0) houseN[h] = drop(house[h], houseN[h], m);
        if (m.family)
            for (int i = 0; i < houseN[h]; i++) {
                Meeting o = house[h][i];
                if (o.family && o.day == m.day) hard += sign * overlap(m.s, m.s + m.minutes, o.s, o.s + o.minutes);
            }
        if (sign > 0) {
            if (houseN[h] == house[h].length) house[h] = Arrays.copyOf(house[h], houseN[h] * 2);
            house[h][houseN[h]++] = m;
        }
        if (m.continuity) setFinal(h);
    }

    private void worker(Meeting m, int sign) {
        int k = m.worker * p.nDays + m.day;
        if (sign < 0) workerN[k] = drop(workerDay[k], workerN[k], m);
        for (int i = 0; i < workerN[k]; i++) {
            Meeting o = workerDay[k][i];
            hard += sign * overlap(m.s, m.s + m.minutes, o.s, o.s + o.minutes);
        }
        if (sign > 0) {
            if (workerN[k] == workerDay[k].length) workerDay[k] = Arrays.copyOf(workerDay[k], workerN[k] * 2);
            workerDay[k][workerN[k]++] = m;
        }
    }

    /** Settles whose caseload a household ends on. */
    private void setFinal(int h) {
        Meeting first = null, last = null;
        for (int i = 0; i < houseN[h]; i++) {
            Meeting o = house[h][i];
            if (!o.continuity) continue;
            if (first == null || before(o, first)) first = o;
            if (last == null || before(last, o)) last = o;
        }
        int chair;
        if (first == null) chair = p.houses[h][2] == 1 ? p.houses[h][1] : -1;
        else {
            chair = p.chairOn(h, first.day);
            if (chair < 0) chair = first.chairAt;
            else
                for (int i = 0; i < houseN[h]; i++)
                    if (house[h][i].continuity && house[h][i].chairAt != chair) { chair = last.chairAt; break; }
        }
        int old = finalChair[h];
        if (old == chair) return;
        int c = p.houses[h][0];
        if (old >= 0) caseChange(old, -c);
        if (chair >= 0) caseChange(chair, c);
        finalChair[h] = chair;
    }

    private static boolean before(Meeting a, Meeting b) {
        int x = a.day * 1440 + a.s, y = b.day * 1440 + b.s;
        return x < y || (x == y && a.rank < b.rank);
    }

    private void caseChange(int chair, int by) {
        if (!p.isChair[chair]) return;
        s3 -= (long) p.wCase * Math.max(0, caseload[chair] - p.caseLimit[chair]);
        caseload[chair] += by;
        s3 += (long) p.wCase * Math.max(0, caseload[chair] - p.caseLimit[chair]);
    }

    private static int drop(Meeting[] a, int n, Meeting m) {
        for (int i = 0; i < n; i++)
            if (a[i] == m) {
                System.arraycopy(a, i + 1, a, i, n - i - 1);
                a[n - 1] = null;
                return n - 1;
            }
        throw new IllegalStateException("not there: " + m.id);
    }

    private void staff(Meeting m, int who, int d, int sign) {
        int k = who * p.nDays + d;
        boolean chair = p.isChair[who];
        Meeting[] a = diary[k];
        int c = n[k];
        if (sign > 0) {
            if (c == a.length) a = diary[k] = Arrays.copyOf(a, c * 2);
            int from = from(m, chair), until = until(m, chair), i = c;
            while (i > 0 && (from(a[i - 1], chair) > from || (from(a[i - 1], chair) == from && until(a[i - 1], chair) > until))) {
                a[i] = a[i - 1];
                i--;
            }
            a[i] = m;
            n[k] = c + 1;
        } else n[k] = drop(a, c, m);
        if (closed[k]) hard += sign * SHUT;
        evaluate(who, d, null, null, null, 0, 0, 0);
        hard += evHard - pdHard[k];
        int more = evTravel - pdTravel[k];
        pdHard[k] = evHard;
        pdTravel[k] = evTravel;
        if (chair) {
            int w = who * p.nWeeks + p.week[d], old = weekLoad[w], now = old + more + sign * (m.chairUntil - m.chairFrom);
            weekLoad[w] = now;
            int limit = p.loadLimit[who];
            s3 += (long) p.wTravelChair * more + (long) p.wLoad * (Math.max(0, now - limit) - Math.max(0, old - limit));
        } else s3 += (long) p.wTravelTaker * more;
    }

    static int from(Meeting m, boolean chair) { return chair ? m.chairFrom : m.takerFrom; }

    static int until(Meeting m, boolean chair) { return chair ? m.chairUntil : m.takerUntil; }

    // ------------------------------------------------------------------ a person's day
    /**
     * Hard minutes and travel of a person's day: what the diary holds, less `x` and `y`, plus one occupation [a, b) at
     * `place` where `extra` is given. Results in evHard, evTravel.
     */
    void evaluate(int who, int d, Meeting x, Meeting y, Meeting extra, int a, int b, int place) {
        int k = who * p.nDays + d, c = n[k], hardness = 0, travelled = 0, count = 0, within = 0;
        Meeting[] list = diary[k];
        boolean chair = p.isChair[who];
        int base = p.baseOf[who];
        int[] spells = p.spells[who][d];
        int[][] travel = p.travel;
        for (int i = 0; i < c; i++) if (list[i] != x && list[i] != y) count++;
        if (extra != null) count++;
        if (count > p.perDay[who]) hardness += TOO_MANY * (count - p.perDay[who]);
        if (count > 0)
            for (int q = 0; q < spells.length; q += 2) {
                int from = spells[q], to = spells[q + 1], end = from, here = base, held = 0;
                boolean lunch = !(from <= p.lunchFrom && p.lunchUntil <= to), added = extra == null;
                for (int i = 0; ; ) {
                    int os, oe, at;
                    boolean more = i < c;
                    if (!added && (!more || a < from(list[i], chair))) {
                        os = a; oe = b; at = place;
                        added = true;
                    } else if (more) {
                        Meeting o = list[i++];
                        if (o == x || o == y) continue;
                        os = from(o, chair); oe = until(o, chair); at = o.placeAt;
                    } else break;
                    if (os < from || oe > to) continue;
                    int leg = 0;
                    if (at >= 0) { leg = travel[here][at]; here = at; }
                    int gap = os - end;
                    if (gap < leg) hardness += leg - gap;
                    if (!lunch && gap - leg >= p.lunch && Math.min(os, p.lunchUntil) - Math.max(end, p.lunchFrom) >= p.lunch) lunch = true;
                    travelled += leg;
                    end = oe;
                    held++;
                }
                if (held > 0) {
                    int leg = travel[here][base], gap = to - end;
                    if (gap < leg) hardness += leg - gap;
                    if (!lunch && !(gap - leg >= p.lunch && Math.min(to, p.lunchUntil) - Math.max(end, p.lunchFrom) >= p.lunch)) hardness += NO_LUNCH;
                    travelled += leg;
                    within += held;
                }
            }
        evHard = hardness + OUTSIDE * (count - within);
        evTravel = travelled;
    }

    /** Could `who` take [a, b) at `place` on day d, the diary being without x and y? */
    boolean fits(int who, int d, Meeting x, Meeting y, Meeting m, int a, int b, int place) {
        if (closed[who * p.nDays + d] || !inside(p.spells[who][d], a, b)) return false;
        evaluate(who, d, x, y, m, a, b, place);
        return evHard == 0;
    }

    boolean roomFree(int room, int d, Meeting x, Meeting y, int a, int b) {
        if (room == p.home) return true;
        if (!inside(p.free[room][d], a, b)) return false;
        int k = room * p.nDays + d;
        for (int i = 0; i < roomN[k]; i++) {
            Meeting o = roomDay[k][i];
            if (o != x && o != y && overlap(a, b, o.chairFrom, o.chairUntil) > 0) return false;
        }
        return true;
    }

    boolean peopleFree(Meeting m, int d, Meeting y, int s, int e) {
        if (m.worker >= 0) {
            int k = m.worker * p.nDays + d;
            for (int i = 0; i < workerN[k]; i++) {
                Meeting o = workerDay[k][i];
                if (o != m && o != y && overlap(s, e, o.s, o.s + o.minutes) > 0) return false;
            }
        }
        if (m.family)
            for (int i = 0; i < houseN[m.house]; i++) {
                Meeting o = house[m.house][i];
                if (o != m && o != y && o.family && o.day == d && overlap(s, e, o.s, o.s + o.minutes) > 0) return false;
            }
        return true;
    }

    static boolean inside(int[] stretches, int a, int b) {
        for (int q = 0; q < stretches.length; q += 2) if (stretches[q] <= a && b <= stretches[q + 1]) return true;
        return false;
    }

    static int overlap(int a, int b, int c, int d) { return Math.max(0, Math.min(b, d) - Math.max(a, c)); }
}
