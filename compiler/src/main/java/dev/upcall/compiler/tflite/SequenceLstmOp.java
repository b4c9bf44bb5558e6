package dev.upcall.compiler.tflite;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.ShapeException;
import dev.upcall.compiler.ir.TensorType;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Recurrent;
import dev.upcall.compiler.ir.op.Recurrent.Cell;
import dev.upcall.compiler.ir.op.Recurrent.Result;
import dev.upcall.compiler.ir.op.Transpose;
import java.util.List;

/**
 * UNIDIRECTIONAL_SEQUENCE_LSTM, as Keras' LSTM is converted. Its states are variables, which TFLite
 * keeps until it is told to reset them; a layer over several steps begins every run with zeros
 * here, as the layer it was converted from does.
 */
final class SequenceLstmOp implements TfliteOp {
  private static final int ACTIVATION = 0;
  private static final int CELL_CLIP = 1;
  private static final int PROJECTION_CLIP = 2;
  private static final int TIME_MAJOR = 3;
  private static final int DIAGONAL = 5;

  /** {@code ActivationFunctionType.TANH}. */
  private static final int TANH = 4;

  private static final int FIRST_PEEPHOLE = 9;
  private static final int LAST_PEEPHOLE = 11;
  private static final int FIRST_PROJECTION = 16;
  private static final int LAST_PROJECTION = 17;
  private static final int FIRST_NORM = 20;
  private static final int LAST_NORM = 23;

  @Override
  public OpSpec spec() {
    return OpSpec.of(44, 1, 24, 71, 6)
        .constraints(
            "float32, float32 with int8 weights, or int8 with an int16 cell state",
            "begins each run with zeros; several steps",
            "no peepholes, projection, coupled gates or layer normalisation");
  }

  @Override
  public void convert(OperatorContext node) {
    requireForm(node);
    Value given = node.computed(0);
    if (given.shape().rank() != 3) {
      throw new ShapeException("input " + given.shape());
    }
    boolean timeFirst = node.options().flag(TIME_MAJOR);
    Value input = timeFirst ? given : turned(node, given);
    if (input.shape().dim(0) == 1) {
      throw node.unsupported("one step, of states that persist", "several steps");
    }
    LstmOperands operands = LstmOperands.read(node, input);
    Shape shape =
        Shape.of(input.shape().dim(0), input.shape().dim(1), operands.hidden().shape().dim(1));
    TensorType type = node.output().withShape(shape);
    float clip = node.options().real(CELL_CLIP);
    if (timeFirst) {
      node.result(output -> recurrent(node, input, operands, clip, output));
      return;
    }
    Value states = node.step(type, output -> recurrent(node, input, operands, clip, output));
    Value turned = turned(node, states);
    if (!turned.shape().equals(node.output().shape())) {
      throw new ShapeException("output " + node.output().shape() + ", not " + turned.shape());
    }
    node.alias(turned);
  }

  private static Recurrent recurrent(
      OperatorContext node, Value input, LstmOperands operands, float clip, Value output) {
    return new Recurrent(
        Cell.LSTM,
        input,
        operands.weights(),
        operands.recurrence(),
        operands.bias(),
        operands.recurrenceBias(),
        operands.hidden(),
        operands.cell(),
        operands.peephole(),
        false,
        Result.HIDDEN,
        clip,
        output,
        node.source());
  }

  /** Time and batch change places, by name alone where there is one sample. */
  private static Value turned(OperatorContext node, Value value) {
    Shape shape = value.shape();
    Shape turned = Shape.of(shape.dim(1), shape.dim(0), shape.dim(2));
    if (shape.dim(0) == 1 || shape.dim(1) == 1) {
      return node.view(value, turned);
    }
    return node.step(
        value.type().withShape(turned),
        output -> new Transpose(value, List.of(1, 0, 2), output, node.source()));
  }

  private static void requireForm(OperatorContext node) {
    requireNone(node, FIRST_PEEPHOLE, LAST_PEEPHOLE, "peepholes");
    requireNone(node, FIRST_PROJECTION, LAST_PROJECTION, "a projection");
    requireNone(node, FIRST_NORM, LAST_NORM, "layer normalisation");
    if (!node.has(1)) {
      throw node.unsupported("input and forget gates that are coupled", "an input gate");
    }
    if (node.options().code(ACTIVATION) != TANH) {
      throw node.unsupported("activation " + node.options().code(ACTIVATION), "4 (TANH)");
    }
    float clip = node.options().real(CELL_CLIP);
    if (!(clip >= 0) || Float.isInfinite(clip)) {
      throw node.badOption("cell_clip " + clip, "a finite number of at least 0");
    }
    if (node.options().real(PROJECTION_CLIP) != 0 || node.options().flag(DIAGONAL)) {
      throw node.unsupported("proj_clip or diagonal_recurrent_tensors", "neither");
    }
  }

  private static void requireNone(OperatorContext node, int first, int last, String what) {
    for (int i = first; i <= last; i++) {
      if (node.has(i)) {
        throw node.unsupported(what, "none");
      }
    }
  }
}
