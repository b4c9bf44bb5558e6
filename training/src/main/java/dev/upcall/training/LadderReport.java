package dev.upcall.training;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A member with its branches as a ladder, on the test split.
 *
 * @param blocks the exits, earliest first, then the end, each answering every sample by itself
 * @param routes ways to choose between them
 */
public record LadderReport(List<BlockReport> blocks, List<RouteReport> routes) {
  public LadderReport {
    blocks = List.copyOf(blocks);
    routes = List.copyOf(routes);
  }

  /**
   * One output.
   *
   * @param macs multiply-accumulates of a sample, up to this output and for no other
   */
  public record BlockReport(String name, long macs, Answers test) {}

  /**
   * One way to choose.
   *
   * @param thresholds least greatest probability by which a sample leaves, by exit; an exit that is
   *     left out is absent
   * @param above what answers the samples that are sent up; empty where none are
   * @param leaving share of the samples that each block answers
   * @param meanMacs multiply-accumulates a sample on the device, mean
   * @param macsSaved share of the end's that this saves; less than 0 where it takes more
   */
  public record RouteReport(
      String rule,
      Map<String, Float> thresholds,
      String above,
      Answers test,
      Map<String, Double> leaving,
      double meanMacs,
      double macsSaved) {
    public RouteReport {
      thresholds = Collections.unmodifiableMap(new LinkedHashMap<>(thresholds));
      leaving = Collections.unmodifiableMap(new LinkedHashMap<>(leaving));
    }
  }

  /** The rule of exits whose thresholds cost so many points of accuracy at most on TUNE. */
  public static String within(double points) {
    return String.format(Locale.ROOT, "within %.1f points", points);
  }

  /** The rule by which all samples of a hard class go on to a branch. */
  public static String hardClasses(String branch) {
    return "hard classes to " + branch;
  }

  /** The same, once what is over the bound of entropy has been sent up. */
  public static String complexUp(String branch) {
    return "complex samples up, " + hardClasses(branch);
  }

  /** The route of a rule, if there is one. */
  public Optional<RouteReport> route(String rule) {
    return routes.stream().filter(route -> route.rule().equals(rule)).findFirst();
  }

  /** The member's own end. */
  public BlockReport end() {
    return blocks.get(blocks.size() - 1);
  }
}
