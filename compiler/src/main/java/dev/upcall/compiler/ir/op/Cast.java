package dev.upcall.compiler.ir.op;

import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.SourceRef;
import dev.upcall.compiler.ir.Value;
import java.util.List;

/**
 * The same numbers as elements of another type: floats towards 0, integers by their low bits,
 * whatever is not 0 as true.
 */
public record Cast(Value input, DType type, Value output, SourceRef source) implements Op {
  @Override
  public List<Value> inputs() {
    return List.of(input);
  }

  @Override
  public Cast with(List<Value> inputs, Value newOutput) {
    return new Cast(inputs.get(0), type, newOutput, source);
  }

  @Override
  public String mnemonic() {
    return "cast";
  }

  @Override
  public String attributes() {
    return "";
  }

  @Override
  public Shape inferShape() {
    return input.shape();
  }

  @Override
  public DType inferDType() {
    return type;
  }
}
