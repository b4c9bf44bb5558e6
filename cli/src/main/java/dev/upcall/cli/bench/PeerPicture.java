package dev.upcall.cli.bench;

import dev.upcall.cli.picture.GroupedBarPicture;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How many times the instructions of the best peer we take: a group of bars a model. */
final class PeerPicture {
  private PeerPicture() {}

  /**
   * Of the models, built as by default, that have a peer on any board; a missing bar says that this
   * one has none there.
   */
  static GroupedBarPicture of(BenchMatrix instructions) {
    List<String> models =
        instructions.models().stream()
            .filter(model -> !model.contains("."))
            .filter(
                model ->
                    instructions.boards().stream()
                        .anyMatch(board -> ratio(instructions, board, model) != null))
            .toList();
    Map<String, List<Double>> series = new LinkedHashMap<>();
    for (String board : instructions.boards()) {
      List<Double> ratios = new ArrayList<>();
      models.forEach(model -> ratios.add(ratio(instructions, board, model)));
      if (ratios.stream().anyMatch(ratio -> ratio != null)) {
        series.put(board, ratios);
      }
    }
    return new GroupedBarPicture(
        "Instructions an inference", "ours / the best peer's (1 = as many)", models, series);
  }

  private static Double ratio(BenchMatrix instructions, String board, String model) {
    BenchRow row = instructions.row(board, model);
    return row == null ? null : row.ratio();
  }
}
