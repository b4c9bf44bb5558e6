package dev.upcall.cli.bench;

import dev.upcall.cli.firmware.Home;
import dev.upcall.compiler.CompileRequest;
import dev.upcall.compiler.Compiler;
import dev.upcall.compiler.Firmware;
import dev.upcall.compiler.Ladder;
import dev.upcall.compiler.board.BoardCatalogue;
import dev.upcall.compiler.emit.BareForm;
import dev.upcall.compiler.emit.ModelSource;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.plan.MemoryPlan;
import dev.upcall.compiler.quant.QuantGraph;
import dev.upcall.compiler.tool.BareRun.Places;
import dev.upcall.compiler.tool.Image;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A network's C as a program of this machine: what a board would say, at the speed that thousands
 * of samples need.
 */
final class HostNetwork {
  /** Inputs of one run: it hands every input's whole arena back. */
  private static final int BATCH = 250;

  private final Firmware firmware;
  private final Image image;
  private final Places places;

  private HostNetwork(Firmware firmware, Image image, Places places) {
    this.firmware = firmware;
    this.image = image;
    this.places = places;
  }

  /**
   * @param name of the folder it is built in
   * @throws dev.upcall.core.diagnostic.UpcallException if an operator has no kernel or no C
   *     compiler is there
   */
  static HostNetwork build(Firmware firmware, String name, QuantGraph model) {
    Compiler compiler = new Compiler(new BoardCatalogue());
    CompileRequest request =
        CompileRequest.of(
            Path.of(name), "posix", Home.path("firmware-out").resolve("bench").resolve("quant"));
    Ladder<QuantGraph> ladder =
        Ladder.of(
            request,
            new BoardCatalogue().load(request.board()),
            new Ladder.Member<>(name, new ModelSource(name, "00".repeat(32)), model));
    Ladder<MemoryPlan> plans = compiler.plan(ladder);
    Image image = firmware.buildNative(compiler.emitBare(plans, BareForm.PLAIN).folder());
    MemoryPlan plan = plans.members().get(0).model();
    // Without constant channels the output may be another value than the model's.
    Graph graph = plan.program().model().graph();
    Places places =
        new Places(
            0,
            plan.offset(graph.inputs().get(0)),
            plan.offset(graph.outputs().get(0)),
            graph.outputs().get(0).type().bytes());
    return new HostNetwork(firmware, image, places);
  }

  /** The class of each input, the first of equals. */
  int[] classes(List<byte[]> inputs) {
    int batches = (inputs.size() + BATCH - 1) / BATCH;
    List<String> functions = List.of(BareMeasurement.runFunction(image));
    return IntStream.range(0, batches)
        .parallel()
        .mapToObj(
            batch -> {
              int from = batch * BATCH;
              int to = Math.min(inputs.size(), from + BATCH);
              return firmware.runBare(image, places, inputs.subList(from, to), functions).outputs();
            })
        .flatMapToInt(outputs -> outputs.stream().mapToInt(HostNetwork::top))
        .toArray();
  }

  private static int top(byte[] scores) {
    int top = 0;
    for (int i = 1; i < scores.length; i++) {
      top = scores[i] > scores[top] ? i : top;
    }
    return top;
  }
}
