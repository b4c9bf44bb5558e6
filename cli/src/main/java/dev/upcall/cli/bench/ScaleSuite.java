package dev.upcall.cli.bench;

import dev.upcall.cli.Console;
import dev.upcall.cli.bench.scale.Capacities;
import dev.upcall.cli.bench.scale.Profile;
import dev.upcall.cli.firmware.Home;
import dev.upcall.compiler.ToolVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Suite {@code scale}: what fleets of three sizes need by the load model of docs/scale.md, and what
 * a simulation of one of their cells makes of it. Reckoned, not measured, from what is measured.
 */
public final class ScaleSuite {
  public static final String NAME = "scale";

  /** Name in rows, and devices. */
  private static final Map<String, Long> FLEETS = new LinkedHashMap<>();

  static {
    FLEETS.put("1e4", 10_000L);
    FLEETS.put("1e6", 1_000_000L);
    FLEETS.put("1e8", 100_000_000L);
  }

  /** Of either broker with TLS, QoS 1 and 1 KB on two cores; docs/scale.md. */
  private static final double BROKER_MESSAGES = 2400;

  /** Until docs/benchmarks/gateway.json is there. */
  private static final double GATEWAY_UPCALLS = 2000;

  /** One sample of a small network in ONNX Runtime. */
  private static final double MEMBER_S = 22.7e-6;

  private final Console console;
  private final Path benchmarks;

  public ScaleSuite(Console console) {
    this(console, Home.path("docs/benchmarks"));
  }

  ScaleSuite(Console console, Path benchmarks) {
    this.console = console;
    this.benchmarks = benchmarks;
  }

  public BenchReport run() throws IOException {
    OptionalDouble share = measured("decisions.json", "fashion-mnist.hi.upcallFraction");
    OptionalDouble gateway = measured("gateway.json", "gateway.mqtt.upcallsPerSecond");
    Profile profile = new Profile(0.1, share.orElse(0.2), 784, 10, 5, 2);
    Capacities capacities =
        new Capacities(
            BROKER_MESSAGES, gateway.orElse(GATEWAY_UPCALLS), 0.5e-3, MEMBER_S, 4, 0.6, 4, 50_000);
    List<String> assumed = new ArrayList<>();
    if (share.isEmpty()) {
      assumed.add("share of upcalls: 0.2 assumed, decisions.json has none");
    }
    if (gateway.isEmpty()) {
      assumed.add(
          "rate of a gateway: %.0f upcalls/s assumed, until gateway.json says it"
              .formatted(GATEWAY_UPCALLS));
    }
    List<BenchRow> rows = new ArrayList<>();
    FLEETS.forEach(
        (name, devices) -> {
          console.step("a fleet of %,d devices", devices);
          rows.addAll(new ScaleRows("scale." + name, devices, profile, capacities).rows());
        });
    return new BenchReport(
        NAME,
        ToolVersion.read(),
        "./upcall bench scale --json docs/benchmarks/scale.json",
        Map.of(),
        rows,
        assumed);
  }

  private OptionalDouble measured(String file, String row) throws IOException {
    Path path = benchmarks.resolve(file);
    return Files.exists(path)
        ? BenchDocs.read(path).rows().stream()
            .filter(one -> one.name().equals(row))
            .mapToDouble(BenchRow::value)
            .findFirst()
        : OptionalDouble.empty();
  }
}
