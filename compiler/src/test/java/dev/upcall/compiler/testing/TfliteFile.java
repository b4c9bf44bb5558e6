package dev.upcall.compiler.testing;

import dev.upcall.compiler.testing.FlatWriter.Table;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Writes small TFLite models for tests. Tensors and operators are named by their index. */
public final class TfliteFile {
  public static final byte FLOAT32 = 0;
  public static final byte FLOAT16 = 1;
  public static final byte INT32 = 2;
  public static final byte UINT8 = 3;
  public static final byte INT64 = 4;
  public static final byte INT16 = 7;
  public static final byte INT8 = 9;

  private final List<Object> tensors = new ArrayList<>();
  private final List<Object> operators = new ArrayList<>();
  private final List<Object> codes = new ArrayList<>();
  private final List<Object> buffers = new ArrayList<>(List.of(Table.of()));
  private final Random random = new Random(11);
  private int[] inputs = {};
  private int[] outputs = {};

  /** A tensor without elements, such as an activation, of one scale. */
  public int tensor(byte type, float scale, long zeroPoint, int... shape) {
    return add(type, shape, 0, quantization(new float[] {scale}, new long[] {zeroPoint}, 0));
  }

  /** An int8 activation. */
  public int activation(float scale, long zeroPoint, int... shape) {
    return tensor(INT8, scale, zeroPoint, shape);
  }

  /** A constant of random floats. */
  public int reals(float width, int... shape) {
    int size = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    ByteBuffer bytes = ByteBuffer.allocate(4 * size).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < size; i++) {
      bytes.putFloat(width * (2 * random.nextFloat() - 1));
    }
    return add(FLOAT32, shape, buffer(bytes.array()), null);
  }

  /** A tensor of floats that persists between runs. */
  public int variable(int... shape) {
    tensors.add(Table.of(shape, FLOAT32, 0, "variable " + tensors.size(), null, (byte) 1));
    return tensors.size() - 1;
  }

  /** A tensor that persists between runs, of one scale. */
  public int variable(byte type, float scale, long zeroPoint, int... shape) {
    Table steps = quantization(new float[] {scale}, new long[] {zeroPoint}, 0);
    tensors.add(Table.of(shape, type, 0, "variable " + tensors.size(), steps, (byte) 1));
    return tensors.size() - 1;
  }

  /** A tensor of floats. */
  public int floats(int... shape) {
    return add(FLOAT32, shape, 0, null);
  }

  /** A constant of float16. */
  public int halves(short[] elements, int... shape) {
    ByteBuffer bytes = ByteBuffer.allocate(2 * elements.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asShortBuffer().put(elements);
    return add(FLOAT16, shape, buffer(bytes.array()), null);
  }

  /** Random int8 weights with a scale for each channel along {@code axis}. */
  public int weights(long zeroPoint, int axis, int... shape) {
    byte[] elements = new byte[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
    random.nextBytes(elements);
    float[] scales = new float[shape[axis]];
    long[] zeros = new long[shape[axis]];
    Arrays.fill(zeros, zeroPoint);
    for (int i = 0; i < scales.length; i++) {
      scales[i] = 0.01f + 0.001f * i;
    }
    return add(INT8, shape, buffer(elements), quantization(scales, zeros, axis));
  }

  /** Random int8 weights of one scale. */
  public int plainWeights(float scale, int... shape) {
    byte[] elements = new byte[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
    random.nextBytes(elements);
    return add(INT8, shape, buffer(elements), quantization(new float[] {scale}, new long[] {0}, 0));
  }

  /** A constant int8 activation of random elements. */
  public int bytes(float scale, long zeroPoint, int... shape) {
    byte[] elements = new byte[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
    random.nextBytes(elements);
    return add(
        INT8,
        shape,
        buffer(elements),
        quantization(new float[] {scale}, new long[] {zeroPoint}, 0));
  }

  /** A tensor of plain integers. */
  public int plain(byte type, int... shape) {
    return add(type, shape, 0, null);
  }

  /**
   * A bias for weights with a scale for each channel: int32, or int64 beside int16 activations.
   *
   * @param scale of the input
   */
  public int bias(byte activations, float scale, int... elements) {
    float[] scales = new float[elements.length];
    for (int i = 0; i < scales.length; i++) {
      scales[i] = scale * (0.01f + 0.001f * i);
    }
    return bias(activations, scales, elements);
  }

  /** A bias for weights of one scale. */
  public int plainBias(byte activations, float step, int... elements) {
    return bias(activations, new float[] {step}, elements);
  }

  private int bias(byte activations, float[] steps, int[] elements) {
    boolean wide = activations == INT16;
    ByteBuffer bytes =
        ByteBuffer.allocate((wide ? 8 : 4) * elements.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int element : elements) {
      if (wide) {
        bytes.putLong(element);
      } else {
        bytes.putInt(element);
      }
    }
    return add(
        wide ? INT64 : INT32,
        new int[] {elements.length},
        buffer(bytes.array()),
        quantization(steps, new long[steps.length], 0));
  }

  /** An int32 constant of pairs. */
  public int grid(int... elements) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * elements.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asIntBuffer().put(elements);
    return add(INT32, new int[] {elements.length / 2, 2}, buffer(bytes.array()), null);
  }

  /** An int32 constant. */
  public int integers(int... elements) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * elements.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asIntBuffer().put(elements);
    return add(INT32, new int[] {elements.length}, buffer(bytes.array()), null);
  }

  /**
   * @param code {@code enum BuiltinOperator}
   * @param optionsType {@code union BuiltinOptions}
   * @param options fields of the options table, by number
   */
  public TfliteFile operator(
      int code, int optionsType, List<Object> options, int[] operands, int... results) {
    codes.add(Table.of((byte) Math.min(127, code), null, 1, code));
    operators.add(
        Table.of(
            codes.size() - 1,
            operands,
            results,
            (byte) optionsType,
            optionsType == 0 ? null : new Table(options)));
    return this;
  }

  /** Options: null elements are left out. */
  public static List<Object> options(Object... fields) {
    return Arrays.asList(fields);
  }

  public TfliteFile input(int... indices) {
    inputs = indices;
    return this;
  }

  public TfliteFile output(int... indices) {
    outputs = indices;
    return this;
  }

  public boolean hasInput() {
    return inputs.length > 0;
  }

  public byte[] bytes() {
    Table subgraph = Table.of(tensors, inputs, outputs, operators, "main");
    return FlatWriter.write(
        "TFL3", Table.of(3, codes, List.of(subgraph), "made for tests", buffers));
  }

  /** One of every operator that can be imported. */
  public static TfliteFile everything() {
    TfliteFile file = new TfliteFile();
    int real = file.floats(1, 5, 5, 2);
    int input = file.activation(0.05f, 3, 1, 5, 5, 2);
    int padded = file.activation(0.05f, 3, 1, 6, 6, 2);
    int conv = file.activation(0.1f, -128, 1, 3, 3, 4);
    int depthwise = file.activation(0.08f, -5, 1, 3, 3, 4);
    int sum = file.activation(0.15f, 7, 1, 3, 3, 4);
    int max = file.activation(0.15f, 7, 1, 2, 2, 4);
    int average = file.activation(0.15f, 7, 1, 1, 1, 4);
    int mean = file.activation(0.15f, 7, 1, 1, 1, 4);
    int both = file.activation(0.2f, 0, 1, 1, 1, 4);
    int other = file.activation(0.25f, 1, 1, 1, 1, 4);
    int squeezed = file.activation(0.25f, 1, 1, 4);
    int expanded = file.activation(0.25f, 1, 1, 1, 4);
    int flat = file.activation(0.25f, 1, 1, 4);
    int product = file.activation(0.3f, 2, 1, 3);
    int softmax = file.activation(1f / 256, -128, 1, 3);
    int result = file.floats(1, 3);
    Object same = (byte) 0;
    Object valid = (byte) 1;
    Object relu = (byte) 1;
    Object relu6 = (byte) 3;
    return file.input(real)
        .output(result)
        .operator(114, 0, null, new int[] {real}, input)
        .operator(34, 0, null, new int[] {input, file.integers(0, 0, 0, 1, 1, 0, 0, 0)}, padded)
        .operator(
            3,
            1,
            options(same, 2, 2, relu),
            new int[] {padded, file.weights(0, 0, 4, 3, 3, 2), file.integers(1, -2, 3, 90)},
            conv)
        .operator(
            4,
            2,
            options(same, 1, 1, 1, relu6, 2, 2),
            new int[] {conv, file.weights(0, 3, 1, 3, 3, 4), -1},
            depthwise)
        .operator(0, 11, options(relu), new int[] {conv, depthwise}, sum)
        .operator(17, 5, options(valid, 1, 1, 2, 2), new int[] {sum}, max)
        .operator(1, 5, options(same, 2, 2, 2, 2), new int[] {max}, average)
        .operator(40, 27, options((byte) 1), new int[] {max, file.integers(1, -2)}, mean)
        .operator(0, 11, options(), new int[] {average, mean}, both)
        .operator(114, 0, null, new int[] {both}, other)
        .operator(43, 30, options(), new int[] {other}, squeezed)
        .operator(70, 0, null, new int[] {squeezed, file.integers(1)}, expanded)
        .operator(22, 17, options(new int[] {1, 4}), new int[] {expanded}, flat)
        .operator(
            9,
            8,
            options(),
            new int[] {flat, file.weights(0, 0, 3, 4), file.integers(5, 6, 7)},
            product)
        .operator(25, 9, options(1f), new int[] {product}, softmax)
        .operator(6, 0, null, new int[] {softmax}, result);
  }

  private int add(byte type, int[] shape, int buffer, Table quantization) {
    tensors.add(Table.of(shape, type, buffer, "tensor " + tensors.size(), quantization));
    return tensors.size() - 1;
  }

  private int buffer(byte[] bytes) {
    buffers.add(Table.of((Object) bytes));
    return buffers.size() - 1;
  }

  private static Table quantization(float[] scales, long[] zeroPoints, int axis) {
    return Table.of(null, null, scales, zeroPoints, null, null, axis);
  }
}
