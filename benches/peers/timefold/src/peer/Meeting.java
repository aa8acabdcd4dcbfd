package peer;

import ai.timefold.solver.core.api.domain.entity.PlanningEntity;
import ai.timefold.solver.core.api.domain.lookup.PlanningId;
import ai.timefold.solver.core.api.domain.valuerange.ValueRangeProvider;
import ai.timefold.solver.core.api.domain.variable.PlanningVariable;
import java.util.List;

/** A meeting: the planning entity. Not booked while `start` is null; the other three then mean nothing. */
@PlanningEntity
public class Meeting {
    @PlanningId public int no;
    public String id;
    public int rank, weight, house, worker, minutes, before, after, am, pm, homePlace, homeDistrict, due;
    public boolean family, continuity, needsTaker;
    public Facts facts;             // the lookup tables, shared by all clones
    public int[] now;               // where the register proposes it: start, chair, room, taker; or null

    @ValueRangeProvider(id = "starts") public List<Integer> starts;
    @ValueRangeProvider(id = "chairs") public List<Integer> chairs;
    @ValueRangeProvider(id = "rooms") public List<Integer> rooms;
    @ValueRangeProvider(id = "takers") public List<Integer> takers;

    @PlanningVariable(valueRangeProviderRefs = "starts", allowsUnassigned = true) public Integer start;
    @PlanningVariable(valueRangeProviderRefs = "chairs") public Integer chair;
    @PlanningVariable(valueRangeProviderRefs = "rooms") public Integer room;
    @PlanningVariable(valueRangeProviderRefs = "takers") public Integer taker;

    // What State has entered in the diaries for this meeting (belongs to the working solution only).
    boolean in, dirty;
    int day, s, chairAt, roomAt, takerAt, placeAt;
    int chairFrom, chairUntil, takerFrom, takerUntil;

    /** Tables that never change. */
    public static final class Facts {
        int[][] day;                // [day] = {S2, minutes of cost}; null: not then
        int[] roomCost;             // [room], -1 where it may not be held
        int[] startArray, chairArray, roomArray, takerArray;
        int[][] startsOfDay;        // [day] = starts
    }

    /** Works out what it occupies where its variables stand. */
    void enter(Problem p) {
        day = start / 1440;
        s = start % 1440;
        chairAt = chair;
        roomAt = room;
        takerAt = taker;
        placeAt = roomAt == p.home ? homePlace : p.roomPlace[roomAt];
        chairFrom = s - before;
        chairUntil = s + minutes + after;
        takerFrom = s - Problem.TAKER_MARGIN;
        takerUntil = s + minutes + Problem.TAKER_MARGIN;
    }
}
