package dev.upcall.compiler.pass;

import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Add;
import dev.upcall.compiler.ir.op.Clamp;
import dev.upcall.compiler.ir.op.FullyConnected;
import dev.upcall.compiler.ir.op.Mean;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.ir.op.Pad;
import dev.upcall.compiler.ir.op.Reshape;
import dev.upcall.compiler.ir.op.Softmax;
import dev.upcall.compiler.ir.op.Transpose;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Moves transpositions and reshapes down through the graph until they cancel each other, or end in
 * the weights of a matrix product:
 *
 * <pre>
 * op(transpose(x))                       → transpose(op(x))        for operators without fixed axes
 * transpose(transpose(x))                → one transpose, or none
 * fully_connected(reshape(transpose(x))) → fully_connected(reshape(x)) with its columns reordered
 * </pre>
 *
 * The importer puts a transposition before and behind each spatial operator, so that of the usual
 * convolutional network none is left.
 */
final class SinkTransposes implements Pass {
  @Override
  public String name() {
    return "sink-transposes";
  }

  @Override
  public Graph run(Graph graph) {
    Rewriter rewriter = new Rewriter(graph);
    Walk walk = new Walk(rewriter);
    graph.ops().forEach(op -> walk.sink(rewriter.resolve(op)));
    return rewriter.build();
  }

  /** Emits each operator, rewritten so that what stands above it is not a transposition. */
  private static final class Walk {
    /** Chains of alternating reshapes and transpositions are taken apart up to this length. */
    private static final int MAX_DEPTH = 32;

    private final Rewriter rewriter;
    private int depth;

    Walk(Rewriter rewriter) {
      this.rewriter = rewriter;
    }

    void sink(Op op) {
      depth++;
      if (depth > MAX_DEPTH || !rewrite(op)) {
        rewriter.emit(op);
      }
      depth--;
    }

    /** Emits operators in the place of {@code op} and says whether it did. */
    private boolean rewrite(Op op) {
      if (op instanceof Transpose transpose) {
        return transpose(transpose);
      }
      if (op instanceof Reshape reshape) {
        return reshape(reshape);
      }
      if (op instanceof Clamp) {
        return elementwise(op);
      }
      if (op instanceof Add add) {
        return add(add);
      }
      if (op instanceof Mean mean) {
        return mean(mean);
      }
      if (op instanceof Pad pad) {
        return pad(pad);
      }
      if (op instanceof Softmax softmax) {
        return softmax(softmax);
      }
      if (op instanceof FullyConnected product) {
        return product(product);
      }
      return false;
    }

    private boolean transpose(Transpose op) {
      Permutation permutation = new Permutation(op.permutation());
      Optional<Transpose> above = transposeAbove(op.input());
      if (above.isPresent()) {
        Permutation both = permutation.after(new Permutation(above.get().permutation()));
        sink(new Transpose(above.get().input(), both.axes(), op.output(), op.source()));
      } else if (permutation.isIdentity()) {
        rewriter.replace(op.output(), op.input());
      } else if (permutation.keepsOrder(op.input().shape())) {
        sink(new Reshape(op.input(), op.output(), op.source()));
      } else {
        return false;
      }
      return true;
    }

    private boolean reshape(Reshape op) {
      Optional<Reshape> above = reshapeAbove(op.input());
      Optional<Transpose> transpose = transposeAbove(op.input());
      if (op.input().shape().equals(op.output().shape())) {
        rewriter.replace(op.output(), op.input());
      } else if (above.isPresent()) {
        sink(new Reshape(above.get().input(), op.output(), op.source()));
      } else if (transpose.isPresent()
          && large(op.input().shape()).equals(large(op.output().shape()))) {
        reshapeAboveTranspose(op, transpose.get());
      } else {
        return false;
      }
      return true;
    }

    /** A reshape that only adds or drops axes of 1 goes above the transposition. */
    private void reshapeAboveTranspose(Reshape op, Transpose transpose) {
      Shape shape = op.output().shape();
      // The operand gets the new shape's axes of 1 first, then its own larger axes in their order.
      List<Integer> dims = new ArrayList<>(large(transpose.input().shape()));
      int ones = shape.rank() - dims.size();
      dims.addAll(0, Collections.nCopies(ones, 1));
      List<Integer> order =
          transpose.permutation().stream()
              .filter(axis -> transpose.input().shape().dim(axis) != 1)
              .toList();
      List<Integer> sorted = order.stream().sorted().toList();
      List<Integer> axes = new ArrayList<>();
      int nextOne = 0;
      int nextLarge = 0;
      for (int dim : shape.dims()) {
        axes.add(dim == 1 ? nextOne++ : ones + sorted.indexOf(order.get(nextLarge++)));
      }
      Value inner =
          sinkNew(
              transpose.input(),
              new Shape(dims),
              out -> new Reshape(transpose.input(), out, op.source()));
      sink(new Transpose(inner, axes, op.output(), op.source()));
    }

    private boolean elementwise(Op op) {
      Value input = op.inputs().get(0);
      Optional<Transpose> transpose = transposeAbove(input);
      Optional<Reshape> reshape = reshapeAbove(input);
      if (transpose.isPresent()) {
        Value x = transpose.get().input();
        Value inner = sinkNew(op.output(), x.shape(), out -> op.with(List.of(x), out));
        transposeBelow(transpose.get(), inner, op.output());
      } else if (reshape.isPresent()) {
        Value x = reshape.get().input();
        Value inner = sinkNew(op.output(), x.shape(), out -> op.with(List.of(x), out));
        sink(new Reshape(inner, op.output(), reshape.get().source()));
      } else {
        return false;
      }
      return true;
    }

    private boolean add(Add op) {
      boolean constantLeft = rewriter.isConstant(op.left());
      if (constantLeft || rewriter.isConstant(op.right())) {
        Value constant = constantLeft ? op.left() : op.right();
        return addConstant(op, constantLeft ? op.right() : op.left(), constant);
      }
      Optional<Transpose> left = transposeAbove(op.left());
      Optional<Transpose> right = transposeAbove(op.right());
      if (left.isPresent()
          && right.isPresent()
          && left.get().permutation().equals(right.get().permutation())) {
        Value inner = sinkAdd(op, left.get().input(), right.get().input());
        transposeBelow(left.get(), inner, op.output());
        return true;
      }
      Optional<Reshape> leftView = reshapeAbove(op.left());
      Optional<Reshape> rightView = reshapeAbove(op.right());
      if (leftView.isPresent()
          && rightView.isPresent()
          && op.left().shape().equals(op.right().shape())
          && leftView.get().input().shape().equals(rightView.get().input().shape())) {
        Value inner = sinkAdd(op, leftView.get().input(), rightView.get().input());
        sink(new Reshape(inner, op.output(), leftView.get().source()));
        return true;
      }
      return false;
    }

    private boolean addConstant(Add op, Value other, Value constant) {
      int size = constant.shape().size();
      Optional<Transpose> transpose = transposeAbove(other);
      if (transpose.isPresent() && constant.shape().rank() <= other.shape().rank()) {
        Permutation back = new Permutation(transpose.get().permutation()).inverse();
        Value moved = permuted(constant, withLeadingOnes(constant.shape(), other.shape()), back);
        Value inner = sinkAdd(op, transpose.get().input(), moved);
        transposeBelow(transpose.get(), inner, op.output());
        return true;
      }
      Optional<Reshape> reshape = reshapeAbove(other);
      boolean perChannel =
          reshape.isPresent()
              && op.output().shape().equals(other.shape())
              && reshape.get().input().shape().dim(-1) == other.shape().dim(-1)
              && (size == 1 || size == constant.shape().dim(-1));
      if (perChannel) {
        Value flat = rewriter.constant(constant.name(), Shape.of(size), rewriter.floats(constant));
        Value inner = sinkAdd(op, reshape.get().input(), flat);
        sink(new Reshape(inner, op.output(), reshape.get().source()));
      }
      return perChannel;
    }

    private Value sinkAdd(Add op, Value left, Value right) {
      Shape shape = new Add(left, right, op.activation(), op.output(), op.source()).inferShape();
      return sinkNew(
          op.output(), shape, out -> new Add(left, right, op.activation(), out, op.source()));
    }

    private boolean mean(Mean op) {
      Optional<Transpose> above = transposeAbove(op.input());
      if (above.isEmpty()) {
        return false;
      }
      Value x = above.get().input();
      Permutation permutation = new Permutation(above.get().permutation());
      List<Integer> axes = op.axes().stream().map(permutation.axes()::get).sorted().toList();
      Value inner =
          rewriter.add(op.output(), out -> new Mean(x, axes, op.keepDims(), out, op.source()));
      Permutation rest = op.keepDims() ? permutation : permutation.without(axes);
      sink(new Transpose(inner, rest.axes(), op.output(), above.get().source()));
      return true;
    }

    private boolean pad(Pad op) {
      Optional<Transpose> above = transposeAbove(op.input());
      if (above.isEmpty()) {
        return false;
      }
      Value x = above.get().input();
      List<Pad.Extent> padding =
          new Permutation(above.get().permutation()).inverse().apply(op.padding());
      Value inner =
          rewriter.add(op.output(), out -> new Pad(x, padding, op.value(), out, op.source()));
      transposeBelow(above.get(), inner, op.output());
      return true;
    }

    private boolean softmax(Softmax op) {
      int last = op.input().shape().rank() - 1;
      return transposeAbove(op.input()).filter(t -> t.permutation().get(last) == last).isPresent()
          && elementwise(op);
    }

    private boolean product(FullyConnected op) {
      Optional<Reshape> reshape = reshapeAbove(op.input());
      Optional<Transpose> transpose = reshape.flatMap(r -> transposeAbove(r.input()));
      if (transpose.isEmpty() || !rewriter.isConstant(op.weights())) {
        return false;
      }
      Value x = transpose.get().input();
      Permutation permutation = new Permutation(transpose.get().permutation());
      boolean keepsRows =
          permutation.axes().get(0) == 0 && x.shape().dim(0) == op.input().shape().dim(0);
      if (!keepsRows) {
        return false;
      }
      List<Integer> columns = new ArrayList<>(permutation.apply(x.shape()).dims());
      columns.set(0, op.weights().shape().dim(0));
      float[] moved =
          permutation.inverse().apply(new Shape(columns), rewriter.floats(op.weights()));
      Value weights = rewriter.constant(op.weights().name(), op.weights().shape(), moved);
      Value flat =
          sinkNew(
              op.input(), op.input().shape(), out -> new Reshape(x, out, reshape.get().source()));
      rewriter.emit(op.with(List.of(flat, weights, op.bias()), op.output()));
      return true;
    }

    private void transposeBelow(Transpose above, Value inner, Value output) {
      sink(new Transpose(inner, above.permutation(), output, above.source()));
    }

    /** Sinks an operator with a new output and gives what it computes. */
    private Value sinkNew(Value like, Shape shape, Function<Value, Op> maker) {
      Value output = rewriter.newFloat(like.name(), shape);
      sink(maker.apply(output));
      return rewriter.resolve(output);
    }

    private Value permuted(Value constant, Shape shape, Permutation permutation) {
      float[] moved = permutation.apply(shape, rewriter.floats(constant));
      return rewriter.constant(constant.name(), permutation.apply(shape), moved);
    }

    private Optional<Transpose> transposeAbove(Value value) {
      return rewriter.producer(value, Transpose.class);
    }

    private Optional<Reshape> reshapeAbove(Value value) {
      return rewriter.producer(value, Reshape.class);
    }

    private static Shape withLeadingOnes(Shape shape, Shape like) {
      List<Integer> dims = new ArrayList<>(shape.dims());
      dims.addAll(0, Collections.nCopies(like.rank() - shape.rank(), 1));
      return new Shape(dims);
    }

    /** The dimensions other than 1. */
    private static List<Integer> large(Shape shape) {
      return shape.dims().stream().filter(dim -> dim != 1).toList();
    }
  }
}
