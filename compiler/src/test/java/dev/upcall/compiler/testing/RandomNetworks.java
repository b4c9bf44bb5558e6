package dev.upcall.compiler.testing;

import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Activation;
import dev.upcall.compiler.ir.op.Window;
import dev.upcall.compiler.quant.QuantGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random convolutional networks with residual branches, ending in scores. */
public final class RandomNetworks {
  private final QuantGraphMaker maker;
  private final Random random;

  private RandomNetworks(String name, Random random) {
    this.maker = new QuantGraphMaker(name, random);
    this.random = random;
  }

  /**
   * @param maxLayers before the last ones
   * @param input [1,H,W,C]
   */
  public static QuantGraph make(
      String name, Random random, int maxLayers, int classes, int... input) {
    return new RandomNetworks(name, random).network(maxLayers, classes, input);
  }

  private QuantGraph network(int maxLayers, int classes, int[] input) {
    List<Value> values = new ArrayList<>(List.of(maker.input(input)));
    int layers = 1 + random.nextInt(maxLayers);
    for (int i = 0; i < layers; i++) {
      Value last = values.get(values.size() - 1);
      // Mostly the value before; sometimes an older one, which has to stay alive until then.
      Value from = random.nextInt(5) == 0 ? values.get(random.nextInt(values.size())) : last;
      values.add(layer(from, values));
    }
    Value last = values.get(values.size() - 1);
    Value features =
        random.nextBoolean()
            ? maker.mean(last, List.of(1, 2), false)
            : maker.reshape(last, 1, last.shape().size());
    Value scores = maker.fullyConnected(features, classes, Activation.NONE);
    return maker.build(scores);
  }

  private Value layer(Value x, List<Value> values) {
    int height = x.shape().dim(1);
    int width = x.shape().dim(2);
    Window same = new Window(1, 1, 1, 1, 1, 1, 1, 1);
    return switch (random.nextInt(10)) {
      case 0 -> maker.conv(x, size(12), 1, 1, plain(1), 1, activation());
      case 1 -> maker.conv(x, size(8), 3, 3, same, 1, activation());
      case 2 -> maker.depthwise(x, 1, 3, 3, same, activation());
      case 3 ->
          height > 1 && width > 1 ? maker.maxPool(x, 2, 2, plain(2), Activation.NONE) : relu(x);
      case 4 ->
          height > 2 && width > 2
              ? maker.averagePool(x, 3, 3, plain(1), false, activation())
              : relu(x);
      case 5 -> maker.depthwise(x, 2, 1, 1, plain(1), activation());
      case 6 -> relu(x);
      case 7 -> maker.rows(x, random.nextInt(height), 1 + random.nextInt(height));
      case 8 -> joined(x);
      default -> residual(x, values);
    };
  }

  /** Two poolings and perhaps their operand, one below the other. */
  private Value joined(Value x) {
    Window same = new Window(1, 1, 1, 1, 1, 1, 1, 1);
    List<Value> parts = new ArrayList<>();
    parts.add(maker.maxPool(x, 3, 3, same, activation()));
    parts.add(maker.averagePool(x, 3, 3, same, false, activation()));
    if (random.nextBoolean()) {
      parts.add(random.nextInt(parts.size()), x);
    }
    return maker.concat(parts, 1);
  }

  private Value residual(Value x, List<Value> values) {
    for (Value other : values) {
      if (other.id() != x.id() && other.shape().equals(x.shape())) {
        return maker.add(x, other, activation());
      }
    }
    return maker.add(x, relu(x), activation());
  }

  private Value relu(Value x) {
    return maker.clamp(x, Activation.RELU);
  }

  private static Window plain(int stride) {
    return new Window(stride, stride, 1, 1, 0, 0, 0, 0);
  }

  private int size(int max) {
    return 1 + random.nextInt(max);
  }

  private Activation activation() {
    return random.nextBoolean() ? Activation.RELU : Activation.NONE;
  }
}
