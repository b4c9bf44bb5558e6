package dev.upcall.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.upcall.cli.bench.conformance.ConformanceArchive;
import dev.upcall.cli.bench.conformance.ConformanceCase;
import dev.upcall.cli.bench.conformance.ConformanceReport;
import dev.upcall.cli.bench.conformance.ConformanceRunner;
import dev.upcall.cli.bench.conformance.Engine;
import dev.upcall.compiler.testing.CCompiler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ONNX's operator tests through importer, passes and the Java float reference. */
class OnnxConformanceTest {
  private static final Path ARCHIVE = Path.of("../../shared/conformance/onnx-conformance.zip");

  /** May only grow. */
  private static final int LEAST_PASSED = 636;

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
    assertEquals(2, report.disputed());
    assertTrue(report.passed() >= LEAST_PASSED, report::toString);
  }

  /** What the Java reference passes, emitted C passes too. */
  @Test
  void cPassesWhatJavaPasses(@TempDir Path folder) throws IOException {
    assumeTrue(Files.exists(ARCHIVE), "no ../shared/conformance beside the repository");
    CCompiler gcc = CCompiler.require("gcc");
    List<ConformanceCase> cases = new ConformanceArchive(ARCHIVE).read();
    ConformanceInC tests = new ConformanceInC(cases, gcc, folder);
    ConformanceReport report = tests.report();
    System.out.println("in C: " + report);
    assertEquals(tests.reference().failures(), report.failures());
    assertEquals(tests.reference().passed(), report.passed(), report::toString);
  }
}
