package dev.upcall.cli.bench;

import dev.upcall.compiler.floats.FloatInterpreter;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.tensor.Argmax;
import dev.upcall.host.member.OriginalModel;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The classes a network of floats gives: by ONNX Runtime where that reads its file and says the
 * same as our floats, since it is ten times as fast; else by our floats.
 */
final class FloatClasses {
  /** Of the greatest output; both are single precision. */
  private static final double TOLERANCE = 1e-3;

  private final Graph graph;
  private final Path file;

  /**
   * @param graph what was made of {@code file}, in the form that is quantised
   */
  FloatClasses(Graph graph, Path file) {
    this.graph = graph;
    this.file = file;
  }

  /** The first of the greatest outputs of each sample, at least one. */
  int[] of(List<float[]> samples) {
    FloatInterpreter ours = new FloatInterpreter(graph);
    if (file.toString().endsWith(".onnx")) {
      List<Integer> dims = graph.inputs().get(0).shape().dims();
      try (OriginalModel original = OriginalModel.open(file, dims.subList(1, dims.size()))) {
        if (agree(ours.run(samples.get(0)), original.run(samples.get(0)))) {
          return samples.stream().mapToInt(sample -> Argmax.of(original.run(sample))).toArray();
        }
      } catch (UpcallException e) {
        // ONNX Runtime has no kernel for it, or takes samples in another order: ours do.
      }
    }
    return IntStream.range(0, samples.size())
        .parallel()
        .map(i -> Argmax.of(ours.run(samples.get(i))))
        .toArray();
  }

  /** A file's first output need not be the one that is quantised. */
  private static boolean agree(float[] ours, float[] theirs) {
    if (ours.length != theirs.length) {
      return false;
    }
    double greatest = 0;
    double difference = 0;
    for (int i = 0; i < ours.length; i++) {
      greatest = Math.max(greatest, Math.abs(ours[i]));
      difference = Math.max(difference, Math.abs((double) ours[i] - theirs[i]));
    }
    return difference <= TOLERANCE * greatest;
  }
}
