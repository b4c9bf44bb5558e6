package dev.upcall.cli.bench;

import dev.upcall.cli.firmware.Home;
import dev.upcall.compiler.CompileRequest;
import dev.upcall.compiler.CompileResult;
import dev.upcall.compiler.Compiler;
import dev.upcall.compiler.Firmware;
import dev.upcall.compiler.Ladder;
import dev.upcall.compiler.Precision;
import dev.upcall.compiler.board.Board;
import dev.upcall.compiler.board.BoardCatalogue;
import dev.upcall.compiler.emit.BareForm;
import dev.upcall.compiler.kernel.LiveMacs;
import dev.upcall.compiler.quant.QuantGraph;
import dev.upcall.compiler.report.ModelReport;
import dev.upcall.compiler.tool.BareRun;
import dev.upcall.compiler.tool.BareRun.Places;
import dev.upcall.compiler.tool.Image;
import dev.upcall.compiler.tool.ImageSizes;
import dev.upcall.compiler.tool.InstructionCounter;
import dev.upcall.compiler.tool.InstructionCounter.Cost;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a golden model's bare image takes on a board, and whether it gives the golden outputs.
 *
 * @param liveMacs those of its multiply-accumulates that can make a difference
 * @param costs of the network, one for each input; empty on the host
 */
record BareMeasurement(
    Board board,
    ModelReport.Stage stage,
    long liveMacs,
    ImageSizes sizes,
    BareRun run,
    List<Cost> costs) {

  /** Builds and runs it on all golden inputs. */
  static BareMeasurement of(Firmware firmware, BenchModel golden, String board, Variant variant) {
    Compiler compiler = new Compiler(new BoardCatalogue());
    Path output = Home.path("firmware-out").resolve("bench" + variant.suffix());
    CompileRequest request = variant.of(CompileRequest.of(golden.model(), board, output));
    Ladder<QuantGraph> network = compiler.int8(request);
    CompileResult result = compiler.emitBare(compiler.plan(network), BareForm.PLAIN);
    long liveMacs = LiveMacs.of(network.members().get(0).model().graph());
    return of(firmware, result, liveMacs, golden.inputs(), golden.outputBytes());
  }

  /** Builds a network in floats and runs it, all of whose multiply-accumulates count. */
  static BareMeasurement ofFloats(
      Firmware firmware, Path model, String board, List<byte[]> inputs, int outputBytes) {
    Compiler compiler = new Compiler(new BoardCatalogue());
    CompileRequest request =
        CompileRequest.of(model, board, Home.path("firmware-out").resolve("bench"))
            .with(Precision.FLOAT32);
    CompileResult result =
        compiler.emitBare(compiler.plan(compiler.float32(request)), BareForm.PLAIN);
    return of(firmware, result, result.report().macs(), inputs, outputBytes);
  }

  private static BareMeasurement of(
      Firmware firmware,
      CompileResult result,
      long liveMacs,
      List<byte[]> inputs,
      int outputBytes) {
    Image image = firmware.build(result.folder());
    ModelReport.Stage stage = result.report().stages().get(0);
    String function = runFunction(image);
    BareRun run = firmware.runBare(image, places(stage, outputBytes), inputs, List.of(function));
    return new BareMeasurement(
        image.board(),
        stage,
        liveMacs,
        image.sizes(),
        run,
        run.costs().getOrDefault(function, List.of()));
  }

  static Places places(ModelReport.Stage stage, BenchModel golden) {
    return places(stage, golden.outputBytes());
  }

  private static Places places(ModelReport.Stage stage, int outputBytes) {
    return new Places(0, stage.input().arenaOffset(), stage.output().arenaOffset(), outputBytes);
  }

  /**
   * The function that runs the network: an image has one for each stage, and this has one stage.
   */
  static String runFunction(Image image) {
    return image.functions("upcall_stage_\\w+_run").get(0);
  }

  /** Bytes that differ from the golden outputs. */
  long mismatchedBytes(List<byte[]> outputs) {
    long different = 0;
    for (int i = 0; i < outputs.size(); i++) {
      different += different(outputs.get(i), run.outputs().get(i));
    }
    return different;
  }

  /** Bytes that differ. */
  static long different(byte[] expected, byte[] actual) {
    return IntStream.range(0, expected.length).filter(i -> expected[i] != actual[i]).count();
  }

  /** Mean over the inputs. */
  double instructions() {
    return costs.stream().mapToLong(Cost::instructions).average().orElseThrow();
  }

  /** Of the first input. */
  long cycles() {
    return costs.get(0).cycles();
  }

  boolean hasCycles() {
    return !costs.isEmpty() && InstructionCounter.modelsCycles(board);
  }
}
