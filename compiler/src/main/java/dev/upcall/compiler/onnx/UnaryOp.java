package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Unary;
import dev.upcall.compiler.ir.op.UnaryKind;

/** An operator of one operand that is one of {@link UnaryKind}, with up to two parameters. */
final class UnaryOp implements OnnxOp {
  private final OpSpec spec;
  private final UnaryKind kind;
  private final String beta;
  private final float standardAlpha;
  private final float standardBeta;

  private UnaryOp(
      OpSpec spec, UnaryKind kind, float standardAlpha, String beta, float standardBeta) {
    this.spec = spec;
    this.kind = kind;
    this.standardAlpha = standardAlpha;
    this.beta = beta;
    this.standardBeta = standardBeta;
  }

  /**
   * @param since first opset that has it
   */
  static UnaryOp of(String type, UnaryKind kind, int since) {
    OpSpec floats = OpSpec.of(type, 1).since(since);
    return new UnaryOp(takesOthers(kind) ? floats.anyType() : floats, kind, 0, "", 0);
  }

  /** With the attribute {@code alpha}. */
  static UnaryOp of(String type, UnaryKind kind, int since, float alpha) {
    return new UnaryOp(OpSpec.of(type, 1).since(since).attributes("alpha"), kind, alpha, "", 0);
  }

  /** With the attribute {@code alpha} and one called {@code name}. */
  static UnaryOp of(
      String type, UnaryKind kind, int since, float alpha, String name, float standard) {
    return new UnaryOp(
        OpSpec.of(type, 1).since(since).attributes("alpha", name), kind, alpha, name, standard);
  }

  @Override
  public OpSpec spec() {
    return spec;
  }

  @Override
  public void convert(NodeContext node) {
    Value input = takesOthers(kind) ? node.any(0) : node.input(0);
    float a = node.attributes().real("alpha", standardAlpha);
    float b = node.attributes().real(beta, standardBeta);
    node.result(node.add(output -> new Unary(kind, input, a, b, output, node.source())));
  }

  private static boolean takesOthers(UnaryKind kind) {
    return kind.takesIntegers() || kind == UnaryKind.NOT;
  }
}
