package dev.upcall.compiler.pass;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.TensorType;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Add;
import dev.upcall.compiler.ir.op.ArgReduce;
import dev.upcall.compiler.ir.op.Binary;
import dev.upcall.compiler.ir.op.Cast;
import dev.upcall.compiler.ir.op.Clamp;
import dev.upcall.compiler.ir.op.Concat;
import dev.upcall.compiler.ir.op.FullyConnected;
import dev.upcall.compiler.ir.op.Gather;
import dev.upcall.compiler.ir.op.L2Normalization;
import dev.upcall.compiler.ir.op.LogSoftmax;
import dev.upcall.compiler.ir.op.Mean;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.ir.op.Pad;
import dev.upcall.compiler.ir.op.Reduce;
import dev.upcall.compiler.ir.op.Reshape;
import dev.upcall.compiler.ir.op.Slice;
import dev.upcall.compiler.ir.op.Softmax;
import dev.upcall.compiler.ir.op.Standardize;
import dev.upcall.compiler.ir.op.TopK;
import dev.upcall.compiler.ir.op.Transpose;
import dev.upcall.compiler.ir.op.Unary;
import dev.upcall.compiler.ir.op.Where;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The walk of {@link SinkTransposes}: emits each operator by its rule, or as it is without one. */
final class Sinking {
  /** Chains of alternating reshapes and transpositions are taken apart up to this length. */
  private static final int MAX_DEPTH = 32;

  private final Rewriter rewriter;
  private final Map<Class<? extends Op>, SinkRule<? extends Op>> rules = new HashMap<>();
  private int depth;

  Sinking(Rewriter rewriter) {
    this.rewriter = rewriter;
    put(Transpose.class, new TransposeSink());
    put(Reshape.class, new ReshapeSink());
    put(Clamp.class, new ElementwiseSink());
    put(Unary.class, new ElementwiseSink());
    put(Cast.class, new ElementwiseSink());
    put(Softmax.class, new LastAxisSink());
    put(L2Normalization.class, new LastAxisSink());
    put(LogSoftmax.class, new LastAxisSink());
    put(Add.class, new PairSink());
    put(Binary.class, new PairSink());
    put(Mean.class, new AxesSink());
    put(Reduce.class, new AxesSink());
    put(ArgReduce.class, new AxesSink());
    put(Standardize.class, new AxesSink());
    put(Where.class, new PairSink());
    put(Pad.class, new PadSink());
    put(Concat.class, new ConcatSink());
    put(Slice.class, new SliceSink());
    put(Gather.class, new GatherSink());
    put(TopK.class, new LastAxisSink());
    put(FullyConnected.class, new FullyConnectedSink());
  }

  Rewriter rewriter() {
    return rewriter;
  }

  /**
   * Emits {@code op}, rewritten so that no transposition stands above it, where that is possible.
   */
  void sink(Op op) {
    depth++;
    SinkRule<Op> rule = rule(op);
    if (depth > MAX_DEPTH || rule == null || !rule.sink(op, this)) {
      rewriter.emit(op);
    }
    depth--;
  }

  /** Sinks an operator with a new output and gives what it computes. */
  Value sinkNew(Value like, Shape shape, Function<Value, Op> maker) {
    Op draft = maker.apply(rewriter.newFloat(like.name(), shape));
    Value output = draft.output().withType(TensorType.of(draft.inferDType(), shape));
    sink(draft.with(draft.inputs(), output));
    return rewriter.resolve(output);
  }

  /** Lets {@code output} be {@code inner} transposed as {@code above} did before. */
  void transposeBelow(Transpose above, Value inner, Value output) {
    sink(new Transpose(inner, above.permutation(), output, above.source()));
  }

  /** Lets {@code output} be a view of {@code inner}. */
  void reshapeBelow(Reshape above, Value inner, Value output) {
    sink(new Reshape(inner, output, above.source()));
  }

  Optional<Transpose> transposeAbove(Value value) {
    return rewriter.producer(value, Transpose.class);
  }

  Optional<Reshape> reshapeAbove(Value value) {
    return rewriter.producer(value, Reshape.class);
  }

  private <O extends Op> void put(Class<O> type, SinkRule<? super O> rule) {
    rules.put(type, (SinkRule<O>) rule::sink);
  }

  /** The cast holds because {@link #put} pairs a class with a rule for that class. */
  @SuppressWarnings("unchecked")
  private SinkRule<Op> rule(Op op) {
    return (SinkRule<Op>) rules.get(op.getClass());
  }
}
