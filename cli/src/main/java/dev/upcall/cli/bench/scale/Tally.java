package dev.upcall.cli.bench.scale;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/** Counts what becomes of upcalls that are made while a scenario is watched. */
final class Tally {
  private final Scenario scenario;
  private double[] latencies = new double[1024];
  private int answered;
  private long asked;
  private long missed;
  private long turnedAway;
  private long repeats;
  private long lost;
  private double brokersBefore;
  private double gatewaysBefore;
  private double brokerBusy;
  private double gatewayBusy;
  private double meanBatch;

  Tally(Scenario scenario) {
    this.scenario = scenario;
  }

  private boolean counts(Upcall upcall) {
    return upcall.asked() >= scenario.warmUp();
  }

  void asked(Upcall upcall) {
    asked += counts(upcall) ? 1 : 0;
  }

  void repeated(Upcall upcall) {
    repeats += counts(upcall) ? 1 : 0;
  }

  void answered(Upcall upcall, double time) {
    if (upcall.end() && counts(upcall)) {
      if (answered == latencies.length) {
        latencies = Arrays.copyOf(latencies, 2 * answered);
      }
      latencies[answered++] = time - upcall.asked();
    }
  }

  void missed(Upcall upcall) {
    missed += upcall.end() && counts(upcall) ? 1 : 0;
  }

  void turnedAway(Upcall upcall) {
    if (upcall.end() && counts(upcall)) {
      turnedAway++;
      missed++;
    }
  }

  void lost() {
    lost++;
  }

  void lost(int copies) {
    lost += copies;
  }

  void begin(SimulatedBroker[] brokers, SimulatedGateway[] gateways) {
    brokersBefore = sum(brokers, SimulatedBroker::busy);
    gatewaysBefore = sum(gateways, SimulatedGateway::busy);
  }

  void end(SimulatedBroker[] brokers, SimulatedGateway[] gateways) {
    double watched = scenario.seconds() - scenario.warmUp();
    double brokerS = sum(brokers, SimulatedBroker::busy) - brokersBefore;
    double gatewayS = sum(gateways, SimulatedGateway::busy) - gatewaysBefore;
    brokerBusy = brokerS / (watched * brokers.length);
    gatewayBusy = gatewayS / (watched * gateways.length);
    double batches = sum(gateways, SimulatedGateway::batches);
    meanBatch = batches == 0 ? 0 : sum(gateways, SimulatedGateway::inBatches) / batches;
  }

  private static <T> double sum(T[] all, ToDoubleFunction<T> what) {
    return Arrays.stream(all).mapToDouble(what).sum();
  }

  Outcome outcome() {
    double[] sorted = Arrays.copyOf(latencies, answered);
    Arrays.sort(sorted);
    return new Outcome(
        asked,
        answered,
        missed,
        turnedAway,
        repeats,
        lost,
        Arrays.stream(sorted).average().orElse(0),
        quantile(sorted, 0.5),
        quantile(sorted, 0.99),
        brokerBusy,
        gatewayBusy,
        meanBatch);
  }

  private static double quantile(double[] sorted, double share) {
    return sorted.length == 0
        ? 0
        : sorted[(int) Math.min(sorted.length - 1, share * sorted.length)];
  }
}
