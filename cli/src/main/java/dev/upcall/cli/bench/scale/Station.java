package dev.upcall.cli.bench.scale;

import java.util.PriorityQueue;

/**
 * Servers with one queue, first come, first served. Arrivals have to be told in the order of their
 * times; each is told at once when it will be done, since nothing that comes later changes that.
 */
final class Station {
  private final PriorityQueue<Double> free = new PriorityQueue<>();
  private double busy;
  private double waited;
  private long served;

  Station(int servers) {
    for (int i = 0; i < servers; i++) {
      free.add(0.0);
    }
  }

  /** When one that comes now, and takes so long, is done. */
  double done(double now, double service) {
    double begin = Math.max(now, free.remove());
    free.add(begin + service);
    busy += service;
    waited += begin - now;
    served++;
    return begin + service;
  }

  /** All at once: what it had is gone with it, and it begins anew at that time. */
  void lose(double until) {
    int servers = free.size();
    free.clear();
    for (int i = 0; i < servers; i++) {
      free.add(until);
    }
  }

  /** Seconds of service given out so far, of all servers together. */
  double busy() {
    return busy;
  }

  /** Mean wait before service. */
  double meanWait() {
    return served == 0 ? 0 : waited / served;
  }
}
