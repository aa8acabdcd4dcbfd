package peer;

import ai.timefold.solver.core.api.score.director.ScoreDirector;
import ai.timefold.solver.core.impl.heuristic.selector.move.factory.MoveIteratorFactory;
import java.util.Iterator;
import java.util.List;
import java.util.Random;

/**
 * Random moves of one to three meetings. Proposals that break a hard rule by themselves are dropped here already (Timefold calls
 * that built-in hard constraints), so that nearly every move that reaches the score calculator is lawful.
 */
public class Moves implements MoveIteratorFactory<Plan, Place> {
    /** Shares of relocate, cluster, taker, chair, room, time, swap people, swap slots, eject, chain. */
    private static final int[] SHARES = {24, 18, 12, 10, 8, 8, 8, 6, 6, 3};
    private static final int[] NOWHERE = {-1, 0, 0, 0};

    @Override public long getSize(ScoreDirector<Plan> sd) { return 1_000_000_000L; }

    @Override public Iterator<Place> createOriginalMoveIterator(ScoreDirector<Plan> sd) { throw new UnsupportedOperationException(); }

    @Override public Iterator<Place> createRandomMoveIterator(ScoreDirector<Plan> sd, Random random) {
        return new Source(sd.getWorkingSolution().meetings, random);
    }

    static final class Source implements Iterator<Place> {
        final Problem p = Problem.p;
        final State st = Calc.live;
        final List<Meeting> all;
        final Random rnd;
        final int total;
        int chair, taker;           // found by people()

        Source(List<Meeting> all, Random rnd) {
            this.all = all;
            this.rnd = rnd;
            int t = 0;
            for (int x : SHARES) t += x;
            total = t;
        }

        @Override public boolean hasNext() { return true; }

        @Override public Place next() {
            st.flush();
            for (int i = 0; i < 40; i++) {
                Place m = attempt();
                if (m != null) return m;
            }
            return Place.NOTHING;
        }

        private Meeting any() {
            if (st.s1 > p.base[0] && rnd.nextInt(6) == 0) {
                int n = all.size(), i = rnd.nextInt(n);
                for (int k = 0; k < n; k++) {
                    Meeting m = all.get((i + k) % n);
                    if (!m.in) return m;
                }
            }
            return all.get(rnd.nextInt(all.size()));
        }

        private Meeting booked() {
            for (int k = 0; k < 20; k++) {
                Meeting m = all.get(rnd.nextInt(all.size()));
                if (m.in) return m;
            }
            return null;
        }

        private Place attempt() {
            int r = rnd.nextInt(total), kind = 0;
            while (r >= SHARES[kind]) r -= SHARES[kind++];
            Meeting m = kind < 2 || kind > 7 ? any() : booked();
            if (m == null) return null;
            switch (kind) {
                case 0: return relocate(m);
                case 1: return cluster(m);
                case 2: return newTaker(m);
                case 3: return newChair(m);
                case 4: return newRoom(m);
                case 5: return newTime(m);
                case 6: return swapPeople(m);
                case 7: return swapSlots(m);
                case 8: return eject(m);
                default: return chain(m);
            }
        }

        /** A room, the cheap ones more often. */
        private int room(Meeting m) {
            double x = rnd.nextDouble();
            int[] a = m.facts.roomArray;
            return a[(int) (a.length * x * x * x)];
        }

        private int start(Meeting m) {
            int[] a = m.facts.startArray;
            if (m.in && rnd.nextInt(3) == 0) {
                int[] same = m.facts.startsOfDay[m.day];
                if (same.length > 0) a = same;
            }
            int start = a[rnd.nextInt(a.length)];
            for (int k = 0; k < 4 && later(m, start / 1440); k++) start = a[rnd.nextInt(a.length)];
            return start;
        }

        /** Would that day make m later past its statutory date? Such moves are seldom of use. */
        private boolean later(Meeting m, int day) {
            return m.in && m.facts.day[day][0] > m.facts.day[m.day][0];
        }

        private int own(Meeting m, int day) { return m.continuity ? p.chairOn(m.house, day) : -1; }

        private int place(Meeting m, int room) { return room == p.home ? m.homePlace : p.roomPlace[room]; }

        private boolean chairFits(Meeting m, int who, int d, int s, int place, Meeting y) {
            return st.fits(who, d, m, y, m, s - m.before, s + m.minutes + m.after, place);
        }

        private boolean takerFits(Meeting m, int who, int d, int s, int room, Meeting y) {
            if (who < 0) return !m.needsTaker;
            int district = room == p.home ? m.homeDistrict : p.roomDistrict[room];
            return (district < 0 || p.covers[who][district]) && st.fits(who, d, m, y, m, s - 15, s + m.minutes + 15, place(m, room));
        }

        /** Looks for a chair and a minute taker of m at a start and room, the wished ones first. */
        private boolean people(Meeting m, int start, int room, int wishChair, int wishTaker, Meeting y) {
            int d = start / 1440, s = start % 1440, place = place(m, room);
            if (!st.roomFree(room, d, m, y, s - m.before, s + m.minutes + m.after) || !st.peopleFree(m, d, y, s, s + m.minutes)) return false;
            chair = -1;
            if (wishChair >= 0 && chairFits(m, wishChair, d, s, place, y)) chair = wishChair;
            int[] c = m.facts.chairArray;
            int n = c.length, at = rnd.nextInt(n);
            if (chair < 0 && m.in && m.chairAt == own(m, m.day) && rnd.nextInt(4) > 0) return false;    // a handover more
            for (int k = 0; k < n && k < 6 && chair < 0; k++, at = at + 1 == n ? 0 : at + 1)
                if (chairFits(m, c[at], d, s, place, y)) chair = c[at];
            if (chair < 0) return false;
            taker = -1;
            if (!m.needsTaker) return true;
            if (wishTaker >= 0 && takerFits(m, wishTaker, d, s, room, y)) taker = wishTaker;
            int[] t = m.facts.takerArray;
            n = t.length;
            at = rnd.nextInt(n);
            for (int k = 0; k < n && taker < 0; k++, at = at + 1 == n ? 0 : at + 1)
                if (takerFits(m, t[at], d, s, room, y)) taker = t[at];
            return taker >= 0;
        }

        private boolean may(int[] list, int x) {
            for (int y : list) if (x == y) return true;
            return false;
        }

        private int wishChair(Meeting m) {
            int own = m.continuity ? p.houses[m.house][1] : -1, r = rnd.nextInt(10);
            if (own >= 0 && r < 6 && may(m.facts.chairArray, own)) return own;
            if (r < 8) return m.chair;
            return -1;
        }

        private Place relocate(Meeting m) {
            int start = start(m), room = m.in && rnd.nextInt(3) == 0 ? m.roomAt : room(m);
            if (!people(m, start, room, wishChair(m), rnd.nextInt(3) == 0 ? -1 : m.taker, null)) return null;
            return Place.of(m, start, chair, room, taker);
        }

        /** Beside another booking: its day, its place, as a rule its chair or minute taker. */
        private Place cluster(Meeting m) {
            int i = rnd.nextInt(all.size() + p.fixed.size());
            Meeting o = i < all.size() ? all.get(i) : p.fixed.get(i - all.size()).whole;
            if (o == m || !o.in || m.facts.day[o.day] == null || (later(m, o.day) && rnd.nextInt(5) > 0)) return null;
            int[] starts = m.facts.startsOfDay[o.day];
            if (starts.length == 0) return null;
            int place = o.placeAt, room = -1, seen = 0;
            for (int x : m.facts.roomArray)
                if (place(m, x) == place && rnd.nextInt(++seen) == 0) room = x;
            if (room < 0 || rnd.nextInt(4) == 0) room = room(m);
            int own = own(m, o.day), c = wishChair(m);
            if (rnd.nextInt(4) > 0 && may(m.facts.chairArray, o.chairAt) && (own < 0 || own == o.chairAt || m.chairAt != own || rnd.nextInt(4) == 0)) c = o.chairAt;
            int t = rnd.nextInt(4) > 0 && o.takerAt >= 0 ? o.takerAt : m.taker;
            int start = starts[rnd.nextInt(starts.length)];
            if (!people(m, start, room, c, t, null)) return null;
            return Place.of(m, start, chair, room, taker);
        }

        private Place newTaker(Meeting m) {
            if (!m.needsTaker) return null;
            int t = m.facts.takerArray[rnd.nextInt(m.facts.takerArray.length)];
            if (t == m.takerAt || !takerFits(m, t, m.day, m.s, m.roomAt, null)) return null;
            return Place.of(m, m.start, m.chairAt, m.roomAt, t);
        }

        private Place newChair(Meeting m) {
            int c = rnd.nextBoolean() ? wishChair(m) : -1;
            if (c < 0) c = m.facts.chairArray[rnd.nextInt(m.facts.chairArray.length)];
            if (c == m.chairAt || (m.chairAt == own(m, m.day) && rnd.nextInt(4) > 0) || !chairFits(m, c, m.day, m.s, m.placeAt, null)) return null;
            return Place.of(m, m.start, c, m.roomAt, m.takerAt);
        }

        private Place newRoom(Meeting m) {
            int room = room(m);
            if (room == m.roomAt || !people(m, m.start, room, m.chairAt, m.takerAt, null)) return null;
            return Place.of(m, m.start, chair, room, taker);
        }

        private Place newTime(Meeting m) {
            int[] a = m.facts.startsOfDay[m.day];
            if (a.length == 0) return null;
            int start = a[rnd.nextInt(a.length)];
            if (start == m.start || !people(m, start, m.roomAt, m.chairAt, m.takerAt, null)) return null;
            return Place.of(m, start, chair, m.roomAt, taker);
        }

        private Meeting sameDay(Meeting m) {
            for (int k = 0; k < 12; k++) {
                Meeting o = all.get(rnd.nextInt(all.size()));
                if (o != m && o.in && o.day == m.day) return o;
            }
            return null;
        }

        private Place swapPeople(Meeting m) {
            Meeting o = rnd.nextInt(4) == 0 ? booked() : sameDay(m);
            if (o == null || o == m) return null;
            int kind = rnd.nextInt(3);
            int mc = m.chairAt, oc = o.chairAt, mt = m.takerAt, ot = o.takerAt;
            if (kind != 1) { int x = mc; mc = oc; oc = x; }
            if (kind != 0 && mt >= 0 && ot >= 0) { int x = mt; mt = ot; ot = x; }
            if (mc == m.chairAt && mt == m.takerAt) return null;
            if (mc != m.chairAt && (!may(m.facts.chairArray, mc) || !may(o.facts.chairArray, oc)
                    || !chairFits(m, mc, m.day, m.s, m.placeAt, o) || !chairFits(o, oc, o.day, o.s, o.placeAt, m))) return null;
            if (mt != m.takerAt && (!takerFits(m, mt, m.day, m.s, m.roomAt, o) || !takerFits(o, ot, o.day, o.s, o.roomAt, m))) return null;
            return two(m, o, at(m.start, mc, m.roomAt, mt), at(o.start, oc, o.roomAt, ot));
        }

        private Place swapSlots(Meeting m) {
            Meeting o = booked();
            if (o == null || o == m || m.facts.day[o.day] == null || o.facts.day[m.day] == null) return null;
            int ms = near(m, o.day, o.s - o.before + m.before), os = near(o, m.day, m.s - m.before + o.before);
            if (ms < 0 || os < 0) return null;
            int mr = rnd.nextBoolean() && may(m.facts.roomArray, o.roomAt) ? o.roomAt : m.roomAt;
            int or = rnd.nextBoolean() && may(o.facts.roomArray, m.roomAt) ? m.roomAt : o.roomAt;
            boolean cross = rnd.nextBoolean();
            int mc = cross && may(m.facts.chairArray, o.chairAt) ? o.chairAt : m.chairAt;
            int oc = cross && may(o.facts.chairArray, m.chairAt) ? m.chairAt : o.chairAt;
            if (!people(m, ms, mr, mc, o.takerAt, o)) return null;
            int c = chair, t = taker;
            if (!people(o, os, or, oc, m.takerAt, m)) return null;
            return two(m, o, at(ms, c, mr, t), at(os, chair, or, taker));
        }

        /** The lawful start of m on that day that is nearest to a time. */
        private int near(Meeting m, int day, int s) {
            int best = -1;
            for (int x : m.facts.startsOfDay[day])
                if (best < 0 || Math.abs(x % 1440 - s) < Math.abs(best % 1440 - s)) best = x;
            return best;
        }

        /** m takes (about) the place of o, which goes elsewhere, or out where m counts for as much. */
        private Place eject(Meeting m) {
            Meeting o = booked();
            int[] mAt = o == null || o == m ? null : inPlaceOf(m, o);
            if (mAt == null) return null;
            for (int k = 0; k < 6; k++) {
                int[] oAt = elsewhere(o, m);
                if (oAt != null) return two(m, o, mAt, oAt);
            }
            return !m.in && m.weight >= o.weight ? two(m, o, mAt, NOWHERE) : null;
        }

        /** m takes the place of o, o that of q, and q that of m or one elsewhere, or out where m counts for as much. */
        private Place chain(Meeting m) {
            Meeting o = booked(), q = rnd.nextBoolean() ? booked() : o == null ? null : sameDay(o);
            if (o == null || q == null || o == m || q == m || o == q) return null;
            int[] mAt = inPlaceOf(m, o), oAt = mAt == null ? null : inPlaceOf(o, q);
            if (oAt == null) return null;
            int[] qAt = m.in && rnd.nextBoolean() ? inPlaceOf(q, m) : null;
            for (int k = 0; k < 6 && qAt == null; k++) qAt = elsewhere(q, o);
            if (qAt == null && !m.in && m.weight >= q.weight) qAt = NOWHERE;
            return qAt == null ? null : new Place(new Meeting[] {m, o, q}, mAt, oAt, qAt);
        }

        /** Somewhere about where o is, which makes way. */
        private int[] inPlaceOf(Meeting m, Meeting o) {
            if (m.facts.day[o.day] == null) return null;
            int[] starts = m.facts.startsOfDay[o.day];
            if (starts.length == 0) return null;
            int start = rnd.nextBoolean() ? near(m, o.day, o.s) : starts[rnd.nextInt(starts.length)];
            int room = rnd.nextBoolean() && may(m.facts.roomArray, o.roomAt) ? o.roomAt : room(m);
            int wish = may(m.facts.chairArray, o.chairAt) && rnd.nextInt(3) > 0 ? o.chairAt : wishChair(m);
            return people(m, start, room, wish, o.takerAt, o) ? at(start, chair, room, taker) : null;
        }

        /** Somewhere at random, y being out of the way. */
        private int[] elsewhere(Meeting m, Meeting y) {
            int start = start(m), room = rnd.nextInt(3) == 0 ? m.roomAt : room(m);
            return people(m, start, room, rnd.nextInt(3) == 0 ? m.chairAt : wishChair(m), m.takerAt, y) ? at(start, chair, room, taker) : null;
        }

        private static int[] at(int start, int chair, int room, int taker) { return new int[] {start, chair, room, taker}; }

        private static Place two(Meeting m, Meeting o, int[] mAt, int[] oAt) { return new Place(new Meeting[] {m, o}, mAt, oAt); }
    }
}
