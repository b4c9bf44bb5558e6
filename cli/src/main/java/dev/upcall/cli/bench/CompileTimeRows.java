package dev.upcall.cli.bench;

import dev.upcall.cli.firmware.Home;
import dev.upcall.compiler.tool.ProcessRunner;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How long the command takes that compiles MobileNetV1 0.25 (vww) from the TFLite file to the C
 * project, start of the Java machine included, in a heap of {@value #HEAP_MEGABYTES} MB.
 */
final class CompileTimeRows {
  private static final int HEAP_MEGABYTES = 512;
  private static final int RUNS = 3;
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private CompileTimeRows() {}

  static void add(List<BenchRow> rows, List<String> skipped) {
    GoldenModel model =
        GoldenModel.ALL.stream().filter(golden -> golden.name().equals("vww")).findFirst().get();
    if (!model.isPresent()) {
      skipped.add("vww.compileSeconds: " + model.missing());
      return;
    }
    double best = Double.POSITIVE_INFINITY;
    try (ProcessRunner runner = new ProcessRunner()) {
      for (int run = 0; run < RUNS; run++) {
        long start = System.nanoTime();
        ProcessRunner.Result result = runner.run(command(model), Path.of("."), LIMIT);
        if (!result.ok()) {
          skipped.add("vww.compileSeconds: " + result.output().lines().findFirst().orElse(""));
          return;
        }
        best = Math.min(best, (System.nanoTime() - start) / 1e9);
      }
    }
    rows.add(BenchRow.lower("vww.compileSeconds", best, "s", RUNS));
    rows.add(BenchRow.lower("vww.compileHeapMegabytes", HEAP_MEGABYTES, "MB at most", 1));
  }

  private static List<String> command(GoldenModel model) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return List.of(
        java,
        "-Xmx" + HEAP_MEGABYTES + "m",
        "-cp",
        absolute(System.getProperty("java.class.path")),
        "-Dupcall.home=" + Home.path("").toAbsolutePath(),
        "dev.upcall.cli.Main",
        "compile",
        model.model().toString(),
        "--out",
        Home.path("firmware-out").resolve("bench").toString());
  }

  private static String absolute(String classPath) {
    return String.join(
        File.pathSeparator,
        List.of(classPath.split(File.pathSeparator)).stream()
            .map(path -> Path.of(path).toAbsolutePath().toString())
            .toList());
  }
}
