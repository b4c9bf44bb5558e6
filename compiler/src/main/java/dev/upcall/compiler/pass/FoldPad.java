package dev.upcall.compiler.pass;

import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Conv2D;
import dev.upcall.compiler.ir.op.DepthwiseConv2D;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.ir.op.Pad;
import dev.upcall.compiler.ir.op.Window;
import java.util.Optional;

/** Zero padding of height and width directly before a convolution becomes the convolution's own. */
final class FoldPad implements Pass {
  private static final Pad.Extent NONE = new Pad.Extent(0, 0);

  @Override
  public String name() {
    return "fold-pad";
  }

  @Override
  public Graph run(Graph graph) {
    Rewriter rewriter = new Rewriter(graph);
    for (Op op : graph.ops()) {
      rewriter.emit(fold(rewriter, op));
    }
    return rewriter.build();
  }

  private static Op fold(Rewriter rewriter, Op op) {
    if (!(op instanceof Conv2D) && !(op instanceof DepthwiseConv2D)) {
      return op;
    }
    Optional<Pad> pad = rewriter.producer(op.inputs().get(0), Pad.class).filter(FoldPad::isSpatial);
    if (pad.isEmpty()) {
      return op;
    }
    Value x = pad.get().input();
    if (op instanceof Conv2D c) {
      return new Conv2D(
          x,
          c.weights(),
          c.bias(),
          padded(c.window(), pad.get()),
          c.groups(),
          c.activation(),
          c.output(),
          c.source());
    }
    DepthwiseConv2D d = (DepthwiseConv2D) op;
    return new DepthwiseConv2D(
        x,
        d.weights(),
        d.bias(),
        padded(d.window(), pad.get()),
        d.activation(),
        d.output(),
        d.source());
  }

  private static boolean isSpatial(Pad pad) {
    return pad.value() == 0
        && pad.padding().size() == 4
        && pad.padding().get(0).equals(NONE)
        && pad.padding().get(3).equals(NONE);
  }

  private static Window padded(Window w, Pad pad) {
    Pad.Extent h = pad.padding().get(1);
    Pad.Extent v = pad.padding().get(2);
    return new Window(
        w.strideH(),
        w.strideW(),
        w.dilationH(),
        w.dilationW(),
        w.padTop() + h.before(),
        w.padBottom() + h.after(),
        w.padLeft() + v.before(),
        w.padRight() + v.after());
  }
}
