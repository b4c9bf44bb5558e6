package dev.upcall.cli.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.cli.Console;
import dev.upcall.cli.firmware.Home;
import dev.upcall.core.decision.tune.Target;
import dev.upcall.core.project.ProjectLoader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The committed digits models reach what the example promises, on samples they never saw. */
class CrossFitTest {
  @Test
  void theLadderReachesItsTargetsOnAllSamples() {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    List<BenchRow> rows =
        CrossFit.of(
                ProjectLoader.load(Home.path("examples/digits")),
                Target.maxUpcalls(0.2),
                new Console(nowhere, nowhere, false, false))
            .rows("digits");
    Map<String, BenchRow> byName =
        rows.stream().collect(Collectors.toMap(BenchRow::name, Function.identity()));

    rows.forEach(row -> assertEquals(1797, row.n(), row.name()));
    assertEquals(15, rows.stream().filter(row -> row.name().endsWith(".retention")).count());
    for (String target :
        List.of(
            "digits.deviceOnly.gapToHostPoints",
            "digits.ladder.upcallFraction",
            "digits.ladder.gapToHostPoints",
            "digits.device.int8LossPoints",
            "digits.subset.deep+full+small.retention",
            "digits.subset.deep+full+wide.retention",
            "digits.subset.deep+small+wide.retention",
            "digits.subset.full+small+wide.retention")) {
      BenchRow row = byName.get(target);
      assertEquals(Boolean.TRUE, row.met(), row::toString);
    }
    BenchRow device = byName.get("digits.deviceOnly.accuracy");
    BenchRow ladder = byName.get("digits.ladder.accuracy");
    assertTrue(ladder.interval().low() > device.interval().high(), "the ladder earns its upcalls");
    assertNotEquals(0.0, byName.get("digits.ladder.upcallFraction").value());
  }
}
