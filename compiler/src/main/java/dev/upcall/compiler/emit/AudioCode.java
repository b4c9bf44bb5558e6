package dev.upcall.compiler.emit;

import dev.upcall.compiler.board.Board;
import dev.upcall.compiler.ir.ConstantData;
import dev.upcall.compiler.ir.DType;
import dev.upcall.core.audio.AudioSpec;
import dev.upcall.core.audio.AudioTables;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Prints a front end's tables, which are computed here so that the device computes none, and counts
 * what it takes.
 */
final class AudioCode {
  private final AudioSpec spec;

  AudioCode(AudioSpec spec) {
    this.spec = spec;
  }

  CAudio make(CBanner banner) {
    AudioTables tables = new AudioTables(spec);
    StringBuilder text = new StringBuilder();
    print(text, "Rising half of the window, Q15.", "hann", DType.UINT16, tables.hann());
    print(text, "Cosines of half a turn, Q15.", "cosines", DType.INT16, tables.cosines());
    print(
        text, "First bin of each interval between filters.", "edges", DType.INT16, tables.edges());
    print(
        text,
        "Share of the rising filter in each bin, Q12.",
        "weights",
        DType.UINT16,
        tables.weights());
    boolean cepstrum = spec.kind() == AudioSpec.Kind.MFCC;
    if (cepstrum) {
      print(
          text,
          "Rows of the cosine transform.",
          "transform",
          DType.INT16,
          tables.cosineTransform());
      text.append("\n/* By how much their sums are shifted. */\n");
      byte[] shifts = tables.cosineShifts();
      CArray.ofBytes("audio_shifts", shifts).print(text);
    }
    return new CAudio(
        banner,
        CLiteral.comment(words()),
        text.toString().strip(),
        spec.points(),
        spec.mels(),
        cepstrum ? spec.coefficients() : 0,
        tables.floor(),
        tables.range(),
        tables.multiplier());
  }

  /** Bytes of RAM: the transform's work, and the tables where loads reach nothing else. */
  int ramBytes(Board board) {
    return spec.points() * Integer.BYTES + (board.cpu().loadsRamAlone() ? tableBytes() : 0);
  }

  private int tableBytes() {
    AudioTables tables = new AudioTables(spec);
    int elements =
        Stream.of(
                tables.hann(),
                tables.cosines(),
                tables.edges(),
                tables.weights(),
                tables.cosineTransform(),
                AudioTables.logarithms())
            .mapToInt(table -> table.length)
            .sum();
    return elements * Short.BYTES + tables.cosineShifts().length;
  }

  private String words() {
    return String.format(
        Locale.ROOT,
        "%d Hz, windows of %.1f ms every %.1f ms, %d mels of %.0f to %.0f Hz, %.0f to %.0f dB",
        spec.rate(),
        spec.millis(spec.window()),
        spec.millis(spec.stride()),
        spec.mels(),
        spec.lowHertz(),
        spec.highHertz(),
        spec.floorDecibels(),
        spec.ceilingDecibels());
  }

  private static void print(
      StringBuilder text, String what, String name, DType type, short[] elements) {
    text.append("\n/* ").append(what).append(" */\n");
    long[] values = IntStream.range(0, elements.length).mapToLong(i -> elements[i]).toArray();
    new CArray("audio_" + name, ConstantData.ofLongs(type, values)).print(text);
  }
}
