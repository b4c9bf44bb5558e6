package dev.upcall.cli.bench;

import dev.upcall.cli.firmware.Home;
import dev.upcall.compiler.CompileRequest;
import dev.upcall.compiler.CompileResult;
import dev.upcall.compiler.Compiler;
import dev.upcall.compiler.Firmware;
import dev.upcall.compiler.board.Board;
import dev.upcall.compiler.board.BoardCatalogue;
import dev.upcall.compiler.emit.BareForm;
import dev.upcall.compiler.report.ModelReport;
import dev.upcall.compiler.tool.BareRun;
import dev.upcall.compiler.tool.Image;
import dev.upcall.compiler.tool.InstructionCounter;
import dev.upcall.compiler.tool.InstructionCounter.Cost;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What each layer of a golden model takes on a board: its bare image built so that every layer
 * stays a function of its own, which costs a call for each.
 */
record LayerMeasurement(Board board, BenchModel golden, List<Layer> layers, long codeBytes) {
  private static final String LAYER = "layer_(\\d+)_(\\w+)";

  /**
   * A layer, its kernel included.
   *
   * @param operator its mnemonic
   * @param outputs elements of its output
   * @param instructions mean over the golden inputs
   * @param cycles of the first input; 0 where they are not modelled
   */
  record Layer(
      int index,
      String operator,
      String kernel,
      long macs,
      long outputs,
      double instructions,
      long cycles) {}

  /** Builds and runs it on all golden inputs. */
  static LayerMeasurement of(Firmware firmware, BenchModel golden, String board) {
    Compiler compiler = new Compiler(new BoardCatalogue());
    CompileRequest request =
        CompileRequest.of(golden.model(), board, Home.path("firmware-out").resolve("bench"));
    CompileResult result =
        compiler.emitBare(compiler.plan(compiler.int8(request)), BareForm.LAYERS_APART);
    Image image = firmware.build(result.folder());
    ModelReport.Stage stage = result.report().stages().get(0);
    List<String> layers =
        image.functions(LAYER).stream()
            .sorted(Comparator.comparingInt(LayerMeasurement::index))
            .toList();
    List<String> functions = new ArrayList<>(List.of(BareMeasurement.runFunction(image)));
    functions.addAll(layers);
    BareRun run =
        firmware.runBare(image, BareMeasurement.places(stage, golden), golden.inputs(), functions);
    return new LayerMeasurement(
        image.board(), golden, layers(stage, layers, run), image.sizes().codeBytes());
  }

  boolean hasCycles() {
    return InstructionCounter.modelsCycles(board);
  }

  private static List<Layer> layers(ModelReport.Stage stage, List<String> functions, BareRun run) {
    List<ModelReport.Layer> computed =
        stage.layers().stream().filter(layer -> !layer.kernel().equals("view")).toList();
    List<Layer> layers = new ArrayList<>();
    for (String function : functions) {
      int index = index(function);
      List<Cost> costs = run.costs().get(function);
      layers.add(
          new Layer(
              index,
              function.replaceFirst(LAYER, "$2"),
              computed.get(index).kernel(),
              computed.get(index).macs(),
              computed.get(index).output().shape().stream().reduce(1, (a, b) -> a * b),
              costs.stream().mapToLong(Cost::instructions).average().orElse(0),
              costs.isEmpty() ? 0 : costs.get(0).cycles()));
    }
    return layers;
  }

  private static int index(String function) {
    return Integer.parseInt(function.replaceFirst(LAYER, "$1"));
  }
}
