package dev.upcall.cli.inspect;

import dev.upcall.cli.bench.InstructionModel;
import dev.upcall.compiler.board.BoardCatalogue;
import dev.upcall.compiler.report.ModelReport;
import dev.upcall.compiler.report.ModelReport.Stage;
import java.util.List;
import java.util.Optional;

/**
 * Why each layer is computed as it is.
 *
 * @param layers of all stages in turn, views left out
 */
public record Explanation(String board, List<Layer> layers) {
  /**
   * One layer.
   *
   * @param blocking what is computed together
   * @param requantization from accumulators to outputs
   * @param scratchBytes of the arena, while it runs
   * @param instructions predicted from our benchmarks; empty where the kernel was never measured
   * @param refused why kernels that come first did not take it
   */
  public record Layer(
      String stage,
      String operator,
      String kernel,
      String blocking,
      String requantization,
      int scratchBytes,
      long macs,
      Optional<Double> instructions,
      List<String> refused) {}

  public Explanation {
    layers = List.copyOf(layers);
  }

  public static Explanation of(ModelReport report) {
    BoardCatalogue catalogue = new BoardCatalogue();
    Optional<InstructionModel.OnBoard> costs =
        catalogue.ids().contains(report.board())
            ? InstructionModel.read().on(catalogue.load(report.board()))
            : Optional.empty();
    return new Explanation(
        report.board(),
        report.stages().stream()
            .flatMap(
                stage ->
                    stage.layers().stream()
                        .filter(layer -> !layer.kernel().equals("view"))
                        .map(layer -> layer(stage, layer, costs)))
            .toList());
  }

  private static Layer layer(
      Stage stage, ModelReport.Layer layer, Optional<InstructionModel.OnBoard> costs) {
    long outputs =
        layer.output().shape().stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b);
    return new Layer(
        stage.name(),
        layer.operator(),
        layer.kernel(),
        layer.blocking(),
        layer.requantization(),
        layer.scratchBytes(),
        layer.macs(),
        costs.flatMap(board -> board.instructions(layer.kernel(), layer.macs(), outputs)),
        layer.refused());
  }
}
