package dev.upcall.compiler.ir.op;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.SourceRef;
import dev.upcall.compiler.ir.Value;
import java.util.List;

/**
 * Interpolation of [N,H,W,C] along H and W: every output is the weighted sum of {@code
 * rows.count()} times {@code columns.count()} inputs. All of ONNX's and TFLite's coordinate modes,
 * linear and cubic, with or without antialiasing, are such sums; to the nearest element it is a
 * {@link Gather}.
 */
public record Resize2D(
    Value input, ResizeTaps rows, ResizeTaps columns, Value output, SourceRef source)
    implements Op {
  @Override
  public List<Value> inputs() {
    return List.of(input);
  }

  @Override
  public Resize2D with(List<Value> inputs, Value newOutput) {
    return new Resize2D(inputs.get(0), rows, columns, newOutput, source);
  }

  @Override
  public String mnemonic() {
    return "resize2d";
  }

  @Override
  public String attributes() {
    return new AttributeText().add("taps", rows.count() + "x" + columns.count()).toString();
  }

  @Override
  public Shape inferShape() {
    Shape in = Shapes.requireRank(input, 4, "input");
    Shapes.require(
        rows.fits(in.dim(1)) && columns.fits(in.dim(2)), "taps outside of the input %s", in);
    return Shape.of(in.dim(0), rows.size(), columns.size(), in.dim(3));
  }
}
