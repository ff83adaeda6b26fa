package open311.jurisdiction;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.Set;

/** When city hall works: the same hours on each of the days. */
public record WorkingHours(Set<DayOfWeek> days, LocalTime from, LocalTime to) {
    public WorkingHours {
        days = Set.copyOf(days);
    }
}
