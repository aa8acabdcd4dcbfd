package peer;

import static peer.Json.ints;
import static peer.Json.list;
import static peer.Json.map;
import static peer.Json.table;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A problem.json, as arrays. */
final class Problem {
    static final int TAKER_MARGIN = 15;     // minutes that a minute taker has before and after a meeting

    static Problem p;               // one problem a process: score calculator and move factories find it here

    String[] days, staffId, roomId;
    int[] week;
    int lunch, lunchFrom, lunchUntil, home, nDays, nStaff, nRooms, nWeeks, nWorkers;
    int wTravelChair, wTravelTaker, wLoad, wCase, wPatch, wHandover;
    int[][] travel, houses;         // houses[household] = {children, chair or -1, is that chair in post today}
    boolean[] isChair;
    int[] baseOf, perDay, loadLimit, caseLimit;
    boolean[][] inPost, covers;     // covers[staff][district]
    int[][][] spells, free;         // [staff][day] and [room][day] = a, b, a, b ...
    int[] roomPlace, roomDistrict;
    List<Meeting> meetings = new ArrayList<>();
    List<Standing> fixed = new ArrayList<>();
    int[] base;                     // S1, S2 and S3 of what nothing can change
    String kept;                    // the rows of bookings.csv that stay as they are
    int ownColumns;                 // columns of the register's own in it

    /** A booking that stands: `whole` for its room, household and social worker, a person's part for each diary. */
    static final class Standing {
        Meeting whole;
        int[] people;
        Meeting[] parts;
    }

    static Problem read(String path) throws Exception {
        Map<String, Object> j = map(Json.parse(Files.readString(Path.of(path))));
        Problem p = new Problem();
        p.days = list(j.get("days")).stream().map(x -> (String) x).toArray(String[]::new);
        p.nDays = p.days.length;
        p.week = ints(j.get("week"));
        p.nWeeks = Arrays.stream(p.week).max().orElse(0) + 1;
        int[] l = ints(j.get("lunch")), w = ints(j.get("w"));
        p.lunch = l[0]; p.lunchFrom = l[1]; p.lunchUntil = l[2];
        p.wTravelChair = w[0]; p.wTravelTaker = w[1]; p.wLoad = w[2]; p.wCase = w[3]; p.wPatch = w[4]; p.wHandover = w[5];
        p.travel = table(j.get("travel"));
        p.houses = table(j.get("houses"));
        p.nWorkers = (Integer) j.get("workers");
        p.base = ints(j.get("base"));
        p.kept = (String) j.get("kept");
        p.ownColumns = (Integer) j.get("ownColumns");
        p.readStaff(list(j.get("staff")), (Integer) j.get("districts"));
        p.readRooms(list(j.get("rooms")));
        for (Object o : list(j.get("meetings"))) p.meetings.add(p.meeting(map(o), p.meetings.size()));
        for (Object o : list(j.get("fixed"))) p.fixed.add(p.standing(map(o), -1 - p.fixed.size()));
        return p;
    }

    private void readStaff(List<Object> staff, int districts) {
        nStaff = staff.size();
        staffId = new String[nStaff];
        isChair = new boolean[nStaff];
        baseOf = new int[nStaff]; perDay = new int[nStaff]; loadLimit = new int[nStaff]; caseLimit = new int[nStaff];
        inPost = new boolean[nStaff][nDays];
        covers = new boolean[nStaff][districts];
        spells = new int[nStaff][][];
        for (int i = 0; i < nStaff; i++) {
            Map<String, Object> s = map(staff.get(i));
            staffId[i] = (String) s.get("id");
            isChair[i] = (Integer) s.get("chair") == 1;
            baseOf[i] = (Integer) s.get("base");
            perDay[i] = (Integer) s.get("perDay");
            loadLimit[i] = (Integer) s.get("load");
            caseLimit[i] = (Integer) s.get("case");
            int[] post = ints(s.get("inPost")), ds = ints(s.get("districts"));
            for (int d = 0; d < nDays; d++) inPost[i][d] = post[d] == 1;
            if (ds.length == 0) Arrays.fill(covers[i], true);
            for (int d : ds) covers[i][d] = true;
            spells[i] = table(s.get("spells"));
        }
    }

    private void readRooms(List<Object> rooms) {
        nRooms = rooms.size();
        home = nRooms;
        roomId = new String[nRooms + 1];
        roomId[home] = "home";
        roomPlace = new int[nRooms]; roomDistrict = new int[nRooms];
        free = new int[nRooms][][];
        for (int i = 0; i < nRooms; i++) {
            Map<String, Object> r = map(rooms.get(i));
            roomId[i] = (String) r.get("id");
            roomPlace[i] = (Integer) r.get("place");
            roomDistrict[i] = (Integer) r.get("district");
            free[i] = table(r.get("free"));
        }
    }

    private Meeting meeting(Map<String, Object> j, int no) {
        Meeting m = new Meeting();
        Meeting.Facts f = m.facts = new Meeting.Facts();
        m.no = no;
        m.id = (String) j.get("id");
        m.rank = (Integer) j.get("rank");
        m.weight = (Integer) j.get("weight"); m.house = (Integer) j.get("house"); m.worker = (Integer) j.get("worker");
        m.minutes = (Integer) j.get("minutes"); m.before = (Integer) j.get("before"); m.after = (Integer) j.get("after");
        m.am = (Integer) j.get("am"); m.pm = (Integer) j.get("pm"); m.due = (Integer) j.get("due");
        m.homePlace = (Integer) j.get("homePlace"); m.homeDistrict = (Integer) j.get("homeDistrict");
        m.family = (Integer) j.get("family") == 1;
        m.continuity = (Integer) j.get("continuity") == 1;
        m.needsTaker = (Integer) j.get("taker") == 1;
        if (j.containsKey("now")) m.now = ints(j.get("now"));
        f.startArray = ints(j.get("starts"));
        f.chairArray = ints(j.get("chairs"));
        f.takerArray = m.needsTaker ? ints(j.get("takers")) : new int[] {-1};
        f.day = new int[nDays][];
        map(j.get("days")).forEach((d, c) -> f.day[Integer.parseInt(d)] = ints(c));
        f.roomCost = new int[nRooms + 1];
        Arrays.fill(f.roomCost, -1);
        int[][] rooms = table(j.get("rooms"));
        f.roomArray = new int[rooms.length];
        for (int i = 0; i < rooms.length; i++) {
            f.roomArray[i] = rooms[i][0];
            f.roomCost[rooms[i][0]] = rooms[i][1];
        }
        f.startsOfDay = new int[nDays][];
        for (int d = 0; d < nDays; d++) {
            int day = d;
            f.startsOfDay[d] = Arrays.stream(f.startArray).filter(x -> x / 1440 == day).toArray();
        }
        m.starts = boxed(f.startArray); m.chairs = boxed(f.chairArray); m.rooms = boxed(f.roomArray); m.takers = boxed(f.takerArray);
        // the three that are never null stand at the household's own chair, the cheapest room, the first taker
        m.chair = m.chairs.get(0);
        if (m.continuity && m.chairs.contains(houses[m.house][1])) m.chair = houses[m.house][1];
        m.room = m.rooms.get(0);
        m.taker = m.takers.get(0);
        return m;
    }

    private Standing standing(Map<String, Object> j, int no) {
        Standing out = new Standing();
        Meeting m = out.whole = new Meeting();
        m.no = no;
        m.rank = (Integer) j.get("rank");
        int start = (Integer) j.get("start");
        m.day = start / 1440;
        m.s = start % 1440;
        m.minutes = (Integer) j.get("minutes");
        m.chairFrom = (Integer) j.get("from");
        m.chairUntil = (Integer) j.get("until");
        m.chairAt = (Integer) j.get("chair");
        m.takerAt = (Integer) j.get("taker");
        m.roomAt = (Integer) j.get("room");
        m.placeAt = (Integer) j.get("place");
        m.house = (Integer) j.get("house");
        m.worker = (Integer) j.get("worker");
        m.family = (Integer) j.get("family") == 1;
        m.continuity = (Integer) j.get("continuity") == 1 && m.chairAt >= 0;
        m.in = true;
        int[][] people = table(j.get("people"));
        out.people = new int[people.length];
        out.parts = new Meeting[people.length];
        for (int i = 0; i < people.length; i++) {
            out.people[i] = people[i][0];
            Meeting part = out.parts[i] = new Meeting();
            part.no = no;
            part.day = m.day;
            part.placeAt = m.placeAt;
            part.chairFrom = part.takerFrom = people[i][1];
            part.chairUntil = part.takerUntil = people[i][2];
        }
        return out;
    }

    /** The household's chair of the register, where in post that day; else -1. */
    int chairOn(int house, int day) {
        int iro = houses[house][1];
        return iro >= 0 && inPost[iro][day] ? iro : -1;
    }

    private static List<Integer> boxed(int[] a) {
        List<Integer> out = new ArrayList<>();
        for (int x : a) out.add(x);
        return out;
    }
}
