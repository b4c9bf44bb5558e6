package dev.upcall.cli.bench.scale;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A gateway: its ensemble takes what waits as one batch whenever it is idle, as the real one's
 * batcher does, and with the same bounds.
 */
final class SimulatedGateway {
  /** As docs/gateway.md has it. */
  private static final int MAX_WAITING = 1024;

  private final double batchSeconds;
  private final double upcallS;
  private final int maxBatch;
  private final Deque<Copy> waiting = new ArrayDeque<>();
  private final List<Copy> batch = new ArrayList<>();
  private double lostUntil;
  private double busy;
  private long batches;
  private long inBatches;
  private int life;

  /**
   * One copy of an upcall.
   *
   * @param broker that it came by, and its answer goes by
   */
  record Copy(Upcall upcall, SimulatedBroker broker) {}

  SimulatedGateway(Capacities capacities, int maxBatch) {
    this.batchSeconds = capacities.batchSeconds();
    this.upcallS = 1 / capacities.gatewayUpcalls();
    this.maxBatch = maxBatch;
  }

  /** False if too many wait. */
  boolean take(Upcall upcall, SimulatedBroker broker) {
    return waiting.size() < MAX_WAITING && waiting.add(new Copy(upcall, broker));
  }

  /** Begins the next batch; when it will be done, or NaN if there is none to begin. */
  double begin(double now) {
    if (!batch.isEmpty() || waiting.isEmpty()) {
      return Double.NaN;
    }
    while (batch.size() < maxBatch && !waiting.isEmpty()) {
      batch.add(waiting.remove());
    }
    double takes = batchSeconds + batch.size() * upcallS;
    busy += takes;
    batches++;
    inBatches += batch.size();
    return now + takes;
  }

  /** What the batch that is done had. */
  List<Copy> end() {
    List<Copy> done = List.copyOf(batch);
    batch.clear();
    return done;
  }

  boolean isLost(double now) {
    return now < lostUntil;
  }

  /** Changes with each loss: what was begun in another life is never done. */
  int life() {
    return life;
  }

  /** How many copies are gone with it. */
  int lose(double until) {
    int gone = waiting.size() + batch.size();
    waiting.clear();
    batch.clear();
    lostUntil = until;
    life++;
    return gone;
  }

  /** Seconds that it has worked, or will for the batch that it has. */
  double busy() {
    return busy;
  }

  long batches() {
    return batches;
  }

  /** Upcalls in all of these. */
  long inBatches() {
    return inBatches;
  }
}
