package peer;

import ai.timefold.solver.core.api.domain.solution.PlanningEntityCollectionProperty;
import ai.timefold.solver.core.api.domain.solution.PlanningScore;
import ai.timefold.solver.core.api.domain.solution.PlanningSolution;
import ai.timefold.solver.core.api.score.buildin.bendablelong.BendableLongScore;
import java.util.ArrayList;
import java.util.List;

/** The planning solution: minutes by which hard rules are broken, then S1, S2 and S3. */
@PlanningSolution
public class Plan {
    @PlanningEntityCollectionProperty public List<Meeting> meetings = new ArrayList<>();
    @PlanningScore(bendableHardLevelsSize = 1, bendableSoftLevelsSize = 3) public BendableLongScore score;
}
