package dev.upcall.cli.bench;

import dev.upcall.cli.Console;
import dev.upcall.cli.firmware.Home;
import dev.upcall.compiler.CompileRequest;
import dev.upcall.compiler.Compiler;
import dev.upcall.compiler.Firmware;
import dev.upcall.compiler.Precision;
import dev.upcall.compiler.board.BoardCatalogue;
import dev.upcall.compiler.floats.FloatInterpreter;
import dev.upcall.compiler.floats.Tensor;
import dev.upcall.compiler.ir.ConstantData;
import dev.upcall.compiler.ir.DType;
import dev.upcall.core.diagnostic.UpcallException;
import java.util.ArrayList;
import java.util.List;

/**
 * The golden models in floats on the board with an FPU that peers were measured on: what they take,
 * and how far their outputs are from the float reference's.
 */
final class FloatModelRows {
  static final String BOARD = "mps2-an386";

  /** The counts hardly depend on the inputs. */
  private static final int INPUTS = 4;

  private static final String DIFFERENCE = "maxAbsDifference";

  private final Compiler compiler = new Compiler(new BoardCatalogue());
  private final Firmware firmware;
  private final Console console;

  FloatModelRows(Firmware firmware, Console console) {
    this.firmware = firmware;
    this.console = console;
  }

  /** Rows of one model; why there are none goes to {@code skipped}. */
  List<BenchRow> of(FloatModel model, List<String> skipped) {
    String name = BOARD + "." + model.name() + ".float32.";
    if (!model.isPresent()) {
      skipped.add(name + "*: no " + model.model() + " beside the repository");
      return List.of();
    }
    try {
      return measure(model, name);
    } catch (UpcallException e) {
      skipped.add(name + "*: " + e.diagnostics().get(0).title());
      return List.of();
    }
  }

  private List<BenchRow> measure(FloatModel model, String name) {
    List<float[]> inputs = model.inputs(compiler, INPUTS);
    List<float[]> expected = reference(model, inputs);
    int outputBytes = expected.get(0).length * Float.BYTES;
    List<byte[]> raw =
        inputs.stream().map(input -> ConstantData.ofFloats(input).toBytes()).toList();
    BareMeasurement measured =
        BareMeasurement.ofFloats(firmware, model.model(), BOARD, raw, outputBytes);
    console.step("%s.%s.float32: measured", BOARD, model.name());
    List<BenchRow> rows = new ArrayList<>(ModelRows.costs(name, measured));
    rows.add(BenchRow.lower(name + "macs", measured.stage().macs(), "MACs", 1));
    rows.addAll(ModelRows.memory(name, measured));
    double greatest = 0;
    for (int i = 0; i < expected.size(); i++) {
      byte[] output = measured.run().outputs().get(i);
      greatest = Math.max(greatest, difference(expected.get(i), output));
    }
    long elements = (long) expected.size() * expected.get(0).length;
    rows.add(
        BenchRow.lower(name + DIFFERENCE, greatest, "of the output's unit", elements)
            .note("against the float reference in Java, which does not fuse multiply and add"));
    return rows.stream().map(row -> compared(row, model)).toList();
  }

  private List<float[]> reference(FloatModel model, List<float[]> inputs) {
    CompileRequest request =
        CompileRequest.of(model.model(), BOARD, Home.path("firmware-out")).with(Precision.FLOAT32);
    FloatInterpreter interpreter =
        new FloatInterpreter(compiler.float32(request).members().get(0).model().graph());
    return inputs.stream().map(interpreter::run).toList();
  }

  private static double difference(float[] expected, byte[] actual) {
    float[] floats = Tensor.of(ConstantData.ofRaw(DType.FLOAT32, actual)).floats();
    double greatest = 0;
    for (int i = 0; i < expected.length; i++) {
      greatest = Math.max(greatest, Math.abs((double) expected[i] - floats[i]));
    }
    return greatest;
  }

  private static BenchRow compared(BenchRow row, FloatModel model) {
    if (row.name().endsWith(".instructions")) {
      return row.against(model.peerInstructions(), FloatModel.PEER);
    }
    return row.name().endsWith(".ramBytes")
        ? row.against(model.peerRamBytes(), FloatModel.PEER)
        : row;
  }
}
