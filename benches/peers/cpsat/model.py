"""A register's plan under way: diaries, what one more meeting would cost, and the score, from a problem.json."""
import json
from bisect import insort
from dataclasses import dataclass, field

import numpy as np

MARGIN = 15  # minutes that a minute taker has before and after a meeting
NEVER = 1 << 40


@dataclass
class Meeting:
    """A meeting to book, and where it stands: (day, minute, chair, room, taker), or None."""
    facts: dict
    minutes_of: dict
    rooms_at: list
    at: tuple = None

    def __getattr__(self, name):
        return self.facts[name]


@dataclass
class Day:
    """A person's day: entries (from, until, rank, place) in order, its travel, whether it takes anything more."""
    entries: list = field(default_factory=list)
    travel: int = 0
    closed: bool = False


class State:
    """Bookings under way. `score()` is S1, S2, S3."""

    def __init__(self, path):
        with open(path) as file:
            self.problem = p = json.load(file)
        self.days, self.week = p["days"], p["week"]
        self.lunch, self.lunch_from, self.lunch_until = p["lunch"]
        self.w_chair, self.w_taker, self.w_load, self.w_case, self.w_patch, self.w_handover = p["w"]
        self.travel, self.staff, self.rooms, self.houses = p["travel"], p["staff"], p["rooms"], p["houses"]
        self.home = len(self.rooms)
        everywhere = set(range(p["districts"]))
        self.covers = [set(person["districts"]) or everywhere for person in self.staff]
        self.diary = [[Day() for _ in self.days] for _ in self.staff]
        self.load = [[0] * (max(self.week, default=0) + 1) for _ in self.staff]
        self.children = [0] * len(self.staff)
        self.in_room = [[[] for _ in self.days] for _ in self.rooms]
        self.attends = [[] for _ in self.houses]   # (day, from, until)
        self.chaired = [[] for _ in self.houses]   # (day, minute, rank, chair)
        self.final = [None] * len(self.houses)
        self.works = [[] for _ in range(p["workers"])]
        self.s1, self.s2, self.s3 = p["base"]
        for house in range(len(self.houses)):
            self.settle(house)
        for booking in p["fixed"]:
            self.stand(booking)
        for person, days in enumerate(self.diary):
            for day, page in enumerate(days):
                page.closed = bool(page.entries) and not self.lawful(person, day)
        self.meetings = [self.meeting(facts) for facts in p["meetings"]]
        self.s1 += sum(meeting.weight for meeting in self.meetings)

    def meeting(self, facts):
        minutes_of = {}
        for start in facts["starts"]:
            minutes_of.setdefault(start // 1440, []).append(start % 1440)
        sites = {}
        for room, cost in facts["rooms"]:
            if room == self.home:
                key = (facts["homePlace"], facts["homeDistrict"])
            else:
                key = (self.rooms[room]["place"], self.rooms[room]["district"])
            sites.setdefault(key, []).append((cost, room))
        rooms_at = sorted(((key, sorted(rooms)) for key, rooms in sites.items()), key=lambda site: site[1][0])
        return Meeting(facts, {day: np.array(minutes) for day, minutes in minutes_of.items()}, rooms_at)

    def score(self):
        return (self.s1, self.s2, self.s3)

    # ------------------------------------------------------------------ changes
    def stand(self, booking):
        day, minute = divmod(booking["start"], 1440)
        for person, begin, end in booking["people"]:
            self.occupy(person, day, (begin, end, booking["rank"], booking["place"]), 1)
        if booking["room"] >= 0:
            self.in_room[booking["room"]][day].append((booking["from"], booking["until"]))
        span = (day, minute, minute + booking["minutes"])
        if booking["worker"] >= 0:
            self.works[booking["worker"]].append(span)
        if booking["house"] >= 0 and booking["family"]:
            self.attends[booking["house"]].append(span)
        if booking["house"] >= 0 and booking["continuity"] and booking["chair"] >= 0:
            insort(self.chaired[booking["house"]], (day, minute, booking["rank"], booking["chair"]))
            self.settle(booking["house"])

    def book(self, meeting, at):
        meeting.at = at
        self.change(meeting, at, 1)

    def free(self, meeting):
        at, meeting.at = meeting.at, None
        if at:
            self.change(meeting, at, -1)
        return at

    def change(self, meeting, at, sign):
        day, minute, chair, room, taker = at
        place, district = self.where(meeting, room)
        self.s1 -= sign * meeting.weight
        late, cost = meeting.days[str(day)]
        self.s2 += sign * late
        room_cost = next(cost for number, cost in meeting.rooms if number == room)
        self.s3 += sign * (cost + room_cost + self.half(meeting, minute) + self.chair_price(meeting, chair, day, district))
        self.occupy(chair, day, (minute - meeting.before, minute + meeting.minutes + meeting.after, meeting.rank, place), sign)
        if taker >= 0:
            self.occupy(taker, day, (minute - MARGIN, minute + meeting.minutes + MARGIN, meeting.rank, place), sign)
        put = list.append if sign > 0 else list.remove
        if room != self.home:
            put(self.in_room[room][day], (minute - meeting.before, minute + meeting.minutes + meeting.after))
        span = (day, minute, minute + meeting.minutes)
        if meeting.worker >= 0:
            put(self.works[meeting.worker], span)
        if meeting.family:
            put(self.attends[meeting.house], span)
        if meeting.continuity:
            put(self.chaired[meeting.house], (day, minute, meeting.rank, chair))
            self.chaired[meeting.house].sort()
            self.settle(meeting.house)

    def occupy(self, person, day, entry, sign):
        page = self.diary[person][day]
        if sign > 0:
            insort(page.entries, entry)
        else:
            page.entries.remove(entry)
        travel = sum(leg for _, _, leg in self.gaps(person, day))
        more, page.travel = travel - page.travel, travel
        if self.staff[person]["chair"]:
            minutes = more + sign * (entry[1] - entry[0])
            self.s3 += self.w_chair * more + self.load_cost(person, day, minutes)
            self.load[person][self.week[day]] += minutes
        else:
            self.s3 += self.w_taker * more

    def settle(self, house):
        """Moves a household's children to the chair whose caseload they end on."""
        chair = self.final_chair(house, self.chaired[house])
        if chair == self.final[house]:
            return
        for person, more in ((self.final[house], -self.houses[house][0]), (chair, self.houses[house][0])):
            if person is not None and self.staff[person]["chair"]:
                limit, now = self.staff[person]["case"], self.children[person]
                self.s3 += self.w_case * (max(0, now + more - limit) - max(0, now - limit))
                self.children[person] += more
        self.final[house] = chair

    def final_chair(self, house, chaired):
        _, iro, in_post_today = self.houses[house]
        if not chaired:
            return iro if in_post_today else None
        own = self.own(house, chaired[0][0])
        if own < 0:
            return chaired[0][3]
        return own if all(entry[3] == own for entry in chaired) else chaired[-1][3]

    # ------------------------------------------------------------------ what is lawful, and what it costs
    def own(self, house, day):
        iro = self.houses[house][1]
        return iro if iro >= 0 and self.staff[iro]["inPost"][day] else -1

    def where(self, meeting, room):
        if room == self.home:
            return meeting.homePlace, meeting.homeDistrict
        return self.rooms[room]["place"], self.rooms[room]["district"]

    @staticmethod
    def half(meeting, minute):
        return meeting.am if minute < 720 else meeting.pm

    def chair_price(self, meeting, chair, day, district):
        own = self.own(meeting.house, day) if meeting.continuity else -1
        handed = meeting.weight * self.w_handover if own >= 0 and own != chair else 0
        return handed + (self.w_patch if district >= 0 and district not in self.covers[chair] else 0)

    def load_cost(self, chair, day, more):
        over = self.load[chair][self.week[day]] - self.staff[chair]["load"]
        return self.w_load * (max(0, over + more) - max(0, over))

    def spells(self, person, day):
        ends = self.staff[person]["spells"][day]
        return list(zip(ends[::2], ends[1::2]))

    def gaps(self, person, day, extra=None):
        """Yields the gaps of a day (its spell, from and until, journey), those of spells that hold a meeting."""
        entries = self.diary[person][day].entries
        if extra:
            entries = sorted(entries + [extra])
        base = self.staff[person]["base"]
        for spell in self.spells(person, day):
            inside = [entry for entry in entries if spell[0] <= entry[0] and entry[1] <= spell[1]]
            here, free_from = base, spell[0]
            for begin, end, _, place in inside:
                there = place if place >= 0 else here
                yield spell, (free_from, begin), self.travel[here][there]
                here, free_from = there, end
            if inside:
                yield spell, (free_from, spell[1]), self.travel[here][base]

    def has_lunch(self, gap, journey):
        begin, end = gap
        return min(end, self.lunch_until) - max(begin, self.lunch_from) >= self.lunch and end - begin - journey >= self.lunch

    def lawful(self, person, day, extra=None):
        """Whether a day, with one more entry, keeps H04, H06 to H09."""
        entries = self.diary[person][day].entries + ([extra] if extra else [])
        if len(entries) > self.staff[person]["perDay"]:
            return False
        spells = self.spells(person, day)
        if any(not any(a <= e[0] and e[1] <= b for a, b in spells) for e in entries):
            return False
        fed = {}
        for spell, gap, journey in self.gaps(person, day, extra):
            if gap[1] - gap[0] < journey:
                return False
            needs = spell[0] <= self.lunch_from and self.lunch_until <= spell[1]
            fed[spell] = fed.get(spell, False) or not needs or self.has_lunch(gap, journey)
        return all(fed.values())

    def detours(self, person, day, begins, ends, place):
        """Returns the minutes of travel that an entry [begin, end) at `place` adds for each begin, NEVER where it is unlawful;
        None where it always is."""
        page, facts = self.diary[person][day], self.staff[person]
        if page.closed or len(page.entries) >= facts["perDay"]:
            return None
        out, lawful = np.full(len(begins), NEVER), False
        if place < 0 or any(entry[3] < 0 for entry in page.entries):
            for i, (begin, end) in enumerate(zip(begins.tolist(), ends.tolist())):
                extra = (begin, end, -1, place)
                if self.lawful(person, day, extra):
                    out[i], lawful = sum(leg for _, _, leg in self.gaps(person, day, extra)) - page.travel, True
            return out if lawful else None
        base, travel, length = facts["base"], self.travel, int(ends[0] - begins[0])
        for spell in self.spells(person, day):
            if spell[1] - spell[0] < length:
                continue
            stops = [(spell[0], spell[0], 0, base)]
            stops += [entry for entry in page.entries if spell[0] <= entry[0] and entry[1] <= spell[1]]
            stops.append((spell[1], spell[1], 0, base))
            pairs = list(zip(stops, stops[1:]))
            needs_lunch = spell[0] <= self.lunch_from and self.lunch_until <= spell[1]
            lunches = [self.has_lunch((a[1], b[0]), travel[a[3]][b[3]]) for a, b in pairs] if needs_lunch else []
            for k, (before, after) in enumerate(pairs):
                there, back = travel[before[3]][place], travel[place][after[3]]
                if before[1] + there + length + back > after[0]:
                    continue
                fits = (begins >= before[1] + there) & (ends <= after[0] - back)
                if needs_lunch and not any(lunch for j, lunch in enumerate(lunches) if j != k):
                    first = (begins - before[1] - there >= self.lunch) & (
                        np.minimum(begins, self.lunch_until) - max(before[1], self.lunch_from) >= self.lunch)
                    second = (after[0] - ends - back >= self.lunch) & (
                        min(after[0], self.lunch_until) - np.maximum(ends, self.lunch_from) >= self.lunch)
                    fits &= first | second
                if np.count_nonzero(fits):
                    out[fits], lawful = there + back - travel[before[3]][after[3]], True
        return out if lawful else None

    def can_come(self, meeting, day, minutes):
        """Whether household and social worker are free, for each minute."""
        free = np.ones(len(minutes), bool)
        engaged = self.works[meeting.worker] if meeting.worker >= 0 else []
        engaged = engaged + (self.attends[meeting.house] if meeting.family else [])
        for other, begin, end in engaged:
            if other == day:
                free &= (minutes >= end) | (minutes + meeting.minutes <= begin)
        return free

    def room_free(self, meeting, room, day, minutes):
        if room == self.home:
            return np.ones(len(minutes), bool)
        begins, ends = minutes - meeting.before, minutes + meeting.minutes + meeting.after
        stretches = self.rooms[room]["free"][day]
        free = np.zeros(len(minutes), bool)
        for a, b in zip(stretches[::2], stretches[1::2]):
            free |= (begins >= a) & (ends <= b)
        for a, b in self.in_room[room][day]:
            free &= (begins >= b) | (ends <= a)
        return free

    def csv(self):
        """Returns the bookings as the text of bookings.csv."""
        rows = [self.problem["kept"]]
        for meeting in self.meetings:
            if meeting.at:
                day, minute, chair, room, taker = meeting.at
                cells = [
                    meeting.id, f"{self.days[day]}T{minute // 60:02}:{minute % 60:02}", self.staff[chair]["id"],
                    "home" if room == self.home else self.rooms[room]["id"], self.staff[taker]["id"] if taker >= 0 else "", "proposed",
                ]
                rows.append(",".join(cells) + "," * self.problem["ownColumns"] + "\r\n")
        return "".join(rows)
