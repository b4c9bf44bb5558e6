package dev.upcall.compiler.testing;

import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Activation;
import dev.upcall.compiler.ir.op.ResizeTaps;
import dev.upcall.compiler.ir.op.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random attributes of operators. */
final class RandomAttributes {
  private RandomAttributes() {}

  record Kernel(int height, int width, Window window) {
    static Kernel random(Value x, Random random) {
      int dilationH = random.nextInt(4) == 0 ? 2 : 1;
      int dilationW = random.nextInt(4) == 0 ? 2 : 1;
      int height = size(random, largest(x.shape().dim(1), dilationH));
      int width = size(random, largest(x.shape().dim(2), dilationW));
      return new Kernel(
          height, width, RandomAttributes.window(random, height, width, dilationH, dilationW));
    }
  }

  /** The largest kernel up to 4 whose taps all fit into the unpadded image. */
  private static int largest(int size, int dilation) {
    return Math.min(4, (size - 1) / dilation + 1);
  }

  static Window window(Random random, int kernelH, int kernelW, int dilationH, int dilationW) {
    return new Window(
        size(random, 3),
        size(random, 3),
        dilationH,
        dilationW,
        random.nextInt(kernelH),
        random.nextInt(kernelH),
        random.nextInt(kernelW),
        random.nextInt(kernelW));
  }

  /** Two taps for each of {@code out} elements, weighted in 1/1024. */
  static ResizeTaps taps(int in, int out, Random random) {
    List<Integer> indices = new ArrayList<>();
    List<Float> weights = new ArrayList<>();
    for (int i = 0; i < out; i++) {
      float behind = random.nextInt(1025) / 1024f;
      indices.addAll(List.of(random.nextInt(in), random.nextInt(in)));
      weights.addAll(List.of(1 - behind, behind));
    }
    return new ResizeTaps(2, indices, weights);
  }

  static int[] dims(Value value) {
    return value.shape().dims().stream().mapToInt(Integer::intValue).toArray();
  }

  static int size(Random random, int max) {
    return 1 + random.nextInt(max);
  }

  static Activation activation(Random random) {
    return Activation.values()[random.nextInt(Activation.values().length)];
  }
}
