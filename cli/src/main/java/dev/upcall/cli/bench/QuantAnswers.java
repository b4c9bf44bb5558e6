package dev.upcall.cli.bench;

import dev.upcall.cli.books.NativeNetwork;
import dev.upcall.cli.firmware.Home;
import dev.upcall.compiler.Firmware;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.quant.QuantGraph;
import dev.upcall.core.data.Dataset;
import dev.upcall.core.decision.Scores;
import dev.upcall.core.project.Preprocessor;
import java.nio.file.Path;
import java.util.List;

/**
 * Which test samples a network answers right: as floats, which get the inputs that the device has
 * too, and as integers, by the emitted C on this machine, which is the integer reference to the bit
 * and a hundred times as fast.
 */
final class QuantAnswers {
  private final Firmware firmware;
  private final Preprocessor preprocessor;
  private final List<byte[]> inputs;
  private final int[] labels;

  QuantAnswers(Firmware firmware, Preprocessor preprocessor, Dataset test) {
    this.firmware = firmware;
    this.preprocessor = preprocessor;
    this.inputs = test.raw().stream().map(preprocessor::quantize).toList();
    this.labels = test.labels();
  }

  /**
   * @param graph what was made of {@code file}, in the form that is quantised
   */
  boolean[] floats(Graph graph, Path file) {
    return right(
        new FloatClasses(graph, file).of(inputs.stream().map(preprocessor::dequantize).toList()));
  }

  /**
   * @param name of the folder that the C is built in
   */
  boolean[] integers(String name, QuantGraph model) {
    Path output = Home.path("firmware-out").resolve("bench").resolve("quant");
    return right(
        NativeNetwork.build(firmware, name, model, output).scores(inputs).stream()
            .mapToInt(Scores::top1)
            .toArray());
  }

  private boolean[] right(int[] classes) {
    boolean[] right = new boolean[labels.length];
    for (int i = 0; i < right.length; i++) {
      right[i] = classes[i] == labels[i];
    }
    return right;
  }
}
