package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Quantised operators of one or two operands that ONNX Runtime adds to ONNX's (its
 * ContribOperators.md, domain com.microsoft), as its quantiser writes them in the form QOperator:
 * the operator of floats between dequantised operands and a quantised result. Behind each operand
 * lie its scale and zero point, behind all of them the result's.
 */
final class ContributedOp implements OnnxOp {
  static final String DOMAIN = "com.microsoft.";
  private static final String CHANNELS_LAST = "channels_last";
  private static final String OPSET = "opset";
  private static final int AXES_AS_ATTRIBUTE = 17;
  private static final int SOFTMAX_OF_ONE_AXIS = 13;

  private final OpSpec spec;
  private final int operands;
  private final OnnxOp floats;

  private ContributedOp(OpSpec spec, int operands, OnnxOp floats) {
    this.spec = spec;
    this.operands = operands;
    this.floats = floats;
  }

  /**
   * @param floats the operator of floats
   * @param more attributes that the quantised one has besides
   */
  static ContributedOp of(String type, int operands, OnnxOp floats, String... more) {
    Set<String> attributes = new TreeSet<>(floats.spec().attributes());
    attributes.addAll(List.of(more));
    int inputs = 3 * operands + 2;
    OpSpec spec =
        OpSpec.of(DOMAIN + type, inputs - 1, inputs)
            .since(10)
            .anyType()
            .attributes(attributes.toArray(String[]::new));
    return new ContributedOp(spec, operands, floats);
  }

  /** Images [N,C,H,W] only. */
  static ContributedOp ofPool(String type, OnnxOp floats) {
    return of(type, 1, floats, CHANNELS_LAST);
  }

  /** Its axes are an attribute, as those of ONNX's own are up to opset 17. */
  static ContributedOp ofMean() {
    ContributedOp mean = of("QLinearReduceMean", 1, ReduceOp.ofMean());
    return new ContributedOp(mean.spec.until(AXES_AS_ATTRIBUTE), 1, mean.floats);
  }

  static ContributedOp ofSoftmax() {
    return of("QLinearSoftmax", 1, new SoftmaxOp(false), OPSET);
  }

  @Override
  public OpSpec spec() {
    return spec;
  }

  @Override
  public void convert(NodeContext node) {
    if (node.attributes().flag(CHANNELS_LAST, false)) {
      throw node.unsupported(CHANNELS_LAST, "images [N,C,H,W]");
    }
    int opset = node.attributes().integer(OPSET, node.opset());
    if (opset < SOFTMAX_OF_ONE_AXIS != node.opset() < SOFTMAX_OF_ONE_AXIS) {
      throw node.unsupported("softmax as opset " + opset + " defines it", "the model's own opset");
    }
    List<Value> reals = new ArrayList<>();
    for (int i = 0; i < operands; i++) {
      reals.add(reals(node, 3 * i, 0));
    }
    node.result(quantized(node, node.compute(floats, reals), 3 * operands));
  }

  /**
   * Operand {@code index}, whose scale and zero point follow.
   *
   * @param axis along which they lie if there are several
   */
  static Value reals(NodeContext node, int index, int axis) {
    Value zeroPoint = node.has(index + 2) ? node.any(index + 2) : null;
    return new Quantization(node, axis)
        .dequantize(node.any(index), node.input(index + 1), zeroPoint);
  }

  /** A result whose scale is operand {@code index}, followed by its zero point. */
  static Value quantized(NodeContext node, Value result, int index) {
    Value zeroPoint = node.any(index + 1);
    return new Quantization(node, 0)
        .quantize(result, node.input(index), zeroPoint, zeroPoint.type().dtype());
  }
}
