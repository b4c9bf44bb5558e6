package dev.upcall.cli.bench.scale;

/** A broker's node: passes on one message after the other, each in the same time. */
final class SimulatedBroker {
  private final double serviceS;
  private final Station station = new Station(1);
  private double lostUntil;
  private int life;

  SimulatedBroker(double serviceS) {
    this.serviceS = serviceS;
  }

  /** When a message that comes now is passed on. */
  double done(double now) {
    return station.done(now, serviceS);
  }

  boolean isLost(double now) {
    return now < lostUntil;
  }

  /** Changes with each loss: what came in another life is gone. */
  int life() {
    return life;
  }

  void lose(double until) {
    lostUntil = until;
    life++;
    station.lose(until);
  }

  /** Seconds that it has worked, or will for what it has. */
  double busy() {
    return station.busy();
  }
}
