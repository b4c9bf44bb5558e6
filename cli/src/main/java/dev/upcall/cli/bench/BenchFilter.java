package dev.upcall.cli.bench;

import dev.upcall.cli.CliCode;
import dev.upcall.core.diagnostic.Diagnostic;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which part of a suite to measure; all where nothing is named.
 *
 * @param board id of one board
 * @param model name of one model
 */
public record BenchFilter(Optional<String> board, Optional<String> model) {
  /** The boards that are meant: any that is named, measured by default or not. */
  List<String> boards(List<String> all) {
    return board.map(List::of).orElse(all);
  }

  /** Those that are meant; none where the named one is measured on other boards. */
  <M extends BenchModel> List<M> models(List<M> all) {
    model.ifPresent(BenchFilter::requireKnown);
    return all.stream().filter(one -> model.isEmpty() || one.name().equals(model.get())).toList();
  }

  private static void requireKnown(String model) {
    List<String> names =
        Stream.concat(GoldenModel.ALL.stream(), SmallModel.ALL.stream())
            .map(BenchModel::name)
            .toList();
    if (!names.contains(model)) {
      throw Diagnostic.of(CliCode.UNKNOWN_MODEL, model)
          .need("one of: %s", String.join(", ", names))
          .toException();
    }
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
