package dev.upcall.cli.bench;

import dev.upcall.cli.firmware.Home;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A model with the inputs and outputs that TensorFlow Lite Micro's reference kernels gave for it.
 * The files lie beside the repository, in {@code ../shared}; they are no part of it.
 *
 * @param name as rows call it
 * @param path of the model, relative to that folder
 */
record GoldenModel(String name, String path, int inputBytes, int outputBytes)
    implements BenchModel {
  /** MLPerf Tiny's four, and a wake word. */
  static final List<GoldenModel> ALL =
      List.of(
          new GoldenModel("kws", "models/mlperf-tiny/kws_ref_model.tflite", 490, 12),
          new GoldenModel("ic", "models/mlperf-tiny/pretrainedResnet_quant.tflite", 3072, 10),
          new GoldenModel("vww", "models/mlperf-tiny/vww_96_int8.tflite", 27648, 2),
          new GoldenModel("ad", "models/mlperf-tiny/ad01_int8.tflite", 640, 640),
          new GoldenModel("sww", "models/mlperf-tiny/str_ww_ref_model.tflite", 1200, 3));

  @Override
  public Path model() {
    return shared(path);
  }

  @Override
  public boolean isPresent() {
    return Files.isRegularFile(model())
        && Files.isRegularFile(golden("inputs.bin"))
        && Files.isRegularFile(golden("outputs.bin"));
  }

  @Override
  public String missing() {
    return "%s: no %s with %s beside the repository"
        .formatted(name, model(), golden("inputs.bin").getParent());
  }

  @Override
  public List<byte[]> inputs() {
    return split(golden("inputs.bin"), inputBytes);
  }

  @Override
  public List<byte[]> outputs() {
    return split(golden("outputs.bin"), outputBytes);
  }

  /** A file of the folder beside the repository. */
  static Path shared(String relative) {
    return Home.path("../shared").resolve(relative);
  }

  private Path golden(String file) {
    return shared("golden").resolve(name).resolve(file);
  }

  private static List<byte[]> split(Path file, int size) {
    try {
      byte[] all = Files.readAllBytes(file);
      List<byte[]> parts = new ArrayList<>();
      for (int from = 0; from + size <= all.length; from += size) {
        parts.add(Arrays.copyOfRange(all, from, from + size));
      }
      return parts;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
