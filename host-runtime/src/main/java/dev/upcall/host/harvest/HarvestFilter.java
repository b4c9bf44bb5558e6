package dev.upcall.host.harvest;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Which samples of a store are meant.
 *
 * @param project its name
 * @param inputKey as {@link HarvestSample#inputKey}
 * @param since answered then or later
 * @param disagree only those where device and host differ
 * @param hostClass only those that the host gives this class
 * @param maxConfidence only those of which the host is at most so sure
 * @param inputs only those that were sent as inputs, no feature maps
 */
public record HarvestFilter(
    String project,
    String inputKey,
    Optional<Instant> since,
    boolean disagree,
    OptionalInt hostClass,
    OptionalDouble maxConfidence,
    boolean inputs) {

  /** All samples of a project whose input is the same as now. */
  public static HarvestFilter of(String project, String inputKey) {
    return new HarvestFilter(
        project,
        inputKey,
        Optional.empty(),
        false,
        OptionalInt.empty(),
        OptionalDouble.empty(),
        false);
  }

  /** The same without feature maps. */
  public HarvestFilter onlyInputs() {
    return new HarvestFilter(project, inputKey, since, disagree, hostClass, maxConfidence, true);
  }

  /** The condition in SQL, with a question mark for each of {@link #values}. */
  String where() {
    StringBuilder where = new StringBuilder("project = ? AND input_key = ?");
    since.ifPresent(then -> where.append(" AND answered_at >= ?"));
    hostClass.ifPresent(index -> where.append(" AND host_class = ?"));
    maxConfidence.ifPresent(most -> where.append(" AND confidence <= ?"));
    if (disagree) {
      where.append(" AND device_class <> host_class");
    }
    return where.append(inputs ? " AND stage = 0" : "").toString();
  }

  private List<Object> values() {
    List<Object> values = new ArrayList<>(List.of(project, inputKey));
    since.ifPresent(then -> values.add(then.atOffset(ZoneOffset.UTC)));
    hostClass.ifPresent(values::add);
    maxConfidence.ifPresent(most -> values.add((float) most));
    return values;
  }

  /**
   * Sets the values of {@link #where} as the first parameters.
   *
   * @return the number of the next one
   */
  int set(PreparedStatement statement) throws SQLException {
    int next = 1;
    for (Object value : values()) {
      statement.setObject(next++, value);
    }
    return next;
  }
}
