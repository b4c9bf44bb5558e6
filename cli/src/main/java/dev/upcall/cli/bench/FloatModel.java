package dev.upcall.cli.bench;

import dev.upcall.compiler.CompileRequest;
import dev.upcall.compiler.Compiler;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.core.tensor.QParams;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A golden model as it was before it was quantised, and what onnx2c takes for it in floats: the
 * table "Other peers on the M4F" of {@code ../shared/baselines/README.md}, gcc -O3.
 *
 * @param golden whose inputs it gets
 * @param path of the model, relative to {@code ../shared}
 * @param peerInstructions of an inference
 * @param peerRamBytes static, stack apart
 */
record FloatModel(GoldenModel golden, String path, double peerInstructions, long peerRamBytes) {
  static final String PEER = "onnx2c, float, gcc -O3";

  /** Of those golden models that have one. */
  static List<FloatModel> of(List<GoldenModel> models) {
    return models.stream().flatMap(golden -> of(golden).stream()).toList();
  }

  private static List<FloatModel> of(GoldenModel golden) {
    String folder = "models/mlperf-tiny/";
    return switch (golden.name()) {
      case "kws" ->
          List.of(new FloatModel(golden, folder + "kws_ref_model_float32.tflite", 19.9e6, 65_080));
      case "ic" ->
          List.of(new FloatModel(golden, folder + "pretrainedResnet.tflite", 119e6, 197_688));
      case "vww" ->
          List.of(new FloatModel(golden, folder + "vww_96_float.tflite", 54.2e6, 295_992));
      case "ad" -> List.of(new FloatModel(golden, folder + "ad01_fp32.tflite", 1.42e6, 3_072));
      default -> List.of();
    };
  }

  String name() {
    return golden.name();
  }

  Path model() {
    return GoldenModel.shared(path);
  }

  boolean isPresent() {
    return golden.isPresent() && Files.isRegularFile(model());
  }

  /** The first golden inputs, as the numbers that they stand for. */
  List<float[]> inputs(Compiler compiler, int count) {
    CompileRequest request = CompileRequest.of(golden.model(), "posix", Path.of("firmware-out"));
    Graph quantized = compiler.int8(request).members().get(0).model().graph();
    QParams qparams = quantized.inputs().get(0).type().qparams();
    return golden.inputs().stream().limit(count).map(qparams::dequantize).toList();
  }
}
