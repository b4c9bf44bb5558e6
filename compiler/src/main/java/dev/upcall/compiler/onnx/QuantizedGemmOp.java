package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Binary;
import dev.upcall.compiler.ir.op.BinaryKind;
import java.util.ArrayList;
import java.util.List;

/**
 * QGemm of ONNX Runtime: operands A and B, each with scale and zero point, C as int32 in steps of
 * alpha times both scales, then the result's scale and zero point, without which it is of floats.
 */
final class QuantizedGemmOp implements OnnxOp {
  private static final int B = 3;
  private static final int C = 6;
  private static final int RESULT = 7;
  private static final String ALPHA = "alpha";

  @Override
  public OpSpec spec() {
    return OpSpec.of(ContributedOp.DOMAIN + "QGemm", C, RESULT + 2)
        .since(10)
        .anyType()
        .attributes(ALPHA, "transA", "transB");
  }

  @Override
  public void convert(NodeContext node) {
    boolean transposed = node.attributes().flag("transB", false);
    List<Value> reals = new ArrayList<>();
    reals.add(ContributedOp.reals(node, 0, 0));
    reals.add(ContributedOp.reals(node, B, transposed ? 0 : 1));
    if (node.has(C)) {
      Value alpha =
          node.constant(
              node.source().name() + "." + ALPHA,
              Shape.of(),
              new float[] {node.attributes().real(ALPHA, 1)});
      Value scale = product(node, product(node, node.input(1), node.input(B + 1)), alpha);
      reals.add(new Quantization(node, -1).dequantize(node.any(C), scale, null));
    }
    Value result = node.compute(new GemmOp(), reals);
    node.result(node.has(RESULT) ? ContributedOp.quantized(node, result, RESULT) : result);
  }

  private static Value product(NodeContext node, Value left, Value right) {
    return node.add(o -> Binary.of(BinaryKind.MUL, left, right, o, node.source()));
  }
}
