package dev.upcall.compiler.testing;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Models with the inputs and outputs of TensorFlow Lite Micro's reference kernels: the four of
 * MLPerf Tiny and a wake word.
 */
public enum GoldenModel {
  KWS("kws_ref_model.tflite", 490, 12),
  IC("pretrainedResnet_quant.tflite", 3072, 10),
  VWW("vww_96_int8.tflite", 27648, 2),
  AD("ad01_int8.tflite", 640, 640),
  SWW("str_ww_ref_model.tflite", 1200, 3);

  /** Inputs whose layers were recorded too. */
  public static final List<Integer> RECORDED = List.of(0, 1, 2, 5);

  private final String file;
  private final int inputBytes;
  private final int outputBytes;

  GoldenModel(String file, int inputBytes, int outputBytes) {
    this.file = file;
    this.inputBytes = inputBytes;
    this.outputBytes = outputBytes;
  }

  /** One operator's output. */
  public record Layer(int node, String operator, byte[] output) {}

  public Path model() {
    return SharedFiles.require("models/mlperf-tiny/" + file);
  }

  public List<byte[]> inputs() {
    return split(SharedFiles.read(folder() + "inputs.bin"), inputBytes);
  }

  public List<byte[]> outputs() {
    return split(SharedFiles.read(folder() + "outputs.bin"), outputBytes);
  }

  /** Outputs of all operators for a {@link #RECORDED} input. */
  public List<Layer> layers(int input) {
    byte[] bytes = SharedFiles.read(folder() + "layers_in" + input + ".bin");
    String text = new String(SharedFiles.read(folder() + "layers.txt"), StandardCharsets.UTF_8);
    List<Layer> layers = new ArrayList<>();
    // op 0 CONV_2D tensor 22 offset 0 bytes 8000 shape ...
    for (String line : text.lines().toList()) {
      String[] words = line.split(" ");
      int from = Integer.parseInt(words[6]);
      int to = from + Integer.parseInt(words[8]);
      layers.add(
          new Layer(Integer.parseInt(words[1]), words[2], Arrays.copyOfRange(bytes, from, to)));
    }
    return layers;
  }

  private String folder() {
    return "golden/" + this + "/";
  }

  private static List<byte[]> split(byte[] bytes, int size) {
    List<byte[]> parts = new ArrayList<>();
    for (int from = 0; from < bytes.length; from += size) {
      parts.add(Arrays.copyOfRange(bytes, from, from + size));
    }
    return parts;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
