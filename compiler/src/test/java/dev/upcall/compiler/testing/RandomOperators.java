package dev.upcall.compiler.testing;

import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Activation;
import dev.upcall.compiler.ir.op.Pad;
import dev.upcall.compiler.ir.op.Window;
import dev.upcall.compiler.quant.QuantGraph;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Small random graphs of one operator, all legal for the portable kernels. */
public enum RandomOperators {
  ADD {
    @Override
    Value make(QuantGraphMaker maker, Random random) {
      Value x = maker.input(1, size(random, 5), size(random, 5), size(random, 9));
      return switch (random.nextInt(3)) {
        case 0 -> maker.add(x, x, activation(random));
        case 1 -> maker.add(x, maker.constant(dims(x)), activation(random));
        default -> maker.add(x, maker.clamp(x, Activation.RELU), activation(random));
      };
    }
  },
  ADD_BROADCAST {
    @Override
    Value make(QuantGraphMaker maker, Random random) {
      Value x = maker.input(1, size(random, 4), 1 + size(random, 4), 1 + size(random, 5));
      int channels = x.shape().dim(3);
      Value other =
          switch (random.nextInt(3)) {
            case 0 -> maker.constant(1);
            case 1 -> maker.constant(channels);
            default -> maker.constant(1, 1, x.shape().dim(2), 1);
          };
      return random.nextBoolean()
          ? maker.add(x, other, activation(random))
          : maker.add(other, x, activation(random));
    }
  },
  AVERAGE_POOL_2D {
    @Override
    Value make(QuantGraphMaker maker, Random random) {
      Value x = image(maker, random);
      int kernelH = size(random, Math.min(4, x.shape().dim(1)));
      int kernelW = size(random, Math.min(4, x.shape().dim(2)));
      Window window = window(random, kernelH, kernelW, 1, 1);
      return maker.averagePool(
          x, kernelH, kernelW, window, random.nextBoolean(), activation(random));
    }
  },
  CLAMP {
    @Override
    Value make(QuantGraphMaker maker, Random random) {
      return maker.clamp(maker.input(1, size(random, 60)), activation(random));
    }
  },
  CONV_2D {
    @Override
    Value make(QuantGraphMaker maker, Random random) {
      int groups = random.nextInt(3) == 0 ? 1 + random.nextInt(3) : 1;
      Value x = maker.input(1, size(random, 8), size(random, 8), groups * size(random, 6));
      Kernel kernel = Kernel.random(x, random);
      return maker.conv(
          x,
          groups * size(random, MANY),
          kernel.height,
          kernel.width,
          kernel.window,
          groups,
          activation(random));
    }
  },
  CONV_2D_W4 {
    @Override
    Value make(QuantGraphMaker maker, Random random) {
      return CONV_2D.make(maker.withFourBits(), random);
    }
  },
  DEPTHWISE_CONV_2D {
    @Override
    Value make(QuantGraphMaker maker, Random random) {
      Value x = maker.input(1, size(random, 7), size(random, 7), size(random, MANY));
      Kernel kernel = Kernel.random(x, random);
      int multiplier = random.nextInt(3) == 0 ? 2 + random.nextInt(2) : 1;
      return maker.depthwise(
          x, multiplier, kernel.height, kernel.width, kernel.window, activation(random));
    }
  },
  DEPTHWISE_CONV_2D_W4 {
    @Override
    Value make(QuantGraphMaker maker, Random random) {
      Value x = maker.withFourBits().input(1, size(random, 7), size(random, 7), size(random, MANY));
      Kernel kernel = Kernel.random(x, random);
      return maker.depthwise(x, 1, kernel.height, kernel.width, kernel.window, activation(random));
    }
  },
  FULLY_CONNECTED {
    @Override
    Value make(QuantGraphMaker maker, Random random) {
      Value x = maker.input(size(random, 2), size(random, 40));
      return maker.fullyConnected(x, size(random, 2 * MANY), activation(random));
    }
  },
  FULLY_CONNECTED_W4 {
    @Override
    Value make(QuantGraphMaker maker, Random random) {
      return FULLY_CONNECTED.make(maker.withFourBits(), random);
    }
  },
  MAX_POOL_2D {
    @Override
    Value make(QuantGraphMaker maker, Random random) {
      Value x = image(maker, random);
      Kernel kernel = Kernel.random(x, random);
      return maker.maxPool(x, kernel.height, kernel.width, kernel.window, activation(random));
    }
  },
  MEAN {
    @Override
    Value make(QuantGraphMaker maker, Random random) {
      Value x = image(maker, random);
      List<Integer> axes =
          switch (random.nextInt(4)) {
            case 0 -> List.of(3);
            case 1 -> List.of(2, 1);
            case 2 -> List.of(1, 2, 3);
            default -> List.of(1, 2);
          };
      return maker.mean(x, axes, random.nextBoolean());
    }
  },
  PAD {
    @Override
    Value make(QuantGraphMaker maker, Random random) {
      Value x = image(maker, random);
      List<Pad.Extent> padding = new ArrayList<>();
      for (int axis = 0; axis < 4; axis++) {
        padding.add(new Pad.Extent(random.nextInt(3), random.nextInt(3)));
      }
      return maker.pad(x, padding, random.nextFloat() - 0.5f);
    }
  },
  SOFTMAX {
    @Override
    Value make(QuantGraphMaker maker, Random random) {
      float beta = random.nextInt(3) == 0 ? 8 * random.nextFloat() + 0.01f : 1;
      return maker.softmax(maker.input(size(random, 3), size(random, 20)), beta);
    }
  },
  TRANSPOSE {
    @Override
    Value make(QuantGraphMaker maker, Random random) {
      List<Integer> permutation = new ArrayList<>(List.of(0, 1, 2, 3));
      Collections.shuffle(permutation, random);
      return maker.transpose(
          maker.input(size(random, 3), size(random, 4), size(random, 4), size(random, 4)),
          permutation);
    }
  };

  /** Channels: more than the kernels accumulate at once. */
  private static final int MANY = 20;

  private record Kernel(int height, int width, Window window) {
    static Kernel random(Value x, Random random) {
      int dilationH = random.nextInt(4) == 0 ? 2 : 1;
      int dilationW = random.nextInt(4) == 0 ? 2 : 1;
      int height = size(random, largest(x.shape().dim(1), dilationH));
      int width = size(random, largest(x.shape().dim(2), dilationW));
      return new Kernel(
          height, width, RandomOperators.window(random, height, width, dilationH, dilationW));
    }
  }

  /** The largest kernel up to 4 whose taps all fit into the unpadded image. */
  private static int largest(int size, int dilation) {
    return Math.min(4, (size - 1) / dilation + 1);
  }

  abstract Value make(QuantGraphMaker maker, Random random);

  /** A graph whose output comes from this operator. */
  public QuantGraph graph(Random random) {
    QuantGraphMaker maker = new QuantGraphMaker("random", random);
    return maker.build(make(maker, random));
  }

  private static Value image(QuantGraphMaker maker, Random random) {
    return maker.input(1, size(random, 7), size(random, 7), size(random, 7));
  }

  private static Window window(
      Random random, int kernelH, int kernelW, int dilationH, int dilationW) {
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

  private static int[] dims(Value value) {
    return value.shape().dims().stream().mapToInt(Integer::intValue).toArray();
  }

  private static int size(Random random, int max) {
    return 1 + random.nextInt(max);
  }

  private static Activation activation(Random random) {
    return Activation.values()[random.nextInt(Activation.values().length)];
  }
}
