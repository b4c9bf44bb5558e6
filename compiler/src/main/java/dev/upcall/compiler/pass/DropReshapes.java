package dev.upcall.compiler.pass;

import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.ir.op.Reshape;

/** Drops reshapes that change nothing, and makes one of two in a row. */
final class DropReshapes implements Pass {
  @Override
  public String name() {
    return "drop-reshapes";
  }

  @Override
  public Graph run(Graph graph) {
    Rewriter rewriter = new Rewriter(graph);
    for (Op original : graph.ops()) {
      Op op = rewriter.resolve(original);
      if (op instanceof Reshape reshape) {
        Value source =
            rewriter
                .producer(reshape.input(), Reshape.class)
                .map(Reshape::input)
                .orElse(reshape.input());
        if (source.shape().equals(reshape.output().shape())) {
          rewriter.replace(reshape.output(), source);
        } else {
          rewriter.emit(new Reshape(source, reshape.output(), reshape.source()));
        }
      } else {
        rewriter.emit(op);
      }
    }
    return rewriter.build();
  }
}
