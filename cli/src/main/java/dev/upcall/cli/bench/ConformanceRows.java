package dev.upcall.cli.bench;

import dev.upcall.cli.bench.conformance.ConformanceArchive;
import dev.upcall.cli.bench.conformance.ConformanceReport;
import dev.upcall.cli.bench.conformance.ConformanceRunner;
import dev.upcall.cli.bench.conformance.Engine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** ONNX's own operator tests, run by the Java float reference: how many pass. */
final class ConformanceRows {
  private ConformanceRows() {}

  static void add(List<BenchRow> rows, List<String> skipped) {
    Path archive = GoldenModel.shared("conformance/onnx-conformance.zip");
    if (!Files.isRegularFile(archive)) {
      skipped.add("onnx.conformance: no " + archive + " beside the repository");
      return;
    }
    ConformanceRunner runner = new ConformanceRunner(List.of(Engine.reference()));
    ConformanceReport report =
        new ConformanceReport(
            new ConformanceArchive(archive).read().stream().map(runner::run).toList());
    int tests = report.outcomes().size();
    rows.add(BenchRow.higher("onnx.conformance.passed", report.passed(), "tests", tests));
    rows.add(BenchRow.lower("onnx.conformance.refused", report.refused(), "tests", tests));
    rows.add(BenchRow.lower("onnx.conformance.failed", report.failed(), "tests", tests));
  }
}
