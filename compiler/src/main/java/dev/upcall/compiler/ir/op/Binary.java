package dev.upcall.compiler.ir.op;

import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.SourceRef;
import dev.upcall.compiler.ir.Value;
import java.util.List;

/**
 * A function of two elements at a time with numpy broadcasting; {@link Add} is an operator of its
 * own. Integers wrap.
 */
public record Binary(
    BinaryKind kind, Value left, Value right, Activation activation, Value output, SourceRef source)
    implements Op, Activated {
  /** Without a clamp. */
  public static Binary of(
      BinaryKind kind, Value left, Value right, Value output, SourceRef source) {
    return new Binary(kind, left, right, Activation.NONE, output, source);
  }

  @Override
  public List<Value> inputs() {
    return List.of(left, right);
  }

  @Override
  public Binary with(List<Value> inputs, Value newOutput) {
    return new Binary(kind, inputs.get(0), inputs.get(1), activation, newOutput, source);
  }

  @Override
  public String mnemonic() {
    return kind.irName();
  }

  @Override
  public String attributes() {
    return new AttributeText().activation(activation).toString();
  }

  @Override
  public Shape inferShape() {
    DType dtype = left.type().dtype();
    Shapes.requireAlike(kind.irName(), left, right);
    boolean logical = dtype == DType.BOOL;
    boolean fits = kind.isLogic() ? logical : !logical || kind.isPredicate();
    Shapes.require(fits, "%s of %s elements", kind.irName(), dtype.irName());
    return Shapes.broadcast(left.shape(), right.shape());
  }

  @Override
  public DType inferDType() {
    return kind.isPredicate() ? DType.BOOL : left.type().dtype();
  }

  @Override
  public Binary withActivation(Activation newActivation) {
    return new Binary(kind, left, right, newActivation, output, source);
  }
}
