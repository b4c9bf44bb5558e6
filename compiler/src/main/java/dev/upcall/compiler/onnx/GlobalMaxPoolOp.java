package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.ShapeException;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Activation;
import dev.upcall.compiler.ir.op.MaxPool2D;
import dev.upcall.compiler.ir.op.Window;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** One window over all axes behind [N,C]. */
final class GlobalMaxPoolOp implements OnnxOp {
  @Override
  public OpSpec spec() {
    return OpSpec.of("GlobalMaxPool", 1);
  }

  @Override
  public void convert(NodeContext node) {
    Value input = node.input(0);
    Shape in = input.shape();
    if (in.rank() < 3) {
      throw new ShapeException("pooling of " + in);
    }
    int pixels = new Shape(in.dims().subList(2, in.rank())).size();
    Value plane =
        in.rank() == 4 ? input : node.reshape(input, Shape.of(in.dim(0), in.dim(1), 1, pixels));
    Value pooled =
        Spatial.apply(
            node,
            plane,
            x ->
                node.add(
                    output ->
                        new MaxPool2D(
                            x,
                            x.shape().dim(1),
                            x.shape().dim(2),
                            Window.unit(),
                            Activation.NONE,
                            output,
                            node.source())));
    List<Integer> dims = new ArrayList<>(Collections.nCopies(in.rank(), 1));
    dims.set(0, in.dim(0));
    dims.set(1, in.dim(1));
    node.result(node.reshape(pooled, new Shape(dims)));
  }
}
