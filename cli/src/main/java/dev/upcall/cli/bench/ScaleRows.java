package dev.upcall.cli.bench;

import dev.upcall.cli.bench.scale.Capacities;
import dev.upcall.cli.bench.scale.CellSimulation;
import dev.upcall.cli.bench.scale.LoadModel;
import dev.upcall.cli.bench.scale.Outcome;
import dev.upcall.cli.bench.scale.Profile;
import dev.upcall.cli.bench.scale.Scenario;
import java.util.ArrayList;
import java.util.List;

/** The rows of one fleet: what it needs, and how one of its cells fares. */
final class ScaleRows {
  private static final double NETWORK_S = 0.02;
  private static final long SEED = 7;

  /** Seconds of a cell that are watched. */
  private static final double WATCHED_S = 120;

  private static final double SECONDS_PER_MONTH = 30 * 86_400.0;

  private final String name;
  private final LoadModel model;
  private final List<BenchRow> rows = new ArrayList<>();

  ScaleRows(String name, long devices, Profile profile, Capacities capacities) {
    this.name = name;
    this.model = LoadModel.of(devices, profile, capacities);
  }

  List<BenchRow> rows() {
    needs();
    calm();
    simulated(Scenario.day(2 * WATCHED_S));
    simulated(Scenario.storm(WATCHED_S / 2));
    simulated(Scenario.loss(WATCHED_S, model.profile().peak()));
    return List.copyOf(rows);
  }

  private void needs() {
    add("upcallsPerSecond", model.upcallsPerSecond(), "1/s");
    add("messagesPerSecond", model.messagesPerSecond(), "1/s");
    add("megabitsPerSecond", model.megabitsPerSecond(), "Mbit/s");
    add("terabytesPerMonth", model.megabitsPerSecond() / 8e6 * SECONDS_PER_MONTH, "TB");
    add("cells", model.cells(), "");
    add("brokers", model.cells() * model.brokers(), "");
    add("gateways", model.cells() * model.gateways(), "");
    add("memberReplicas", model.cells() * model.memberReplicas(), "each member");
  }

  /** The mean load, each upcall for itself: what the closed form speaks of. */
  private void calm() {
    Outcome outcome = run(Scenario.calm(WATCHED_S, 1).withBatch(1));
    add(
        BenchRow.lower(name + ".calm.meanMs", 1e3 * outcome.meanS(), "ms", outcome.answered())
            .against(1e3 * model.latencyS(1, NETWORK_S), "closed form"));
    add(
        BenchRow.lower(name + ".calm.brokerBusy", outcome.brokerBusy(), "share", outcome.asked())
            .against(model.brokerUtilisation(1), "closed form"));
    add(
        BenchRow.lower(name + ".calm.gatewayBusy", outcome.gatewayBusy(), "share", outcome.asked())
            .against(model.gatewayUtilisation(1), "closed form"));
  }

  private void simulated(Scenario scenario) {
    Outcome outcome = run(scenario);
    String of = name + "." + scenario.name();
    add(BenchRow.lower(of + ".missedShare", outcome.missedShare(), "share", outcome.asked()));
    add(BenchRow.lower(of + ".repeats", outcome.repeats(), "", outcome.asked()));
    add(BenchRow.lower(of + ".p50Ms", 1e3 * outcome.p50S(), "ms", outcome.answered()));
    add(BenchRow.lower(of + ".p99Ms", 1e3 * outcome.p99S(), "ms", outcome.answered()));
    add(BenchRow.lower(of + ".brokerBusy", outcome.brokerBusy(), "share", outcome.asked()));
    add(BenchRow.lower(of + ".gatewayBusy", outcome.gatewayBusy(), "share", outcome.asked()));
    add(BenchRow.lower(of + ".batch", outcome.meanBatch(), "upcalls", outcome.asked()));
  }

  private Outcome run(Scenario scenario) {
    return CellSimulation.run(model, scenario, NETWORK_S, SEED);
  }

  private void add(String quantity, double value, String unit) {
    add(BenchRow.lower(name + "." + quantity, value, unit, 1));
  }

  private void add(BenchRow row) {
    rows.add(row);
  }
}
