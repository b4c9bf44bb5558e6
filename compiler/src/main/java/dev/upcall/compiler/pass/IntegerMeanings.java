package dev.upcall.compiler.pass;

import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Activation;
import dev.upcall.compiler.ir.op.Binary;
import dev.upcall.compiler.ir.op.BinaryKind;
import dev.upcall.compiler.ir.op.Cast;
import dev.upcall.compiler.ir.op.Concat;
import dev.upcall.compiler.ir.op.Gather;
import dev.upcall.compiler.ir.op.Linear;
import dev.upcall.compiler.ir.op.MaxPool2D;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.ir.op.Pad;
import dev.upcall.compiler.ir.op.Reshape;
import dev.upcall.compiler.ir.op.Slice;
import dev.upcall.compiler.ir.op.Transpose;
import dev.upcall.compiler.ir.op.Unary;
import dev.upcall.compiler.ir.op.UnaryKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which real numbers a graph's integers stand for, and floats that hold such integers: value = real
 * / step + zero. Follows them through operators that are as well done on the real numbers, which it
 * adds to the graph; the integers' own operators die when nothing reads them any more.
 */
final class IntegerMeanings {
  /** Value = real / step + zero. */
  private record Meaning(Value real, double step, double zero) {
    Meaning of(Value other) {
      return new Meaning(other, step, zero);
    }

    boolean isAlike(Meaning other) {
      return step == other.step && zero == other.zero;
    }
  }

  private final Rewriter rewriter;
  private final Map<Integer, Meaning> meanings = new HashMap<>();

  IntegerMeanings(Rewriter rewriter) {
    this.rewriter = rewriter;
  }

  /** Notes what a quantisation, the last of whose operators is {@code op}, makes. */
  void define(Op op, QuantizeChain chain) {
    Value rounded = rounded(op.output(), chain, op);
    meanings.put(op.output().id(), new Meaning(rounded, chain.scale(), chain.zeroPoint()));
  }

  /**
   * The input of real numbers in place of one of integers.
   *
   * @param first the operator that reads it first, for the origin
   */
  Value input(Value input, float scale, int zeroPoint, Op first) {
    Value reals = rewriter.newFloat(input.name(), input.shape());
    DType type = input.type().dtype();
    Value rounded = rounded(input, new QuantizeChain(reals, scale, zeroPoint, type), first);
    meanings.put(input.id(), new Meaning(rounded, scale, zeroPoint));
    return reals;
  }

  private Value rounded(Value like, QuantizeChain chain, Op op) {
    return rewriter.add(
        like,
        chain.real().shape(),
        out ->
            new Unary(
                UnaryKind.FAKE_QUANTIZE,
                chain.real(),
                chain.scale(),
                chain.signedZeroPoint(),
                out,
                op.source()));
  }

  /** What an integer stands for; the value itself where that is not known. */
  Value realOf(Value value) {
    Meaning meaning = meanings.get(rewriter.resolve(value).id());
    return meaning != null && value.type().dtype().isInteger() ? meaning.real() : value;
  }

  /** Notes what the output of {@code op}, which the graph has now, stands for. */
  void follow(Op op) {
    Meaning first = op.inputs().isEmpty() ? null : meanings.get(op.inputs().get(0).id());
    if (op instanceof Concat concat) {
      join(concat);
    } else if (first == null) {
      return;
    } else if (op instanceof Cast) {
      // To float and back, and what an integer product's sums are stored in: all exact.
      meanings.put(op.output().id(), first);
    } else if (op instanceof Binary binary) {
      calculate(binary, first);
    } else if (op instanceof Linear linear) {
      multiply(op, linear, first);
    } else if (op instanceof Pad pad) {
      float value = (float) ((pad.value() - first.zero()) * first.step());
      Value real =
          rewriter.add(
              op.output(),
              op.output().shape(),
              out -> new Pad(first.real(), pad.padding(), value, out, pad.source()));
      meanings.put(op.output().id(), first.of(real));
    } else if (moves(op)) {
      List<Value> operands = new ArrayList<>(op.inputs());
      operands.set(0, first.real());
      meanings.put(op.output().id(), first.of(copy(op, operands)));
    }
  }

  private static boolean moves(Op op) {
    return op instanceof Reshape
        || op instanceof Transpose
        || op instanceof Slice
        || op instanceof Gather
        || op instanceof MaxPool2D;
  }

  private Value copy(Op op, List<Value> operands) {
    return rewriter.add(op.output(), op.output().shape(), out -> op.with(operands, out));
  }

  /** Operands may be constants of the same steps. */
  private void join(Concat concat) {
    Optional<Meaning> alike =
        concat.inputs().stream()
            .filter(operand -> meanings.containsKey(operand.id()))
            .map(operand -> meanings.get(operand.id()))
            .findFirst();
    if (alike.isEmpty()) {
      return;
    }
    List<Value> reals = new ArrayList<>();
    for (Value operand : concat.inputs()) {
      Meaning meaning = meanings.get(operand.id());
      if (meaning != null && meaning.isAlike(alike.get())) {
        reals.add(meaning.real());
      } else if (meaning == null && rewriter.isConstant(operand)) {
        reals.add(constant(operand, alike.get()));
      } else {
        return;
      }
    }
    meanings.put(concat.output().id(), alike.get().of(copy(concat, reals)));
  }

  private Value constant(Value integers, Meaning like) {
    long[] elements = rewriter.constant(integers).toLongs();
    float[] reals = new float[elements.length];
    for (int i = 0; i < reals.length; i++) {
      reals[i] = (float) ((elements[i] - like.zero()) * like.step());
    }
    return rewriter.constant(integers.name(), integers.shape(), reals);
  }

  /** Less the zero point, then times the step, it is the real number. */
  private void calculate(Binary op, Meaning first) {
    Optional<Float> constant = QuantizeChain.single(rewriter, op.right());
    if (op.kind() == BinaryKind.SUB && constant.isPresent()) {
      double zero = first.zero() - constant.get();
      meanings.put(op.output().id(), new Meaning(first.real(), first.step(), zero));
    } else if (op.kind() == BinaryKind.MUL
        && first.zero() == 0
        && rewriter.isConstant(op.right())) {
      rewriter.replace(op.output(), scaled(op, first));
    }
  }

  private Value scaled(Binary op, Meaning first) {
    float[] factors = rewriter.floats(op.right()).clone();
    boolean plain = op.output().shape().equals(first.real().shape());
    for (int i = 0; i < factors.length; i++) {
      plain &= factors[i] == first.step();
      factors[i] = (float) (factors[i] / first.step());
    }
    if (plain) {
      return first.real();
    }
    Shape shape = op.right().shape();
    Value factor = rewriter.constant(op.right().name(), shape, factors);
    return copy(op, List.of(first.real(), factor));
  }

  /** Sums of products of integers, as of ConvInteger and MatMulInteger: they have no bias. */
  private void multiply(Op op, Linear linear, Meaning first) {
    boolean plain =
        first.zero() == 0
            && linear.activation() == Activation.NONE
            && QuantizeChain.single(rewriter, linear.bias()).filter(b -> b == 0).isPresent();
    if (plain) {
      List<Value> operands = List.of(first.real(), linear.weights(), linear.bias());
      meanings.put(op.output().id(), first.of(copy(op, operands)));
    }
  }
}
