package dev.upcall.compiler.pass;

import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Binary;
import dev.upcall.compiler.ir.op.BinaryKind;
import dev.upcall.compiler.ir.op.Cast;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.ir.op.UnaryKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads how a model says that it is quantised. The importer writes QuantizeLinear as division,
 * rounding, shift and saturation to integers, and DequantizeLinear as the way back; here the first
 * becomes one {@link UnaryKind#FAKE_QUANTIZE} and the second nothing: what is computed of the
 * integers in between is computed of the real numbers that they stand for.
 *
 * <p>Only 8 bits with one constant scale; whatever else there is of integers stays as it is. Needs
 * folded constants.
 */
final class ReadQuantization implements Pass {
  @Override
  public String name() {
    return "read-quantization";
  }

  @Override
  public Graph run(Graph graph) {
    Rewriter rewriter = new Rewriter(graph);
    IntegerMeanings meanings = new IntegerMeanings(rewriter);
    List<Value> inputs = new ArrayList<>();
    for (Value input : graph.inputs()) {
      inputs.add(input(graph, rewriter, meanings, input));
    }
    for (Op original : graph.ops()) {
      Op op = rewriter.resolve(original);
      rewriter.emit(op);
      Optional<QuantizeChain> chain =
          op instanceof Cast cast ? QuantizeChain.of(rewriter, cast) : Optional.empty();
      if (chain.isPresent()) {
        meanings.define(op, chain.get());
      } else {
        meanings.follow(op);
      }
    }
    Graph result = rewriter.build(inputs, graph.outputs().stream().map(meanings::realOf).toList());
    return isClosed(result, graph.inputs()) ? result : graph;
  }

  /** Of an input of integers the real numbers that all its readers take it for. */
  private static Value input(
      Graph graph, Rewriter rewriter, IntegerMeanings meanings, Value input) {
    DType type = input.type().dtype();
    if (type != DType.INT8 && type != DType.UINT8) {
      return input;
    }
    Optional<Op> cast = reader(graph, input, Cast.class);
    Optional<Binary> shift =
        cast.flatMap(op -> reader(graph, op.output(), Binary.class))
            .map(Binary.class::cast)
            .filter(op -> op.kind() == BinaryKind.SUB);
    Optional<Float> zeroPoint =
        shift
            .map(Binary::right)
            .map(v -> QuantizeChain.single(rewriter, v))
            .orElse(Optional.of(0f));
    Optional<Float> scale =
        shift
            .map(Op.class::cast)
            .or(() -> cast)
            .flatMap(op -> reader(graph, op.output(), Binary.class))
            .map(Binary.class::cast)
            .filter(op -> op.kind() == BinaryKind.MUL)
            .flatMap(op -> QuantizeChain.single(rewriter, op.right()));
    if (zeroPoint.isEmpty() || scale.isEmpty() || !(scale.get() > 0)) {
      return input;
    }
    return meanings.input(input, scale.get(), Math.round(zeroPoint.get()), cast.get());
  }

  private static Optional<Op> reader(Graph graph, Value value, Class<? extends Op> type) {
    return graph.ops().stream()
        .filter(op -> type.isInstance(op) && op.inputs().get(0).equals(value))
        .findFirst();
  }

  /** Whether nothing reads an input that is gone: as integers, which nothing is said about. */
  private static boolean isClosed(Graph result, List<Value> before) {
    return before.stream()
        .filter(input -> !result.inputs().contains(input))
        .noneMatch(input -> result.ops().stream().anyMatch(op -> op.inputs().contains(input)));
  }
}
