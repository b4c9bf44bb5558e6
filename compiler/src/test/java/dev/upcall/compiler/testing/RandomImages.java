package dev.upcall.compiler.testing;

import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Activation;
import dev.upcall.compiler.ir.op.Window;
import dev.upcall.compiler.quant.QuantGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Random networks of layers over images: kernels of several heights with strides, dilations and
 * paddings, side branches that meet again, results in the middle. They end in an image or in
 * scores.
 */
public final class RandomImages {
  private final QuantGraphMaker maker;
  private final Random random;

  private RandomImages(Random random) {
    this.maker = new QuantGraphMaker("images", random).withPositiveOutputs();
    this.random = random;
  }

  /**
   * @param layers besides a last one
   */
  public static QuantGraph make(Random random, int layers, int... input) {
    return new RandomImages(random).network(layers, input);
  }

  /** The same of int16 between an int8 input and an int8 result. */
  public static QuantGraph makeShort(Random random, int layers, int... input) {
    RandomImages images = new RandomImages(random);
    QuantGraphMaker maker = images.maker;
    Value bytes = maker.input(input);
    maker.withShorts();
    List<Value> values = new ArrayList<>(List.of(maker.clamp(bytes, Activation.NONE)));
    for (int i = 0; i < layers; i++) {
      values.add(images.layer(values.get(i), values));
    }
    Value last = values.get(layers);
    return maker.withBytes().build(maker.clamp(last, Activation.NONE));
  }

  private QuantGraph network(int layers, int[] input) {
    List<Value> values = new ArrayList<>(List.of(maker.input(input)));
    for (int i = 0; i < layers; i++) {
      Value last = values.get(values.size() - 1);
      boolean older = values.size() > 2 && random.nextInt(6) == 0;
      values.add(layer(older ? values.get(values.size() - 2) : last, values));
    }
    Value last = values.get(values.size() - 1);
    Value end =
        switch (random.nextInt(3)) {
          case 0 -> maker.conv(last, 3, 1, 1, window(1, 0), 1, Activation.NONE);
          case 1 -> maker.fullyConnected(flat(last), 3, Activation.NONE);
          default ->
              maker.fullyConnected(maker.mean(last, List.of(1, 2), false), 3, Activation.NONE);
        };
    return maker.build(end);
  }

  private Value flat(Value image) {
    return maker.reshape(image, 1, image.shape().size());
  }

  private Value layer(Value x, List<Value> values) {
    int stride = 1 + random.nextInt(2);
    boolean small = x.shape().dim(1) < 5 || x.shape().dim(2) < 5;
    return switch (random.nextInt(small ? 5 : 9)) {
      case 0 -> maker.conv(x, channels(), 1, 1, window(small ? 1 : stride, 0), 1, activation());
      case 1 -> maker.conv(x, channels(), 3, 3, window(1, 1), 1, activation());
      case 2 -> maker.depthwise(x, 1, 3, 3, window(1, 1), activation());
      case 3 -> sum(x, values);
      case 4 -> maker.clamp(x, Activation.RELU);
      case 5 -> maker.conv(x, channels(), 3, 3, window(stride, random.nextInt(2)), 1, activation());
      case 6 -> maker.depthwise(x, 1, 3, 3, window(2, random.nextInt(2)), activation());
      case 7 -> pooled(x, stride);
      default -> maker.conv(x, channels(), 2, 3, dilated(), 1, activation());
    };
  }

  private Value pooled(Value x, int stride) {
    return random.nextBoolean()
        ? maker.maxPool(x, 2, 2, window(stride, 0), Activation.NONE)
        : maker.averagePool(x, 3, 2, window(stride, 1), random.nextBoolean(), Activation.NONE);
  }

  private Value sum(Value x, List<Value> values) {
    for (Value other : values) {
      if (other.id() != x.id() && other.shape().equals(x.shape())) {
        return maker.add(x, other, activation());
      }
    }
    return maker.add(x, maker.depthwise(x, 1, 3, 3, window(1, 1), Activation.RELU), activation());
  }

  private static Window window(int stride, int pad) {
    return new Window(stride, stride, 1, 1, pad, pad, pad, pad);
  }

  private Window dilated() {
    return new Window(1, 1, 1 + random.nextInt(3), 1, random.nextInt(2), 1, 1, 1);
  }

  private int channels() {
    return 4 * (1 + random.nextInt(3)) - (random.nextInt(4) == 0 ? 1 : 0);
  }

  private Activation activation() {
    return random.nextInt(3) > 0 ? Activation.RELU : Activation.NONE;
  }
}
