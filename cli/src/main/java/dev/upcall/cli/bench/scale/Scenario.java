package dev.upcall.cli.bench.scale;

import java.util.List;

/**
 * What happens to a cell while it is watched.
 *
 * @param seconds watched; upcalls are counted from {@code warmUp} on
 * @param rate of upcalls, by the mean's, where the day is flat
 * @param day seconds into which a day is drawn together; 0: a flat one
 * @param bursts of devices that all ask at once
 * @param losses of nodes
 * @param maxBatch upcalls that a gateway's ensemble takes together
 */
public record Scenario(
    String name,
    double seconds,
    double warmUp,
    double rate,
    double day,
    List<Burst> bursts,
    List<Loss> losses,
    int maxBatch) {
  /** As in the gateway's batcher. */
  public static final int BATCH = 64;

  /**
   * Devices that ask beside what they would have.
   *
   * @param at second of the first
   * @param within seconds all of them
   * @param share of the devices
   */
  public record Burst(double at, double within, double share) {}

  /** A kind of node. */
  public enum Tier {
    BROKER,
    GATEWAY
  }

  /**
   * The loss of the first node of a kind, with all that is in it.
   *
   * @param at second of it
   * @param until second of its return
   */
  public record Loss(Tier tier, double at, double until) {}

  public Scenario {
    bursts = List.copyOf(bursts);
    losses = List.copyOf(losses);
    if (seconds <= warmUp || warmUp < 0 || rate <= 0 || day < 0 || maxBatch < 1) {
      throw new IllegalArgumentException("times and rates are above 0");
    }
  }

  /** A rate that does not change. */
  public static Scenario calm(double seconds, double rate) {
    return new Scenario("calm", seconds, seconds / 20, rate, 0, List.of(), List.of(), BATCH);
  }

  /**
   * A day drawn together, whose busiest time is that of the profile's peak, with a twentieth of the
   * devices asking within ten seconds at its busiest, as after a loss of power.
   */
  public static Scenario day(double seconds) {
    Burst back = new Burst(seconds / 2, 10, 0.05);
    return new Scenario("day", seconds, 0, 1, seconds, List.of(back), List.of(), BATCH);
  }

  /** A flat day, and then half of the devices within a second: whatever they all saw. */
  public static Scenario storm(double seconds) {
    Burst all = new Burst(seconds / 3, 1, 0.5);
    return new Scenario("storm", seconds, 0, 1, 0, List.of(all), List.of(), BATCH);
  }

  /** The busiest hour, in which a broker's node and then a gateway are lost for a while. */
  public static Scenario loss(double seconds, double peak) {
    List<Loss> losses =
        List.of(
            new Loss(Tier.BROKER, seconds / 4, seconds / 2),
            new Loss(Tier.GATEWAY, seconds / 2, seconds * 3 / 4));
    return new Scenario("loss", seconds, seconds / 20, peak, 0, List.of(), losses, BATCH);
  }

  /** Upcalls alone, each for itself. */
  public Scenario withBatch(int most) {
    return new Scenario(name, seconds, warmUp, rate, day, bursts, losses, most);
  }
}
