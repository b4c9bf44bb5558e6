package dev.upcall.compiler.ir.op;

import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.SourceRef;
import dev.upcall.compiler.ir.Value;
import java.util.List;

/** The left element where the condition holds, else the right one; with numpy broadcasting. */
public record Where(Value condition, Value left, Value right, Value output, SourceRef source)
    implements Op {
  @Override
  public List<Value> inputs() {
    return List.of(condition, left, right);
  }

  @Override
  public Where with(List<Value> inputs, Value newOutput) {
    return new Where(inputs.get(0), inputs.get(1), inputs.get(2), newOutput, source);
  }

  @Override
  public String mnemonic() {
    return "where";
  }

  @Override
  public String attributes() {
    return "";
  }

  @Override
  public Shape inferShape() {
    Shapes.require(
        condition.type().dtype() == DType.BOOL,
        "a condition of %s elements",
        condition.type().dtype().irName());
    Shapes.require(
        left.type().dtype() == right.type().dtype(),
        "a choice of %s and %s elements",
        left.type().dtype().irName(),
        right.type().dtype().irName());
    return Shapes.broadcast(condition.shape(), Shapes.broadcast(left.shape(), right.shape()));
  }

  @Override
  public DType inferDType() {
    return left.type().dtype();
  }
}
