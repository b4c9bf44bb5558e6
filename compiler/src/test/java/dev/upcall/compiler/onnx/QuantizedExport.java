package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.Shape;
import dev.upcall.core.tensor.QParams;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A network that comes quantised, with inputs and outputs, as {@code exports/make_quantized.py}
 * made them.
 *
 * @param input how the model quantises its input, in int8
 * @param output how its output; scale 0 where it does not
 * @param samples inputs in steps, in the model's own order
 * @param expected of ONNX Runtime, in steps, or real where the output is not quantised
 */
record QuantizedExport(
    byte[] model,
    QParams input,
    float outputScale,
    int outputZeroPoint,
    List<byte[]> samples,
    List<float[]> expected) {
  static QuantizedExport read(String name) throws IOException {
    List<String> lines =
        new String(resource(name + ".txt"), StandardCharsets.US_ASCII).lines().toList();
    String[] head = lines.get(0).split(" ");
    List<byte[]> samples = new ArrayList<>();
    List<float[]> expected = new ArrayList<>();
    for (int i = 1; i < lines.size(); i += 2) {
      float[] steps = numbers(lines.get(i));
      byte[] sample = new byte[steps.length];
      for (int k = 0; k < sample.length; k++) {
        sample[k] = (byte) steps[k];
      }
      samples.add(sample);
      expected.add(numbers(lines.get(i + 1)));
    }
    return new QuantizedExport(
        resource(name + ".onnx"),
        new QParams(Float.parseFloat(head[0]), Integer.parseInt(head[1])),
        Float.parseFloat(head[2]),
        Integer.parseInt(head[3]),
        samples,
        expected);
  }

  /** The graph as the file has it. */
  Graph imported() {
    return OnnxImporter.parse("model.onnx", model, OnnxLimits.standard());
  }

  /** A sample in the order [N,H,W,C] where {@code graph} takes it so. */
  byte[] arranged(int sample, Graph graph) {
    byte[] elements = samples.get(sample);
    Shape shape = graph.inputs().get(0).shape();
    if (shape.rank() != 4) {
      return elements;
    }
    int channels = shape.dim(3);
    int positions = elements.length / channels;
    byte[] arranged = new byte[elements.length];
    for (int i = 0; i < elements.length; i++) {
      arranged[i % positions * channels + i / positions] = elements[i];
    }
    return arranged;
  }

  private static float[] numbers(String line) {
    String[] words = line.split(" ");
    float[] values = new float[words.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.parseFloat(words[i]);
    }
    return values;
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = QuantizedExport.class.getResourceAsStream("/exports/" + name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }
}
