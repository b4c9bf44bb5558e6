package dev.upcall.cli.bench;

import dev.upcall.cli.bench.LayerMeasurement.Layer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Rows of suite {@code kernels}: for each kind of layer in a model, then for each layer. */
final class LayerRows {
  private LayerRows() {}

  static List<BenchRow> of(LayerMeasurement measured, int inputs) {
    String model = measured.board().id() + "." + measured.golden().name() + ".";
    Map<String, List<Layer>> kinds =
        measured.layers().stream()
            .collect(
                Collectors.groupingBy(Layer::operator, LinkedHashMap::new, Collectors.toList()));
    List<BenchRow> rows = new ArrayList<>();
    kinds.forEach((kind, layers) -> add(rows, model + kind + ".", measured, layers, inputs));
    for (Layer layer : measured.layers()) {
      String name = String.format(Locale.ROOT, "%02d-%s.", layer.index(), layer.operator());
      add(rows, model + name, measured, List.of(layer), inputs);
    }
    return rows;
  }

  private static void add(
      List<BenchRow> rows, String name, LayerMeasurement measured, List<Layer> layers, int inputs) {
    double instructions = sum(layers, Layer::instructions);
    double macs = sum(layers, layer -> (double) layer.macs());
    rows.add(BenchRow.lower(name + "instructions", instructions, "instructions", inputs));
    if (macs > 0) {
      rows.add(
          BenchRow.lower(name + "instructionsPerMac", instructions / macs, "instructions", inputs));
    }
    if (measured.hasCycles()) {
      double cycles = sum(layers, layer -> (double) layer.cycles());
      rows.add(BenchRow.lower(name + "cycles", cycles, "modelled cycles", 1));
      if (macs > 0) {
        rows.add(BenchRow.lower(name + "cyclesPerMac", cycles / macs, "modelled cycles", 1));
      }
    }
  }

  private static double sum(List<Layer> layers, Function<Layer, Double> value) {
    return layers.stream().mapToDouble(value::apply).sum();
  }
}
