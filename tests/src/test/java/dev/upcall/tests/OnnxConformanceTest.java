package dev.upcall.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.upcall.cli.bench.conformance.ConformanceArchive;
import dev.upcall.cli.bench.conformance.ConformanceReport;
import dev.upcall.cli.bench.conformance.ConformanceRunner;
import dev.upcall.cli.bench.conformance.Engine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** ONNX's operator tests through importer, passes and the Java float reference. */
class OnnxConformanceTest {
  private static final Path ARCHIVE = Path.of("../../shared/conformance/onnx-conformance.zip");

  /** May only grow. */
  private static final int LEAST_PASSED = 447;

  @Test
  void everyCasePassesOrIsRefusedByName() {
    assumeTrue(Files.exists(ARCHIVE), "no ../shared/conformance beside the repository");
    ConformanceRunner runner =
        new ConformanceRunner(List.of(Engine.imported(), Engine.reference()));
    ConformanceReport report =
        new ConformanceReport(
            new ConformanceArchive(ARCHIVE).read().stream().map(runner::run).toList());
    System.out.println(report);
    assertEquals(659, report.outcomes().size());
    assertEquals(List.of(), report.failures());
    assertTrue(report.passed() >= LEAST_PASSED, report::toString);
  }
}
