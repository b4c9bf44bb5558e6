package dev.upcall.compiler.testing;

import static dev.upcall.compiler.testing.TfliteFile.INT16;
import static dev.upcall.compiler.testing.TfliteFile.INT32;
import static dev.upcall.compiler.testing.TfliteFile.INT8;
import static dev.upcall.compiler.testing.TfliteFile.options;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** TFLite models of one operator each, by name; made anew they are the same bytes. */
public final class TfliteCases {
  private static final Object SAME = (byte) 0;
  private static final Object VALID = (byte) 1;
  private static final Object NONE = (byte) 0;
  private static final Object RELU = (byte) 1;
  private static final Object TRUE = (byte) 1;
  private static final Object FALSE = (byte) 0;

  private final Map<String, byte[]> models = new LinkedHashMap<>();

  private TfliteCases() {}

  /** Name to model. */
  public static Map<String, byte[]> all() {
    TfliteCases cases = new TfliteCases();
    cases.functions();
    cases.pairs();
    cases.moves();
    cases.products();
    cases.others();
    cases.models.putAll(TfliteRowCases.all());
    cases.models.putAll(TfliteLstmCases.all());
    return cases.models;
  }

  private void functions() {
    unary("logistic", 14, 0, null, 0.08f, 7, 1f / 256, -128);
    unary("logistic_steep", 14, 0, null, 0.9f, -30, 1f / 256, -128);
    unary("logistic_flat", 14, 0, null, 0.003f, 0, 1f / 256, -128);
    unary("tanh", 28, 0, null, 0.04f, -5, 1f / 128, 0);
    unary("tanh_steep", 28, 0, null, 0.5f, 90, 1f / 128, 0);
    unary("hard_swish", 117, 0, null, 0.06f, 3, 0.04f, -110);
    unary("hard_swish_fine", 117, 0, null, 0.01f, -20, 0.005f, 10);
    unary("hard_swish_coarse", 117, 0, null, 0.3f, 0, 0.2f, -128);
    unary("leaky_relu", 98, 75, options(0.1f), 0.05f, 3, 0.03f, -70);
    unary("leaky_relu_up", 98, 75, options(0.3f), 0.05f, -100, 0.02f, 5);
    unary("elu", 111, 0, null, 0.04f, 10, 0.03f, -90);
    unary("relu", 19, 0, null, 0.04f, 10, 0.03f, -128);
    unary("relu6", 21, 0, null, 0.06f, -3, 0.06f, -3);
    unary("requantize", 114, 0, null, 0.04f, 10, 0.07f, -90);
    wideUnary("leaky_relu_16", 98, 75, options(0.2f), INT16, 0.002f);
    wideUnary("requantize_16", 114, 0, null, INT16, 0.0011f);
    wideUnary("requantize_16_to_8", 114, 0, null, INT8, 0.2f);
    wideUnary("requantize_16_to_32", 114, 0, null, INT32, 0.00001f);
  }

  private void pairs() {
    for (String shape : List.of("alike", "channel", "pixel")) {
      pair("sub_" + shape, 41, 28, options(NONE), shape, INT8, 0.06f);
      pair("mul_" + shape, 18, 21, options(RELU), shape, INT8, 0.05f);
      pair("add_16_" + shape, 0, 11, options(RELU), shape, INT16, 0.06f);
      pair("sub_16_" + shape, 41, 28, options(NONE), shape, INT16, 0.06f);
      pair("mul_16_" + shape, 18, 21, options(NONE), shape, INT16, 40f);
    }
    pair("maximum", 55, 39, options(), "channel", INT8, 0);
    pair("minimum", 57, 39, options(), "alike", INT8, 0);
    pair("prelu", 54, 0, null, "channel", INT8, 0.04f);
  }

  private void moves() {
    move(
        "concatenation",
        new int[] {1, 3, 4, 5},
        (f, out) -> {
          int side = f.bytes(0.05f, 3, 1, 3, 1, 5);
          f.operator(2, 10, options(2, NONE), new int[] {0, side}, out);
        });
    move(
        "slice",
        new int[] {1, 2, 2, 3},
        (f, out) ->
            f.operator(
                65,
                48,
                options(),
                new int[] {0, f.integers(0, 1, 0, 2), f.integers(1, 2, 2, -1)},
                out));
    move(
        "strided_slice",
        new int[] {1, 3, 2, 5},
        (f, out) ->
            f.operator(
                45,
                32,
                options(1, 8),
                new int[] {
                  0, f.integers(9, 2, 0, 4), f.integers(1, -4, 3, -9), f.integers(1, -1, 2, -1)
                },
                out));
    move(
        "strided_slice_shrunk",
        new int[] {3, 5},
        (f, out) ->
            f.operator(
                45,
                32,
                options(2, 2, null, null, 5),
                new int[] {
                  0, f.integers(0, 0, -1, 0), f.integers(1, 0, 0, 5), f.integers(1, 1, 1, 1)
                },
                out));
    move(
        "pad",
        new int[] {1, 5, 3, 6},
        (f, out) ->
            f.operator(34, 22, options(), new int[] {0, f.grid(0, 0, 1, 1, 0, 0, 1, 0)}, out));
    move(
        "pad_v2",
        new int[] {1, 5, 4, 5},
        (f, out) ->
            f.operator(
                60,
                43,
                options(),
                new int[] {0, f.grid(0, 0, 1, 1, 1, 0, 0, 0), f.bytes(0.05f, 3)},
                out));
    move(
        "mirror_pad",
        new int[] {1, 6, 4, 5},
        (f, out) ->
            f.operator(
                100, 77, options(FALSE), new int[] {0, f.grid(0, 0, 2, 1, 1, 0, 0, 0)}, out));
    move(
        "mirror_pad_symmetric",
        new int[] {1, 6, 4, 5},
        (f, out) ->
            f.operator(100, 77, options(TRUE), new int[] {0, f.grid(0, 0, 2, 1, 0, 1, 0, 0)}, out));
    move(
        "gather",
        new int[] {1, 4, 3, 5},
        (f, out) -> f.operator(36, 23, options(1), new int[] {0, f.integers(2, 0, 0, 1)}, out));
    move(
        "transpose",
        new int[] {5, 1, 3, 3},
        (f, out) -> f.operator(39, 26, options(), new int[] {0, f.integers(3, 0, 2, 1)}, out));
    move(
        "depth_to_space",
        new int[] {1, 4, 4, 1},
        new int[] {1, 2, 2, 4},
        (f, out) -> f.operator(5, 94, options(2), new int[] {0}, out));
    move(
        "space_to_depth",
        new int[] {1, 2, 3, 8},
        new int[] {1, 4, 6, 2},
        (f, out) -> f.operator(26, 19, options(2), new int[] {0}, out));
    move(
        "resize_nearest",
        new int[] {1, 5, 7, 5},
        (f, out) -> f.operator(97, 74, options(FALSE, TRUE), new int[] {0, f.integers(5, 7)}, out));
    move(
        "resize_nearest_aligned",
        new int[] {1, 2, 5, 5},
        (f, out) -> f.operator(97, 74, options(TRUE, FALSE), new int[] {0, f.integers(2, 5)}, out));
    move(
        "resize_bilinear",
        new int[] {1, 7, 5, 5},
        (f, out) ->
            f.operator(
                23, 15, options(null, null, FALSE, TRUE), new int[] {0, f.integers(7, 5)}, out));
    move(
        "resize_bilinear_aligned",
        new int[] {1, 5, 7, 5},
        (f, out) ->
            f.operator(
                23, 15, options(null, null, TRUE, FALSE), new int[] {0, f.integers(5, 7)}, out));
    move(
        "resize_bilinear_plain",
        new int[] {1, 2, 4, 5},
        (f, out) ->
            f.operator(
                23, 15, options(null, null, FALSE, FALSE), new int[] {0, f.integers(2, 4)}, out));
  }

  private void products() {
    for (byte type : new byte[] {INT8, INT16}) {
      String wide = type == INT16 ? "_16" : "";
      TfliteFile conv = new TfliteFile();
      int image = conv.tensor(type, 0.05f, zero(type, 9), 1, 6, 5, 4);
      int convOut = conv.tensor(type, 0.12f, zero(type, -8), 1, 3, 3, 6);
      int[] convOperands = {
        image, conv.weights(0, 0, 6, 3, 3, 4), conv.bias(type, 0.05f, 100, -500, 0, 7, 3000, -1)
      };
      put(
          "conv_2d" + wide,
          conv.operator(3, 1, options(SAME, 2, 2, RELU), convOperands, convOut),
          image,
          convOut);
      TfliteFile depthwise = new TfliteFile();
      int in = depthwise.tensor(type, 0.05f, zero(type, 9), 1, 5, 5, 3);
      int out = depthwise.tensor(type, 0.06f, zero(type, 8), 1, 4, 4, 6);
      int[] operands = {
        in,
        depthwise.weights(0, 3, 1, 2, 2, 6),
        depthwise.bias(type, 0.05f, 100, -500, 0, 7, 3000, -1)
      };
      put(
          "depthwise_conv_2d" + wide,
          depthwise.operator(4, 2, options(VALID, 1, 1, 2, NONE), operands, out),
          in,
          out);
      TfliteFile product = new TfliteFile();
      int row = product.tensor(type, 0.05f, zero(type, 9), 1, 12);
      int result = product.tensor(type, 0.06f, zero(type, 8), 1, 5);
      int[] factors = {
        row, product.plainWeights(0.01f, 5, 12), product.plainBias(type, 0.0005f, 5, -60, 0, 9, 1)
      };
      put(
          "fully_connected" + wide,
          product.operator(9, 8, options(), factors, result),
          row,
          result);
      TfliteFile transposed = new TfliteFile();
      int small = transposed.tensor(type, 0.05f, zero(type, -9), 1, 3, 3, 4);
      int large = transposed.tensor(type, 0.1f, zero(type, 8), 1, 6, 6, 2);
      int[] weights = {
        transposed.integers(1, 6, 6, 2),
        transposed.weights(0, 0, 2, 3, 3, 4),
        small,
        transposed.bias(type, 0.05f, 90, -70)
      };
      put(
          "transpose_conv" + wide,
          transposed.operator(67, 49, options(SAME, 2, 2), weights, large),
          small,
          large);
      pool("max_pool_2d" + wide, 17, type);
      pool("average_pool_2d" + wide, 1, type);
      reduce("mean" + wide, 40, type, 0.04f);
    }
  }

  private void others() {
    reduce("sum", 74, INT8, 0.4f);
    reduce("reduce_max", 82, INT8, 0.05f);
    reduce("reduce_min", 89, INT8, 0.05f);
    TfliteFile softmax = new TfliteFile();
    int logits = softmax.activation(0.1f, 4, 2, 9);
    int probabilities = softmax.activation(1f / 256, -128, 2, 9);
    put(
        "softmax",
        softmax.operator(25, 9, options(1f), new int[] {logits}, probabilities),
        logits,
        probabilities);
    TfliteFile arg = new TfliteFile();
    int scores = arg.activation(0.1f, 4, 2, 9);
    int top = arg.plain(INT32, 2);
    put(
        "arg_max",
        arg.operator(56, 40, options((byte) 2), new int[] {scores, arg.integers(1)}, top),
        scores,
        top);
  }

  private void unary(
      String name,
      int code,
      int optionsType,
      List<Object> fields,
      float scale,
      int zero,
      float outScale,
      int outZero) {
    TfliteFile file = new TfliteFile();
    int input = file.activation(scale, zero, 1, 64);
    int output = file.activation(outScale, outZero, 1, 64);
    put(name, file.operator(code, optionsType, fields, new int[] {input}, output), input, output);
  }

  private void wideUnary(
      String name, int code, int optionsType, List<Object> fields, byte type, float outScale) {
    TfliteFile file = new TfliteFile();
    int input = file.tensor(INT16, 0.0017f, 0, 1, 64);
    int output = file.tensor(type, outScale, type == INT8 ? 7 : 0, 1, 64);
    put(name, file.operator(code, optionsType, fields, new int[] {input}, output), input, output);
  }

  private void pair(
      String name,
      int code,
      int optionsType,
      List<Object> fields,
      String shape,
      byte type,
      float outScale) {
    TfliteFile file = new TfliteFile();
    boolean choice = outScale == 0;
    int left = file.tensor(type, 0.05f, zero(type, 3), 1, 3, 4, 5);
    int[] dims =
        switch (shape) {
          case "alike" -> new int[] {1, 3, 4, 5};
          case "channel" -> new int[] {5};
          default -> new int[] {1, 3, 4, 1};
        };
    int right = file.tensor(type, choice ? 0.05f : 0.031f, zero(type, choice ? 3 : -11), dims);
    int output =
        file.tensor(type, choice ? 0.05f : outScale, zero(type, choice ? 3 : -4), 1, 3, 4, 5);
    file.operator(code, optionsType, fields, new int[] {left, right}, output);
    models.put(name, file.input(left, right).output(output).bytes());
  }

  private interface Move {
    void add(TfliteFile file, int output);
  }

  private void move(String name, int[] shape, Move move) {
    move(name, shape, new int[] {1, 3, 3, 5}, move);
  }

  private void move(String name, int[] shape, int[] input, Move move) {
    TfliteFile file = new TfliteFile();
    file.activation(0.05f, 3, input);
    int output = file.activation(0.05f, 3, shape);
    move.add(file, output);
    put(name, file, 0, output);
  }

  private void pool(String name, int code, byte type) {
    TfliteFile file = new TfliteFile();
    int input = file.tensor(type, 0.05f, zero(type, 3), 1, 5, 5, 3);
    int output = file.tensor(type, 0.05f, zero(type, 3), 1, 3, 3, 3);
    put(
        name,
        file.operator(code, 5, options(SAME, 2, 2, 2, 2), new int[] {input}, output),
        input,
        output);
  }

  private void reduce(String name, int code, byte type, float outScale) {
    TfliteFile file = new TfliteFile();
    int input = file.tensor(type, 0.05f, zero(type, 3), 1, 4, 5, 3);
    int output = file.tensor(type, outScale, zero(type, outScale == 0.05f ? 3 : -6), 1, 1, 1, 3);
    put(
        name,
        file.operator(code, 27, options(TRUE), new int[] {input, file.integers(1, 2)}, output),
        input,
        output);
  }

  private void put(String name, TfliteFile file, int input, int output) {
    models.put(name, file.input(input).output(output).bytes());
  }

  private static int zero(byte type, int ofBytes) {
    return type == INT8 ? ofBytes : 0;
  }
}
