package dev.upcall.compiler.pass;

import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Activated;
import dev.upcall.compiler.ir.op.Clamp;
import dev.upcall.compiler.ir.op.Concat;
import dev.upcall.compiler.ir.op.Gather;
import dev.upcall.compiler.ir.op.MaxPool2D;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.ir.op.Reshape;
import dev.upcall.compiler.ir.op.Slice;
import dev.upcall.compiler.ir.op.Transpose;
import dev.upcall.compiler.ir.op.Unary;
import dev.upcall.compiler.ir.op.UnaryKind;
import dev.upcall.core.tensor.QParams;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Moves quantisations up to the operator whose result they round, so that each stands right behind
 * one, and drops those that change nothing:
 *
 * <pre>
 * q(move(x))  → move(q(x))   for reshapes, transpositions, parts, joins and maximum pooling
 * q(q(x))     → q(x)         where both are the same, or the inner one is finer and wider
 * q(clamp(x)) → q(x)         where q saturates at the clamp's bounds or within
 * clamp(q(x)) → q(x)         where none of q's values lies outside
 * clamp(q(x)) → q(clamp(x))  elsewhere, so that the clamp goes into the operator before it
 * </pre>
 *
 * <p>Where a clamp's bound is no whole step, values there become the nearest; in the finer and
 * wider case they may be off by one step. All else stays the same.
 */
final class HoistQuantization implements Pass {
  @Override
  public String name() {
    return "hoist-quantization";
  }

  @Override
  public Graph run(Graph graph) {
    return new Walk(graph).run(graph);
  }

  /** A value in steps. */
  private record Rounded(int value, QParams steps) {}

  private static final class Walk {
    private final Rewriter rewriter;
    private final Map<Rounded, Value> known = new HashMap<>();

    Walk(Graph graph) {
      rewriter = new Rewriter(graph);
    }

    Graph run(Graph graph) {
      for (Op original : graph.ops()) {
        Op op = rewriter.resolve(original);
        Optional<Value> same =
            steps(op).map(q -> rounded(op.inputs().get(0), q, op)).or(() -> clamped(op));
        if (same.isPresent() && !same.get().equals(op.output())) {
          rewriter.replace(op.output(), same.get());
        } else if (same.isEmpty()) {
          rewriter.emit(op);
        }
      }
      return rewriter.build();
    }

    /** {@code x} in steps {@code q}, as {@code op} makes it. */
    private Value rounded(Value x, QParams q, Op op) {
      Rounded key = new Rounded(x.id(), q);
      Value found = known.get(key);
      if (found == null) {
        found = round(x, q, op);
        known.put(key, found);
        known.put(new Rounded(found.id(), q), found); // in these steps already
      }
      return found;
    }

    private Value round(Value x, QParams q, Op op) {
      Optional<Op> producer = rewriter.producer(x, Op.class);
      Optional<QParams> inner = producer.flatMap(HoistQuantization::steps);
      if (inner.filter(q::equals).isPresent()) {
        return x;
      }
      if (producer.isPresent() && rewriter.usedOnce(x)) {
        Op above = producer.get();
        if (inner.filter(i -> contains(i, q)).isPresent() || isWithin(q, above)) {
          return rounded(above.inputs().get(0), q, op);
        }
        if (moves(above)) {
          List<Value> operands = new ArrayList<>(above.inputs());
          int moved = above instanceof Concat ? operands.size() : 1;
          operands.subList(0, moved).replaceAll(operand -> rounded(operand, q, op));
          return rewriter.add(x, x.shape(), out -> above.with(operands, out));
        }
      }
      if (op.inputs().get(0).equals(x)) {
        rewriter.emit(op);
        return op.output();
      }
      return rewriter.add(x, x.shape(), out -> op.with(List.of(x), out));
    }

    /** A clamp of steps: nothing, or the steps of what it clamps. */
    private Optional<Value> clamped(Op op) {
      Optional<float[]> bounds = bounds(op);
      Optional<Op> producer = rewriter.producer(op.inputs().get(0), Op.class);
      Optional<QParams> steps = producer.flatMap(HoistQuantization::steps);
      if (bounds.isEmpty() || steps.isEmpty()) {
        return Optional.empty();
      }
      Op rounding = producer.get();
      QParams q = steps.get();
      if (bounds.get()[0] <= q.dequantize(-128) && q.dequantize(127) <= bounds.get()[1]) {
        return Optional.of(rounding.output());
      }
      if (!rewriter.usedOnce(rounding.output())) {
        return Optional.empty();
      }
      Value x = rounding.inputs().get(0);
      Value held = rewriter.add(op.output(), x.shape(), out -> op.with(List.of(x), out));
      return Optional.of(rounded(held, q, rounding));
    }
  }

  private static Optional<QParams> steps(Op op) {
    return op instanceof Unary unary && unary.kind() == UnaryKind.FAKE_QUANTIZE
        ? Optional.of(new QParams(unary.alpha(), Math.round(unary.beta())))
        : Optional.empty();
  }

  /** What an operator holds its operand within, if it does nothing else. */
  private static Optional<float[]> bounds(Op op) {
    if (op instanceof Clamp clamp) {
      Activated activated = clamp;
      return Optional.of(new float[] {activated.activation().min(), activated.activation().max()});
    }
    return op instanceof Unary unary && unary.kind() == UnaryKind.CLIP
        ? Optional.of(new float[] {unary.alpha(), unary.beta()})
        : Optional.empty();
  }

  /** Whether {@code q} saturates wherever {@code op} would. */
  private static boolean isWithin(QParams q, Op op) {
    return bounds(op)
        .filter(bounds -> q.quantize(bounds[0]) == -128 && q.quantize(bounds[1]) == 127)
        .isPresent();
  }

  private static boolean contains(QParams fine, QParams coarse) {
    return fine.scale() <= coarse.scale()
        && fine.dequantize(-128) <= coarse.dequantize(-128)
        && fine.dequantize(127) >= coarse.dequantize(127);
  }

  private static boolean moves(Op op) {
    return op instanceof Reshape
        || op instanceof Transpose
        || op instanceof Slice
        || op instanceof Gather
        || op instanceof MaxPool2D
        || op instanceof Concat;
  }
}
