package dev.upcall.cli.command;

import dev.upcall.cli.Console;
import dev.upcall.compiler.report.ModelReport;
import dev.upcall.compiler.report.ModelReport.Layer;
import dev.upcall.compiler.report.ModelReport.Stage;
import java.util.stream.Collectors;

/** A model report as a table for people. */
final class ReportText {
  private ReportText() {}

  static void print(ModelReport report, Console console) {
    report
        .before()
        .ifPresent(policy -> console.line("%s decides on the input before all stages", policy));
    for (Stage stage : report.stages()) {
      console.line("stage %s (%s)", stage.name(), stage.model());
      console.line(
          "  %-18s %-30s %-14s %9s %9s %9s",
          "operator", "kernel", "output", "MACs", "weights B", "tables B");
      for (Layer layer : stage.layers()) {
        String shape =
            layer.output().shape().stream().map(String::valueOf).collect(Collectors.joining("x"));
        console.line(
            "  %-18s %-30s %-14s %9d %9d %9d",
            layer.operator(),
            layer.kernel(),
            shape,
            layer.macs(),
            layer.weightBytes() - layer.tableBytes(),
            layer.tableBytes());
      }
      console.line(
          "  %d MACs, %d B of weights and tables; arena %d B (%s %d B), set by %s",
          stage.macs(),
          stage.weightBytes(),
          stage.arenaBytes(),
          stage.arenaOptimal() ? "optimal; lower bound" : "lower bound",
          stage.arenaLowerBoundBytes(),
          stage.peak());
    }
    upcall(report.upcall(), console);
  }

  /** Says what goes to the host where the manifest has a word on it. */
  private static void upcall(ModelReport.Upcall upcall, Console console) {
    if (upcall.carries().equals("featureMap")) {
      console.line(
          "an upcall carries a feature map: at most %d B, where the input has %d B",
          upcall.bytes(), upcall.inputBytes());
    } else if (!upcall.why().isEmpty()) {
      console.line("an upcall carries the input, %d B: %s", upcall.bytes(), upcall.why());
    }
  }
}
