package dev.upcall.compiler.tflite;

import dev.upcall.compiler.ir.ConstantData;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Pad;
import dev.upcall.compiler.ir.op.Pad.Extent;
import java.util.List;

/** What is added is real 0; PADV2 says in operand 2 what, in the output's own scale. */
final class PadOp implements TfliteOp {
  static final PadOp ZEROS = new PadOp(34, 2, 22);
  static final PadOp VALUES = new PadOp(60, 3, 43);

  private final int code;
  private final int inputs;
  private final int optionsType;

  private PadOp(int code, int inputs, int optionsType) {
    this.code = code;
    this.inputs = inputs;
    this.optionsType = optionsType;
  }

  @Override
  public OpSpec spec() {
    return OpSpec.of(code, inputs, inputs, optionsType, 0)
        .constraints("constant padding", "input and output quantised alike");
  }

  @Override
  public void convert(OperatorContext node) {
    Value input = node.computed(0);
    node.requireSameQuantization(input);
    List<Extent> padding = Paddings.read(node, input.shape());
    float value = inputs == 3 ? value(node) : 0;
    node.result(output -> new Pad(input, padding, value, output, node.source()));
  }

  private static float value(OperatorContext node) {
    node.constant(2, "the value");
    Value value = node.activation(2);
    node.requireSameQuantization(value);
    ConstantData data = node.tensors().builder().data(value);
    if (data.length() != 1) {
      throw node.unsupported(data.length() + " values", "one");
    }
    return value.type().isQuantized()
        ? value.type().qparams().dequantize(data.intAt(0))
        : data.toFloats()[0];
  }
}
