package dev.upcall.cli.bench;

import dev.upcall.cli.bench.LayerMeasurement.Layer;
import java.util.Locale;

/** The layers of a model on a board, for a terminal. */
final class LayerTable {
  private LayerTable() {}

  static String text(LayerMeasurement measured) {
    StringBuilder out = new StringBuilder();
    String head = "%-4s %-28s %11s %12s %6s %12s %6s %6s%n";
    out.append(measured.board().id()).append(' ').append(measured.golden().name()).append('\n');
    out.append(
        String.format(
            Locale.ROOT,
            head,
            "",
            "kernel",
            "MACs",
            "instructions",
            "/MAC",
            "cycles",
            "/MAC",
            "%"));
    double all = measured.layers().stream().mapToDouble(Layer::instructions).sum();
    for (Layer layer : measured.layers()) {
      out.append(
          String.format(
              Locale.ROOT,
              head,
              layer.index(),
              layer.kernel(),
              layer.macs(),
              String.format(Locale.ROOT, "%.0f", layer.instructions()),
              perMac(layer.instructions(), layer.macs()),
              measured.hasCycles() ? layer.cycles() : "",
              measured.hasCycles() ? perMac(layer.cycles(), layer.macs()) : "",
              String.format(Locale.ROOT, "%.1f", 100 * layer.instructions() / all)));
    }
    return out.toString();
  }

  private static String perMac(double value, long macs) {
    return macs == 0 ? "" : String.format(Locale.ROOT, "%.2f", value / macs);
  }
}
