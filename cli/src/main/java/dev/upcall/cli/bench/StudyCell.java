package dev.upcall.cli.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.upcall.cli.CliCode;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.file.AtomicFile;
import dev.upcall.core.json.JsonWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one training of a study came to, as it lies in {@code docs/benchmarks/training/}: enough to
 * make the table anew, and to compare any two trainings sample by sample, without PyTorch.
 *
 * @param settings of the study it was trained by
 * @param report of the trainer
 */
record StudyCell(String data, String task, long seed, String settings, JsonNode report) {

  /** Where the cell of a task and seed lies below {@code folder}. */
  static Path file(Path folder, String data, String task, long seed) {
    return folder.resolve(data).resolve(task + "-" + seed + ".json");
  }

  /**
   * Reads a cell, if there is one that was trained by these settings.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException for a file that is no cell
   */
  static Optional<StudyCell> read(Path file, String settings) throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(new ObjectMapper().readValue(file.toFile(), StudyCell.class))
          .filter(cell -> cell.settings().equals(settings));
    } catch (JsonProcessingException e) {
      throw Diagnostic.of(CliCode.BROKEN_BENCHMARK_FILE, file)
          .found("%s", e.getOriginalMessage())
          .fix("remove it; upcall bench training trains it again")
          .toException();
    }
  }

  void write(Path file) throws IOException {
    AtomicFile.write(file, new JsonWriter().write(this));
  }

  private JsonNode fold() {
    return report.path("folds").path(0);
  }

  private JsonNode subset(String key) {
    return fold().path("subsets").path(key);
  }

  /** Keys of the subsets that were scored, smaller ones first. */
  List<String> subsets() {
    List<String> keys = new ArrayList<>();
    fold().path("subsets").fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  /** The subset of all members that were trained. */
  String whole() {
    List<String> keys = subsets();
    return keys.get(keys.size() - 1);
  }

  long parameters(String key) {
    return subset(key).path("parameters").asLong();
  }

  /** Multiply-accumulates for one sample. */
  long macs(String key) {
    return subset(key).path("macs").asLong();
  }

  /** Of training steps alone. */
  double samplesPerSecond() {
    return fold().path("samplesPerSecond").asDouble();
  }

  /** The subset's answers to the test samples. */
  Answers answers(String key) {
    return Answers.of(subset(key).path("answers"));
  }

  /** The same for the mean of its members' probabilities, of subsets of two and more. */
  Answers average(String key) {
    return Answers.of(subset(key).path("average"));
  }

  /** Accuracy after the loss of each one member, by its name; empty if none were combined. */
  Map<String, Double> losses() {
    List<String> members = List.of(whole().split("\\+"));
    Map<String, Double> losses = new LinkedHashMap<>();
    if (members.size() > 1) {
      for (String lost : members) {
        String alive =
            String.join("+", members.stream().filter(name -> !name.equals(lost)).toList());
        losses.put(lost, answers(alive).accuracy());
      }
    }
    return losses;
  }

  /** What a member and its branches come to as a ladder; missing where it has none. */
  JsonNode ladder(String member) {
    return fold().path("ladders").path(member);
  }

  /** The answers of one of a ladder's blocks or routes. */
  static Answers answers(JsonNode blockOrRoute) {
    return Answers.of(blockOrRoute.path("test"));
  }

  /**
   * The device member's answers in a cell of {@link QuantizedMember}.
   *
   * @param bits of weights
   * @param state {@code untuned} or {@code tuned}
   * @param numbers {@code floats} or {@code integers}
   */
  Answers quantized(String bits, String state, String numbers) {
    return Answers.of(report.path(bits).path(state).path(numbers));
  }

  /**
   * Which samples were answered right.
   *
   * @param of how many there were
   */
  record Answers(BitSet right, int of) {
    private static Answers of(JsonNode node) {
      byte[] bits = Base64.getDecoder().decode(node.path("bits").asText());
      return new Answers(BitSet.valueOf(bits), node.path("of").asInt());
    }

    static Answers of(boolean[] right) {
      BitSet bits = new BitSet(right.length);
      for (int i = 0; i < right.length; i++) {
        bits.set(i, right[i]);
      }
      return new Answers(bits, right.length);
    }

    JsonNode json() {
      return new ObjectMapper()
          .createObjectNode()
          .put("count", right.cardinality())
          .put("of", of)
          .put("bits", Base64.getEncoder().encodeToString(right.toByteArray()));
    }

    double accuracy() {
      return (double) right.cardinality() / of;
    }
  }
}
