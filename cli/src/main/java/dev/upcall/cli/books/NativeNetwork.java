package dev.upcall.cli.books;

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
import dev.upcall.core.decision.Scores;
import dev.upcall.core.tensor.QParams;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A network's C as a program of this machine: what a board would say, at the speed that thousands
 * of samples need.
 */
public final class NativeNetwork {
  /** Inputs of one run: it hands every input's whole arena back. */
  private static final int BATCH = 250;

  private final Firmware firmware;
  private final Image image;
  private final Places places;
  private final QParams logits;

  private NativeNetwork(Firmware firmware, Image image, Places places, QParams logits) {
    this.firmware = firmware;
    this.image = image;
    this.places = places;
    this.logits = logits;
  }

  /**
   * @param name of the folder it is built in
   * @param output folder of that folder
   * @throws dev.upcall.core.diagnostic.UpcallException if an operator has no kernel or no C
   *     compiler is there
   */
  public static NativeNetwork build(Firmware firmware, String name, QuantGraph model, Path output) {
    Compiler compiler = new Compiler(new BoardCatalogue());
    Ladder<MemoryPlan> plans = compiler.plan(ladder(name, model, "posix", output));
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
    return new NativeNetwork(firmware, image, places, graph.outputs().get(0).type().qparams());
  }

  /** A network as a ladder of one stage. */
  static Ladder<QuantGraph> ladder(String name, QuantGraph model, String board, Path output) {
    CompileRequest request = CompileRequest.of(Path.of(name), board, output);
    return Ladder.of(
        request,
        new BoardCatalogue().load(board),
        new Ladder.Member<>(name, new ModelSource(name, "00".repeat(32)), model));
  }

  /** What it says of each input. */
  public List<Scores> scores(List<byte[]> inputs) {
    return outputs(inputs).stream().map(this::scores).toList();
  }

  /** What an output means. */
  Scores scores(byte[] output) {
    return new Scores(output, logits.scale(), logits.zeroPoint());
  }

  /** The program's file. */
  Path program() {
    return image.elf();
  }

  private List<byte[]> outputs(List<byte[]> inputs) {
    int batches = (inputs.size() + BATCH - 1) / BATCH;
    List<String> functions = List.of(image.functions("upcall_stage_\\w+_run").get(0));
    return IntStream.range(0, batches)
        .parallel()
        .mapToObj(
            batch -> {
              int from = batch * BATCH;
              int to = Math.min(inputs.size(), from + BATCH);
              return firmware.runBare(image, places, inputs.subList(from, to), functions).outputs();
            })
        .flatMap(List::stream)
        .toList();
  }
}
