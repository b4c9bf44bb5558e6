package dev.upcall.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.StreamSupport;

/**
 * What TensorFlow Lite Micro takes for the same model on the same emulated core: of all its builds
 * that were measured, the best for each quantity by itself. Read from {@code tflm.json} in {@code
 * ../shared/baselines}; where that is missing there is nothing to compare with.
 */
final class Peers {
  private static final Map<String, String> CORES =
      Map.of(
          "mps2-an386", "Cortex-M4F (mps2-an386)",
          "mps2-an385", "Cortex-M3 (mps2-an385)",
          "mps2-m0", "Cortex-M0+ code on mps2-an385",
          "mps3-an547", "Cortex-M55 (mps3-an547)");

  /** Our quantity's name to theirs. Their flash is without the model, as our code is. */
  private static final Map<String, ToDoubleFunction<JsonNode>> QUANTITIES =
      Map.of(
          "instructions", row -> number(row, "instructions"),
          "cycles", row -> number(row, "cyclesModelled"),
          "codeBytes", row -> number(row, "flashBytes"),
          "weightBytes", row -> number(row, "modelBytes"),
          "flashBytes", row -> number(row, "flashBytes") + number(row, "modelBytes"),
          "arenaBytes", row -> number(row, "arenaBytes"),
          "ramBytes", row -> number(row, "arenaBytes") + number(row, "otherRamBytes"),
          "stackBytes", row -> number(row, "stackBytes"));

  private final List<JsonNode> builds;

  private Peers(List<JsonNode> builds) {
    this.builds = builds;
  }

  /**
   * A figure of theirs.
   *
   * @param source the build that reached it
   */
  record Best(double value, String source) {}

  static Peers read(Path file) {
    if (!Files.isRegularFile(file)) {
      return new Peers(List.of());
    }
    try {
      JsonNode rows = new ObjectMapper().readTree(file.toFile()).path("rows");
      return new Peers(StreamSupport.stream(rows.spliterator(), false).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }

  /** The least of that quantity over all builds; empty where none was measured. */
  Optional<Best> best(String board, String model, String quantity) {
    ToDoubleFunction<JsonNode> value = QUANTITIES.get(quantity);
    String core = CORES.get(board);
    if (value == null || core == null) {
      return Optional.empty();
    }
    return builds.stream()
        .filter(row -> row.path("core").asText().equals(core))
        .filter(row -> row.path("model").asText().equals(model))
        .filter(row -> Double.isFinite(value.applyAsDouble(row)))
        .min(Comparator.comparingDouble(value))
        .map(row -> new Best(value.applyAsDouble(row), source(row)));
  }

  private static String source(JsonNode row) {
    return "TensorFlow Lite Micro, %s kernels, %s"
        .formatted(row.path("kernels").asText(), row.path("flags").asText());
  }

  /** Not a number where it was not measured. */
  private static double number(JsonNode row, String field) {
    JsonNode node = row.path(field);
    return node.isNumber() ? node.asDouble() : Double.NaN;
  }
}
