package dev.upcall.compiler.ir.op;

import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.SourceRef;
import dev.upcall.compiler.ir.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * The first {@code k} of each row along the last axis, sorted; of equal elements the one with the
 * lower index comes first. Values and indices are two operators.
 *
 * @param largest whether the largest come first, or the smallest
 * @param indices whether the output is their int32 indices, or the elements themselves
 */
public record TopK(
    Value input, int k, boolean largest, boolean indices, Value output, SourceRef source)
    implements Op {
  @Override
  public List<Value> inputs() {
    return List.of(input);
  }

  @Override
  public TopK with(List<Value> inputs, Value newOutput) {
    return new TopK(inputs.get(0), k, largest, indices, newOutput, source);
  }

  @Override
  public String mnemonic() {
    return "top_k";
  }

  @Override
  public String attributes() {
    return new AttributeText()
        .add("k", k)
        .addUnless(true, "largest", largest)
        .addUnless(false, "indices", indices)
        .toString();
  }

  @Override
  public Shape inferShape() {
    Shape in = input.shape();
    Shapes.require(in.rank() >= 1 && k >= 1 && k <= in.dim(-1), "the first %d of %s", k, in);
    List<Integer> dims = new ArrayList<>(in.dims());
    dims.set(dims.size() - 1, k);
    return new Shape(dims);
  }

  @Override
  public DType inferDType() {
    return indices ? DType.INT32 : input.type().dtype();
  }
}
