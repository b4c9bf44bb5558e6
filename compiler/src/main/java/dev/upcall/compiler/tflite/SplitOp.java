package dev.upcall.compiler.tflite;

import dev.upcall.compiler.ir.Value;

/**
 * Each output is a slice whose size is its own shape's. SPLIT names the axis first, SPLIT_V last,
 * after sizes that its outputs say once more.
 */
final class SplitOp implements TfliteOp {
  static final SplitOp EVEN = new SplitOp(49, 2, 35, 1, 0);
  static final SplitOp UNEVEN = new SplitOp(102, 3, 79, 0, 2);

  private final int code;
  private final int inputs;
  private final int optionsType;
  private final int operand;
  private final int axis;

  private SplitOp(int code, int inputs, int optionsType, int operand, int axis) {
    this.code = code;
    this.inputs = inputs;
    this.optionsType = optionsType;
    this.operand = operand;
    this.axis = axis;
  }

  @Override
  public OpSpec spec() {
    return OpSpec.of(code, inputs, inputs, optionsType, 1)
        .outputs(1, OpSpec.MANY)
        .constraints("constant axis", "input and outputs quantised alike");
  }

  @Override
  public void convert(OperatorContext node) {
    Value input = node.computed(operand);
    int along = Axes.only(node, axis, input.shape().rank());
    int start = 0;
    for (int i = 0; i < node.outputs(); i++) {
      OperatorContext part = node.ofOutput(i);
      part.requireSameQuantization(input);
      if (part.output().shape().rank() != input.shape().rank()) {
        throw node.unsupported("output " + part.output().shape(), "as many axes as the input");
      }
      int from = start;
      int size = part.output().shape().dim(along);
      part.result(output -> Slices.along(input, along, from, size, output, node));
      start += size;
    }
    if (start != input.shape().dim(along)) {
      throw node.unsupported(
          "parts of " + start + " in all", input.shape().dim(along) + " along axis " + along);
    }
  }
}
