"""Plans a problem.json with OR-Tools CP-SAT: a greedy first plan, then large neighbourhood search with exact neighbourhoods.

    plan.py PROBLEM.json SECONDS[,SECONDS…] OUT [--seed N]

A step takes some meetings out and lets CP-SAT book them again together, the rest standing: a Boolean for each place (day, start,
room), one for each chair and minute taker there, exact prices, with load and caseload as sums. Two of the meetings taken out
never share a person's day, so that each price is exact by itself. One model of a whole month, with intervals, no-overlap and
circuits for the journeys, finds no plan in a minute; this is the form in which CP-SAT serves.
"""
import argparse
import json
import random
import time
from collections import defaultdict

import numpy as np
from model import MARGIN, NEVER, State
from ortools.sat.python import cp_model

PLACES_KEPT = 40        # places of a meeting that a step looks at, the cheapest ones
PEOPLE_KEPT = 3         # chairs, and minute takers, looked at for each place
OTHERS = 0.1            # how often another chair is looked at where the household's own can come
FEW_SITES = 8           # sites that the first plan looks at, the cheapest ones, and all where they do not serve
MANY, FEW = 300, (5, 4)  # of so many meetings, days and sites
STEP_SECONDS = 2.0      # at most for one call of CP-SAT


def quotes(state, meeting, day, site, rng=None, present=None):
    """Returns what a day and site cost start by start: minutes, room with its price, and price by chair and by taker; None
    where there is nothing. NEVER is no price. Where the household's own chair can come, others but the present one are
    looked at only now and then: a change of chair is dearer than any journey."""
    (place, district), rooms = site
    minutes = meeting.minutes_of[day]
    minutes = minutes[state.can_come(meeting, day, minutes)]
    room = np.full(len(minutes), -1)
    price = np.full(len(minutes), NEVER)
    for cost, number in rooms:
        free = state.room_free(meeting, number, day, minutes) & (room < 0)
        room[free], price[free] = number, cost
    open_ = room >= 0
    if not open_.any():
        return None
    minutes, room, price = minutes[open_], room[open_], price[open_]
    price = price + np.where(minutes < 720, meeting.am, meeting.pm) + meeting.days[str(day)][1]
    begins, ends = minutes - meeting.before, minutes + meeting.minutes + meeting.after
    chairs = {}
    own = state.own(meeting.house, day) if meeting.continuity else -1
    for chair in sorted(meeting.chairs, key=lambda chair: chair != own):
        if own in chairs and chair != present and not (rng and rng.random() < OTHERS):
            continue
        detour = state.detours(chair, day, begins, ends, place)
        if detour is not None:
            chairs[chair] = (detour, state.chair_price(meeting, chair, day, district))
    if not chairs:
        return None
    takers = {}
    if meeting.taker:
        for taker in meeting.takers:
            if district < 0 or district in state.covers[taker]:
                detour = state.detours(taker, day, minutes - MARGIN, minutes + meeting.minutes + MARGIN, place)
                if detour is not None:
                    takers[taker] = detour
        if not takers:
            return None
    return minutes, room, price, chairs, takers


def chair_costs(state, meeting, day, chairs):
    """Returns each chair's whole price but for caseload, start by start."""
    length = meeting.before + meeting.minutes + meeting.after
    costs = {}
    for chair, (detour, fixed) in chairs.items():
        over = state.load[chair][state.week[day]] - state.staff[chair]["load"]
        load = state.w_load * (np.maximum(0, over + detour + length) - max(0, over))
        costs[chair] = np.where(detour < NEVER, fixed + state.w_chair * detour + load, NEVER)
    return costs


def cheapest(state, meeting, rng):
    """Returns the cheapest lawful place of a meeting as things stand, among its cheapest days and sites if there is one; or None."""
    days = list(meeting.minutes_of)
    rng.shuffle(days)
    days.sort(key=lambda day: meeting.days[str(day)])
    few_days, few_sites = FEW if len(state.meetings) > MANY else (None, FEW_SITES)
    return cheapest_of(state, meeting, days[:few_days], few_sites) or cheapest_of(state, meeting, days, None)


def cheapest_of(state, meeting, days, n_sites):
    best, found = (NEVER, NEVER), None
    for day in days:
        late, cost = meeting.days[str(day)]
        if (late, cost) >= best:
            break
        for site in meeting.rooms_at[:n_sites]:
            if (late, cost + site[1][0][0]) >= best:
                break
            quote = quotes(state, meeting, day, site)
            if not quote:
                continue
            minutes, room, price, chairs, takers = quote
            costs = chair_costs(state, meeting, day, chairs)
            names, table = list(costs), np.array(list(costs.values()))
            total = price + table.min(axis=0)
            if takers:
                taker_names, taker_table = list(takers), np.array(list(takers.values()))
                total = total + state.w_taker * taker_table.min(axis=0)
            i = int(total.argmin())
            if total[i] < NEVER and (late, int(total[i])) < best:
                best = (late, int(total[i]))
                taker = taker_names[int(taker_table[:, i].argmin())] if takers else -1
                found = (day, int(minutes[i]), names[int(table[:, i].argmin())], int(room[i]), taker)
    return found


def first_plan(state, rng, until):
    """Books proposals where they are lawful, then the meetings with the fewest places first, each at its cheapest."""
    for meeting in state.meetings:
        now = meeting.facts.get("now")
        if now and is_lawful(state, meeting, (*divmod(now[0], 1440), *now[1:])):
            state.book(meeting, (*divmod(now[0], 1440), *now[1:]))

    def places(meeting):
        days = sum(1 for day in meeting.minutes_of if meeting.days[str(day)][0] == 0)
        return max(days, 1) * len(meeting.chairs) * min(len(meeting.rooms), 12), -meeting.weight

    for meeting in sorted(state.meetings, key=places):
        if time.monotonic() > until:
            return
        if not meeting.at:
            at = cheapest(state, meeting, rng)
            if at:
                state.book(meeting, at)


def is_lawful(state, meeting, at):
    day, minute, chair, room, taker = at
    place, district = state.where(meeting, room)
    one = np.array([minute])
    chair_entry = (minute - meeting.before, minute + meeting.minutes + meeting.after, -1, place)
    taker_entry = (minute - MARGIN, minute + meeting.minutes + MARGIN, -1, place)
    return (
        day * 1440 + minute in meeting.starts and chair in meeting.chairs and any(room == number for number, _ in meeting.rooms)
        and (taker in meeting.takers if meeting.taker else taker < 0)
        and state.can_come(meeting, day, one)[0] and state.room_free(meeting, room, day, one)[0]
        and not state.diary[chair][day].closed and state.lawful(chair, day, chair_entry)
        and (taker < 0 or ((district < 0 or district in state.covers[taker]) and not state.diary[taker][day].closed
                           and state.lawful(taker, day, taker_entry)))
    )


def neighbourhood(state, rng, size):
    """Returns meetings to book again: one at random or unbooked, and others like it by day, chair, taker or place, none of
    which share a household, a social worker or a person's day."""
    unbooked = [meeting for meeting in state.meetings if not meeting.at]
    seed = rng.choice(unbooked if unbooked and rng.random() < 0.3 else state.meetings)
    scale = [rng.random() ** 3 for _ in range(4)]

    def distance(other):
        if not other.at or not seed.at:
            return rng.random() * 4
        near = [abs(other.at[0] - seed.at[0]) / 5, other.at[2] != seed.at[2], other.at[4] != seed.at[4], other.at[3] != seed.at[3]]
        return sum(a * b for a, b in zip(scale, near)) + rng.random() * 0.5

    chosen, taken = [], set()
    for meeting in sorted(state.meetings, key=lambda other: -1 if other is seed else distance(other)):
        marks = {("house", meeting.house)} if meeting.house >= 0 else set()
        if meeting.worker >= 0:
            marks.add(("worker", meeting.worker))
        if meeting.at:
            marks |= {(person, meeting.at[0]) for person in (meeting.at[2], meeting.at[4]) if person >= 0}
        if not marks & taken:
            chosen.append(meeting)
            taken |= marks
        if len(chosen) == size:
            break
    return chosen


def fewest(prices, present):
    """Returns the people with the lowest prices, and the present one."""
    people = sorted((int(price), person) for person, price in prices.items() if price < NEVER)
    return [person for k, (_, person) in enumerate(people) if k < PEOPLE_KEPT or person == present]


def options(state, meeting, rng, at):
    """Returns the places of a meeting that a step looks at: (late, price, day, minute, room, chairs, takers), people with their
    detours. The one where it was (`at`) is the first."""
    days = sorted(meeting.minutes_of, key=lambda day: meeting.days[str(day)])
    some = days[:3] + rng.sample(days[3:], min(3, len(days[3:])))
    sites = meeting.rooms_at[:4] + rng.sample(meeting.rooms_at[4:], min(2, len(meeting.rooms_at[4:])))
    was_day, was_minute, was_chair, was_room, was_taker = at or (None,) * 5
    if at:
        some += [was_day] if was_day not in some else []
        own = next(site for site in meeting.rooms_at if any(number == was_room for _, number in site[1]))
        sites += [own] if own not in sites else []
    found = []
    for day in some:
        late = meeting.days[str(day)][0]
        for site in sites:
            quote = quotes(state, meeting, day, site, rng, was_chair)
            if not quote:
                continue
            minutes, room, price, chairs, takers = quote
            costs = chair_costs(state, meeting, day, chairs)
            total = price + np.array(list(costs.values())).min(axis=0)
            if takers:
                total = total + state.w_taker * np.array(list(takers.values())).min(axis=0)
            here = [i for i in np.argsort(total, kind="stable")[:6].tolist() if total[i] < NEVER]
            room_prices = {number: cost for cost, number in site[1]}
            was_here = day == was_day and was_room in room_prices
            if was_here:
                here += [i for i in np.flatnonzero(minutes == was_minute).tolist() if i not in here and total[i] < NEVER]
            for i in here:
                was_then = was_here and minutes[i] == was_minute
                sitting = fewest({chair: cost[i] for chair, cost in costs.items()}, was_chair if was_then else None)
                writing = fewest({taker: detour[i] for taker, detour in takers.items()}, was_taker if was_then else None)
                sitting = {chair: (int(chairs[chair][0][i]), chairs[chair][1]) for chair in sitting}
                writing = {taker: int(takers[taker][i]) for taker in writing}
                for number in {int(room[i]), was_room} if was_then else {int(room[i])}:
                    dearer = room_prices[number] - room_prices[int(room[i])]
                    place = (late, int(price[i]) + dearer, day, int(minutes[i]), number, sitting, writing)
                    found.append((not (was_then and number == was_room), late, int(total[i]) + dearer, place))
    found.sort(key=lambda entry: entry[:3])
    return [entry[3] for entry in found[:PLACES_KEPT]]


def dear(state, meeting, place):
    """Returns the most that a place can cost in S3."""
    _, price, _, _, _, chairs, takers = place
    length = meeting.before + meeting.minutes + meeting.after
    children = state.houses[meeting.house][0] if meeting.continuity else 0
    sitting = max(fixed + (state.w_chair + state.w_load) * detour + state.w_load * length for detour, fixed in chairs.values())
    return price + sitting + state.w_taker * max(takers.values(), default=0) + 2 * state.w_case * children


class Step:
    """One model: some meetings booked again together."""

    def __init__(self, state, chosen, were, rng):
        self.state, self.model, self.chosen = state, cp_model.CpModel(), chosen
        self.pages, self.in_room = defaultdict(list), defaultdict(list)
        self.minutes, self.cases = defaultdict(list), defaultdict(list)
        self.cost, self.picks = [], []
        places = [options(state, meeting, rng, at) for meeting, at in zip(chosen, were)]
        # S1 before S2 before S3 in one sum: a day late weighs more than all that S3 can differ by, a child more than all of S2.
        dearest = sum(max((dear(state, meeting, place) for place in some), default=0) for meeting, some in zip(chosen, places))
        self.late = dearest + 1
        self.unbooked = self.late * (sum(max((place[0] for place in some), default=0) for some in places) + 1)
        for meeting, at, some in zip(chosen, were, places):
            self.add(meeting, at, some)
        for literals in self.pages.values():
            self.model.add_at_most_one(literals)
        for spans in self.in_room.values():
            for k, (meeting, begin, end, literal) in enumerate(spans):
                for other, a, b, clash in spans[:k]:
                    if other is not meeting and begin < b and a < end:
                        self.model.add_at_most_one([literal, clash])
        for (chair, week), terms in self.minutes.items():
            limit = state.staff[chair]["load"] - state.load[chair][week]
            self.above(state.w_load, terms, limit)
        for chair, terms in self.cases.items():
            self.above(state.w_case, terms, state.staff[chair]["case"] - state.children[chair])
        self.model.minimize(sum(self.cost))

    def above(self, weight, terms, limit):
        """Charges what a sum has above its limit."""
        most = sum(max(0, amount) for amount, _ in terms)
        least = sum(min(0, amount) for amount, _ in terms)
        if most <= limit:
            return
        over = self.model.new_int_var(0, most - min(limit, least), "")
        self.model.add(over >= sum(amount * literal for amount, literal in terms) - limit)
        self.cost.append(weight * over)

    def add(self, meeting, at, places):
        state, model, picks, booked = self.state, self.model, [], []
        length = meeting.before + meeting.minutes + meeting.after
        for late, price, day, minute, room, chairs, takers in places:
            place = model.new_bool_var("")
            booked.append(place)
            self.cost.append((self.late * late + price) * place)
            if room != state.home:
                self.in_room[room, day].append((meeting, minute - meeting.before, minute + meeting.minutes + meeting.after, place))
            sitting, writing = {}, {}
            for chair, (detour, fixed) in chairs.items():
                sitting[chair] = literal = model.new_bool_var("")
                self.cost.append((fixed + state.w_chair * detour) * literal)
                self.pages[chair, day].append(literal)
                self.minutes[chair, state.week[day]].append((detour + length, literal))
                self.caseload(meeting, day, minute, chair, literal)
            for taker, detour in takers.items():
                writing[taker] = literal = model.new_bool_var("")
                self.cost.append(state.w_taker * detour * literal)
                self.pages[taker, day].append(literal)
            model.add(sum(sitting.values()) == place)
            if meeting.taker:
                model.add(sum(writing.values()) == place)
            here = at and (day, minute, room) == (at[0], at[1], at[3])
            for name, literals, own in (("place", {0: place}, 0), ("chair", sitting, at and at[2]), ("taker", writing, at and at[4])):
                for key, literal in literals.items():
                    model.add_hint(literal, bool(here and key == own))
            picks.append((place, day, minute, room, sitting, writing))
        model.add_at_most_one(booked)
        self.cost.append(self.unbooked * meeting.weight * (1 - sum(booked)))
        self.picks.append(picks)

    def caseload(self, meeting, day, minute, chair, literal):
        """Moves the household's children from the chair that they have without this meeting to the one that they get by it."""
        if not meeting.continuity:
            return
        state = self.state
        chaired = sorted(state.chaired[meeting.house] + [(day, minute, meeting.rank, chair)])
        after = state.final_chair(meeting.house, chaired)
        for person, more in ((state.final[meeting.house], -1), (after, 1)):
            if person is not None and after != state.final[meeting.house] and state.staff[person]["chair"]:
                self.cases[person].append((more * state.houses[meeting.house][0], literal))

    def solve(self, seconds, seed):
        """Returns where each meeting goes, or None where CP-SAT found nothing."""
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.max_time_in_seconds = seconds
        solver.parameters.random_seed = seed
        solver.parameters.cp_model_probing_level = 0
        solver.parameters.symmetry_level = 0
        if solver.solve(self.model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None
        out = []
        for picks in self.picks:
            at = None
            for place, day, minute, room, sitting, writing in picks:
                if solver.boolean_value(place):
                    chair = next(person for person, literal in sitting.items() if solver.boolean_value(literal))
                    taker = next((person for person, literal in writing.items() if solver.boolean_value(literal)), -1)
                    at = (day, minute, chair, room, taker)
            out.append(at)
        return out


def step(state, rng, size, until):
    """Takes a neighbourhood out and books it again as well as CP-SAT can; never worse than before."""
    chosen = neighbourhood(state, rng, size)
    before = state.score()
    were = [state.free(meeting) for meeting in chosen]
    touched = {(person, at[0]) for at in were if at for person in (at[2], at[4]) if person >= 0}
    place = None
    if all(state.lawful(person, day) for person, day in touched):
        seconds = min(STEP_SECONDS, until - time.monotonic())
        if seconds > 0:
            place = Step(state, chosen, were, rng).solve(max(seconds, 0.01), rng.randrange(1 << 30))
    for meeting, at in zip(chosen, place or were):
        if at:
            state.book(meeting, at)
    if place and state.score() > before:
        for meeting in chosen:
            state.free(meeting)
        for meeting, at in zip(chosen, were):
            if at:
                state.book(meeting, at)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("problem")
    parser.add_argument("seconds", type=lambda text: [float(part) for part in text.split(",")])
    parser.add_argument("out")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    state, rng = State(given.problem), random.Random(given.seed)
    began = time.monotonic()
    end = began + given.seconds[-1]
    first_plan(state, rng, end)
    kept, steps = (state.score(), state.csv()), 0
    in_time = time.monotonic() - began
    for seconds in given.seconds:
        until = began + seconds
        while state.meetings and time.monotonic() < until:
            step(state, rng, rng.randint(2, min(12, 5 + steps // 50)), until)
            if time.monotonic() <= until:
                kept = (state.score(), state.csv())
            steps += 1
        name = f"{given.out}.{seconds:g}.csv"
        with open(name, "w", newline="") as file:
            file.write(kept[1])
        found = in_time < seconds + 1
        print(json.dumps({"at": seconds, "found": found, "score": kept[0], "steps": steps, "bookings": name}), flush=True)


if __name__ == "__main__":
    main()
