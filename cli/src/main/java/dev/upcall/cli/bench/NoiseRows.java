package dev.upcall.cli.bench;

import dev.upcall.cli.CliCode;
import dev.upcall.compiler.CompileRequest;
import dev.upcall.compiler.Compiler;
import dev.upcall.compiler.board.BoardCatalogue;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.quant.QuantGraph;
import dev.upcall.compiler.quant.QuantOptions;
import dev.upcall.compiler.quant.Quantizer;
import dev.upcall.compiler.quant.WeightBits;
import dev.upcall.compiler.report.QuantReport;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.tensor.QParams;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What our quantisation costs a network of floats for which there is no data, in noise at its
 * output: on the golden inputs of its int8 twin, half to calibrate with and half to measure on.
 */
final class NoiseRows {
  private static final Map<String, String> FLOATS =
      Map.of(
          "kws", "models/mlperf-tiny/kws_ref_model_float32.tflite",
          "vww", "models/mlperf-tiny/vww_96_float.tflite",
          "ad", "models/mlperf-tiny/ad01_fp32.tflite");

  /** Golden inputs come in four kinds, one after another. */
  private static final int KINDS = 4;

  private final Compiler compiler = new Compiler(new BoardCatalogue());
  private final GoldenModel golden;
  private final Path floats;

  private NoiseRows(GoldenModel golden, Path floats) {
    this.golden = golden;
    this.floats = floats;
  }

  static List<NoiseRows> all() {
    return GoldenModel.ALL.stream()
        .filter(golden -> FLOATS.containsKey(golden.name()))
        .map(golden -> new NoiseRows(golden, GoldenModel.shared(FLOATS.get(golden.name()))))
        .toList();
  }

  String name() {
    return golden.name();
  }

  /**
   * @throws dev.upcall.core.diagnostic.UpcallException if a file is missing or cannot be quantised
   */
  List<BenchRow> rows() {
    if (!golden.isPresent() || !Files.isRegularFile(floats)) {
      throw Diagnostic.of(CliCode.UNKNOWN_MODEL, golden.missing()).toException();
    }
    QParams input =
        compiler
            .int8(request(golden.model()))
            .members()
            .get(0)
            .model()
            .graph()
            .inputs()
            .get(0)
            .type()
            .qparams();
    Graph graph = compiler.floats(request(floats), 0).orElseThrow();
    List<float[]> calibration = new ArrayList<>();
    List<float[]> measured = new ArrayList<>();
    List<byte[]> inputs = golden.inputs();
    for (int i = 0; i < inputs.size(); i++) {
      (i / KINDS % 2 == 0 ? calibration : measured).add(dequantize(input, inputs.get(i)));
    }
    List<BenchRow> rows = new ArrayList<>();
    for (WeightBits bits : List.of(WeightBits.INT8, WeightBits.INT4)) {
      QuantOptions options = QuantOptions.STANDARD.withWeights(bits);
      QuantGraph model = Quantizer.quantize(graph, input, calibration, options);
      List<QuantReport.Layer> layers = QuantReport.of(graph, model, measured).layers();
      double sqnr = layers.get(layers.size() - 1).sqnr();
      String name = "%s.int%dSqnrDb".formatted(name(), bits.standard());
      rows.add(BenchRow.higher(name, sqnr, "dB", measured.size()));
    }
    return rows;
  }

  private static CompileRequest request(Path file) {
    return CompileRequest.of(file, "posix", Path.of(""));
  }

  private static float[] dequantize(QParams q, byte[] bytes) {
    float[] reals = new float[bytes.length];
    for (int i = 0; i < reals.length; i++) {
      reals[i] = q.dequantize(bytes[i]);
    }
    return reals;
  }
}
