package dev.upcall.compiler.pass;

import dev.upcall.compiler.floats.FloatKernels;
import dev.upcall.compiler.floats.Tensor;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.core.diagnostic.Diagnostic;
import java.util.List;

/** Computes what follows from constants alone, such as transposed weights. */
final class FoldConstants implements Pass {
  private final FloatKernels kernels = new FloatKernels();

  @Override
  public String name() {
    return "fold-constants";
  }

  @Override
  public Graph run(Graph graph) {
    Rewriter rewriter = new Rewriter(graph);
    for (Op original : graph.ops()) {
      Op op = rewriter.resolve(original);
      if (op.inputs().stream().allMatch(rewriter::isConstant)) {
        List<Tensor> operands =
            op.inputs().stream().map(v -> Tensor.of(rewriter.constant(v))).toList();
        Tensor result = kernels.run(op, operands);
        requireFinite(op, result);
        // Named after the operand: @conv1.weight stays @conv1.weight when it is transposed.
        String name = op.inputs().get(0).name();
        rewriter.replace(
            op.output(), rewriter.constant(name, op.output().shape(), result.toConstant()));
      } else {
        rewriter.emit(op);
      }
    }
    return rewriter.build();
  }

  private static void requireFinite(Op op, Tensor result) {
    if (result.dtype().isInteger()) {
      return;
    }
    for (float element : result.floats()) {
      if (!Float.isFinite(element)) {
        throw Diagnostic.of(PassCode.NOT_FINITE)
            .at("%s", op.source())
            .found("%s", element)
            .need("finite numbers")
            .fix("check the weights of this node")
            .toException();
      }
    }
  }
}
