package dev.upcall.cli.bench;

import dev.upcall.compiler.tool.ImageSizes;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows of one golden model on one board, beside what the peer takes and what is to be reached.
 */
final class ModelRows {
  private final Peers peers;

  ModelRows(Peers peers) {
    this.peers = peers;
  }

  List<BenchRow> of(BenchModel golden, Variant variant, BareMeasurement measured) {
    String name = measured.board().id() + "." + golden.name() + variant.suffix() + ".";
    List<byte[]> outputs = golden.outputs();
    List<BenchRow> rows = new ArrayList<>(costs(name, measured));
    if (!measured.costs().isEmpty()) {
      rows.add(
          BenchRow.lower(
              name + "instructionsPerLiveMac",
              measured.instructions() / measured.liveMacs(),
              "instructions",
              measured.costs().size()));
    }
    rows.add(BenchRow.lower(name + "macs", measured.stage().macs(), "MACs", 1));
    rows.add(BenchRow.lower(name + "liveMacs", measured.liveMacs(), "MACs", 1));
    rows.addAll(memory(name, measured));
    rows.add(
        BenchRow.lower(
            name + "mismatchedBytes",
            measured.mismatchedBytes(outputs),
            "B",
            (long) outputs.size() * golden.outputBytes()));
    return rows.stream().map(row -> compared(row, golden, measured)).toList();
  }

  /** What an inference takes; nothing where that was not counted. */
  static List<BenchRow> costs(String name, BareMeasurement measured) {
    List<BenchRow> rows = new ArrayList<>();
    if (!measured.costs().isEmpty()) {
      int inputs = measured.costs().size();
      double instructions = measured.instructions();
      double perMac = instructions / measured.stage().macs();
      rows.add(BenchRow.lower(name + "instructions", instructions, "instructions", inputs));
      if (measured.hasCycles()) {
        rows.add(BenchRow.lower(name + "cycles", measured.cycles(), "modelled cycles", 1));
      }
      rows.add(BenchRow.lower(name + "instructionsPerMac", perMac, "instructions", inputs));
    }
    return rows;
  }

  /** What the image takes. */
  static List<BenchRow> memory(String name, BareMeasurement measured) {
    List<BenchRow> rows = new ArrayList<>();
    ImageSizes sizes = measured.sizes();
    boolean microcontroller = !measured.board().isHost();
    if (microcontroller) {
      rows.add(bytes(name + "ramBytes", sizes.ramBytes()));
    }
    rows.add(bytes(name + "arenaBytes", measured.stage().arenaBytes()));
    rows.add(bytes(name + "arenaLowerBoundBytes", measured.stage().arenaLowerBoundBytes()));
    measured.run().stackBytes().ifPresent(stack -> rows.add(bytes(name + "stackBytes", stack)));
    // What the host's C library brings is not the model's.
    if (microcontroller) {
      rows.add(bytes(name + "codeBytes", sizes.codeBytes()));
      rows.add(bytes(name + "weightBytes", sizes.weightBytes()));
      rows.add(bytes(name + "flashBytes", sizes.flashBytes()));
    }
    return rows;
  }

  private BenchRow compared(BenchRow row, BenchModel golden, BareMeasurement measured) {
    String quantity = row.name().substring(row.name().lastIndexOf('.') + 1);
    return peers
        .best(measured.board().id(), golden.name(), quantity)
        .map(best -> row.against(best.value(), best.source()))
        .orElse(row);
  }

  private static BenchRow bytes(String name, long value) {
    return BenchRow.lower(name, value, "B", 1);
  }
}
