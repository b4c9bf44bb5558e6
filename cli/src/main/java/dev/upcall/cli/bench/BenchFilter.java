package dev.upcall.cli.bench;

import dev.upcall.cli.CliCode;
import dev.upcall.core.diagnostic.Diagnostic;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which part of a suite to measure; all where nothing is named.
 *
 * @param board id of one board
 * @param model name of one golden model
 */
public record BenchFilter(Optional<String> board, Optional<String> model) {
  /** The boards that are meant: any that is named, measured by default or not. */
  List<String> boards(List<String> all) {
    return board.map(List::of).orElse(all);
  }

  List<GoldenModel> models(List<GoldenModel> all) {
    if (model.isEmpty()) {
      return all;
    }
    List<GoldenModel> named =
        all.stream().filter(golden -> golden.name().equals(model.get())).toList();
    if (named.isEmpty()) {
      throw Diagnostic.of(CliCode.UNKNOWN_MODEL, model.get())
          .need("one of: %s", all.stream().map(GoldenModel::name).collect(Collectors.joining(", ")))
          .toException();
    }
    return named;
  }

  /** Whether nothing is left out. */
  boolean isAll() {
    return board.isEmpty() && model.isEmpty();
  }

  /** As typed. */
  String options() {
    return board.map(id -> " --board " + id).orElse("")
        + model.map(name -> " --model " + name).orElse("");
  }
}
