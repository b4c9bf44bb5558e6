package dev.upcall.compiler.tflite;

import dev.upcall.compiler.ir.ConstantData;
import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.ShapeException;
import dev.upcall.compiler.ir.TensorType;
import dev.upcall.compiler.ir.Value;
import dev.upcall.core.tensor.QParams;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The constants of an LSTM, those of its four gates one below the other in {@link
 * dev.upcall.compiler.ir.op.Recurrent}'s order. A gate's scale is that of each of its rows.
 */
record LstmOperands(
    Value weights,
    Value recurrence,
    Value bias,
    Value recurrenceBias,
    Value hidden,
    Value cell,
    Value peephole) {
  private static final int HIDDEN = 18;
  private static final int CELL = 19;

  /** Operands of the input, output, forget and cell gate. */
  private static final int[] WEIGHTS = {1, 4, 2, 3};

  private static final int[] RECURRENCE = {5, 8, 6, 7};
  private static final int[] BIAS = {12, 15, 13, 14};

  /**
   * @param input [T,N,I]
   */
  static LstmOperands read(OperatorContext node, Value input) {
    for (int[] operands : List.of(WEIGHTS, RECURRENCE, BIAS)) {
      for (int operand : operands) {
        if (!node.has(operand)) {
          throw node.unsupported("no operand " + operand, "weights and biases of four gates");
        }
      }
    }
    int size = node.tensor(BIAS[0]).shape().size();
    Shape state = Shape.of(input.shape().dim(1), size);
    requireStates(node, state);
    return input.type().isQuantized()
        ? integers(node, input, size, state)
        : reals(node, input, size, state);
  }

  private static LstmOperands reals(OperatorContext node, Value input, int size, Shape state) {
    Shape rows = Shape.of(4 * size);
    return new LstmOperands(
        joined(node, WEIGHTS, Shape.of(size, input.shape().dim(2)), "weights"),
        joined(node, RECURRENCE, Shape.of(size, size), "recurrence"),
        joined(node, BIAS, Shape.of(size), "bias"),
        zeros(node, "no recurrent bias", TensorType.of(DType.FLOAT32, rows)),
        zeros(node, "state", TensorType.of(DType.FLOAT32, state)),
        zeros(node, "cell state", TensorType.of(DType.FLOAT32, state)),
        zeros(node, "no peephole", TensorType.of(DType.FLOAT32, Shape.of(3 * size))));
  }

  private static LstmOperands integers(OperatorContext node, Value input, int size, Shape state) {
    TfliteTensor hidden = node.variable(HIDDEN);
    TfliteTensor cell = node.variable(CELL);
    if (!hidden.is(DType.INT8)
        || !cell.is(DType.INT16)
        || !input.type().dtype().equals(DType.INT8)) {
      throw node.unsupported(
          "states of " + TensorTypes.name(hidden.type()) + ", " + TensorTypes.name(cell.type()),
          "int8 activations and an int16 cell state");
    }
    QParams hiddenStep = one(node, hidden);
    QParams cellStep = one(node, cell);
    byte[] before = new byte[state.size()];
    Arrays.fill(before, (byte) hiddenStep.zeroPoint());
    Value weights = joined(node, WEIGHTS, Shape.of(size, input.shape().dim(2)));
    Value recurrence = joined(node, RECURRENCE, Shape.of(size, size));
    Shape rows = Shape.of(4 * size);
    int[] biases = new int[4 * size];
    for (int gate = 0; gate < BIAS.length; gate++) {
      TfliteTensor bias = node.constant(BIAS[gate], "bias");
      requireShape(bias.shape(), Shape.of(size));
      if (!bias.is(DType.INT32)) {
        throw node.unsupported("a bias of " + TensorTypes.name(bias.type()), "int32");
      }
      int[] elements = node.tensors().elements(bias, DType.INT32).toInts();
      System.arraycopy(elements, 0, biases, gate * size, size);
    }
    QParams plain = new QParams(1, 0);
    return new LstmOperands(
        weights,
        recurrence,
        node.tensors()
            .made("biases", TensorType.of(DType.INT32, rows), ConstantData.ofInts(biases)),
        zeros(node, "no recurrent bias", TensorType.of(DType.INT32, rows)),
        node.tensors()
            .made(
                "state",
                TensorType.quantized(DType.INT8, state, hiddenStep),
                ConstantData.ofBytes(before)),
        zeros(node, "cell state", TensorType.quantized(DType.INT16, state, cellStep)),
        zeros(node, "no peephole", TensorType.quantized(DType.INT32, Shape.of(3 * size), plain)));
  }

  private static Value joined(OperatorContext node, int[] operands, Shape shape) {
    byte[] all = new byte[4 * shape.size()];
    List<QParams> scales = new ArrayList<>();
    for (int gate = 0; gate < operands.length; gate++) {
      TfliteTensor given = node.constant(operands[gate], "weights");
      requireShape(given.shape(), shape);
      QParams scale = one(node, given);
      if (!given.is(DType.INT8) || scale.zeroPoint() != 0) {
        throw node.unsupported(
            TensorTypes.name(given.type()) + " weights " + scale, "symmetric int8 weights");
      }
      byte[] elements = node.tensors().elements(given, DType.INT8).toBytes();
      System.arraycopy(elements, 0, all, gate * elements.length, elements.length);
      scales.addAll(Collections.nCopies(shape.dim(0), scale));
    }
    Shape joined = Shape.of(4 * shape.dim(0), shape.dim(1));
    TensorType type = new TensorType(DType.INT8, joined, scales);
    return node.tensors().made("gates", type, ConstantData.ofBytes(all));
  }

  private static Value joined(OperatorContext node, int[] operands, Shape shape, String role) {
    float[] all = new float[4 * shape.size()];
    for (int gate = 0; gate < operands.length; gate++) {
      Value given = node.real(operands[gate], role);
      requireShape(given.shape(), shape);
      float[] elements = node.tensors().builder().data(given).toFloats();
      System.arraycopy(elements, 0, all, gate * elements.length, elements.length);
    }
    List<Integer> dims = new ArrayList<>(shape.dims());
    dims.set(0, 4 * shape.dim(0));
    return node.tensors().builder().constant(role, new Shape(dims), all);
  }

  private static void requireStates(OperatorContext node, Shape state) {
    for (int operand : new int[] {HIDDEN, CELL}) {
      if (!node.has(operand) || node.variable(operand).shape().size() != state.size()) {
        throw node.unsupported("states of another shape", "states " + state);
      }
    }
  }

  private static QParams one(OperatorContext node, TfliteTensor tensor) {
    if (tensor.quantization().size() != 1) {
      throw node.quantization(
          tensor.quantization().size() + " scales of " + tensor, "one of the whole tensor");
    }
    return tensor.quantization().get(0);
  }

  private static Value zeros(OperatorContext node, String name, TensorType type) {
    return node.tensors().zeros(name, type);
  }

  private static void requireShape(Shape found, Shape needed) {
    if (!found.equals(needed)) {
      throw new ShapeException(found + " instead of " + needed);
    }
  }
}
