package dev.upcall.compiler.quant;

import dev.upcall.compiler.ir.op.Conv2D;
import dev.upcall.compiler.ir.op.DepthwiseConv2D;
import dev.upcall.compiler.ir.op.FullyConnected;
import dev.upcall.compiler.ir.op.Op;
import java.util.Map;

/**
 * How many bits the weights of each layer get.
 *
 * <p>Depthwise convolutions keep 8 where nothing else is said: they hold few of a network's
 * weights, and an output of 9 products has nothing to average their errors out.
 *
 * @param standard 8 or 4, of all layers but those in {@code exceptions} and depthwise ones
 * @param exceptions by the id of the layer's output
 */
public record WeightBits(int standard, Map<Integer, Integer> exceptions) {
  /** 8 bits everywhere. */
  public static final WeightBits INT8 = new WeightBits(8, Map.of());

  /** 4 bits for convolutions and matrix products. */
  public static final WeightBits INT4 = new WeightBits(4, Map.of());

  public WeightBits {
    exceptions = Map.copyOf(exceptions);
    require(standard);
    exceptions.values().forEach(WeightBits::require);
  }

  int of(Op op) {
    if (!hasFourBits(op)) {
      return 8;
    }
    int otherwise = op instanceof DepthwiseConv2D ? 8 : standard;
    return exceptions.getOrDefault(op.output().id(), otherwise);
  }

  /** Whether there is a kernel for {@code op} with weights of 4 bits. */
  public static boolean hasFourBits(Op op) {
    return op instanceof Conv2D
        || op instanceof FullyConnected
        || op instanceof DepthwiseConv2D depthwise
            && depthwise.input().shape().dim(3) == depthwise.output().shape().dim(3);
  }

  private static void require(int bits) {
    if (bits != 8 && bits != 4) {
      throw new IllegalArgumentException(bits + " bits");
    }
  }
}
