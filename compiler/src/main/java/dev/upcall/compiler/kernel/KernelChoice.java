package dev.upcall.compiler.kernel;

import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Op;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * An operator and the C function that computes it.
 *
 * @param function name of the C function, and of its file; empty for a view, whose output is memory
 *     of its operands: all of it under other dimensions, a part of it, or all of theirs
 * @param overlaps operands whose memory the output may reuse while they are read; all others must
 *     not share memory with the output
 * @param inPlace the output may begin where the first operand does, which is at least as large
 * @param scratchBytes memory of words that is the kernel's own while it runs, apart from operands
 *     and output
 * @param proved the cheaper arithmetic that the kernel computes with, if it does
 * @param packedBytes of weights that are compressed in flash and decoded to the end of the scratch
 *     first; 0 if they are not
 */
public record KernelChoice(
    Op op,
    Optional<String> function,
    List<Overlap> overlaps,
    boolean inPlace,
    int scratchBytes,
    Optional<? extends Proved> proved,
    int packedBytes) {
  private static final int WORD = 4;

  /**
   * Leave to write the output over an operand that nobody reads afterwards.
   *
   * @param clearance bytes by which the output's first byte must lie before the operand's first
   *     byte, or behind it, so that no unread byte is overwritten; at least 0
   * @param behind the kernel goes from the last element to the first
   */
  public record Overlap(Value operand, int clearance, boolean behind) {
    public Overlap {
      Objects.requireNonNull(operand);
      if (clearance < 0) {
        throw new IllegalArgumentException("clearance " + clearance);
      }
    }

    /** Of a kernel that goes from the first element to the last. */
    public Overlap(Value operand, int clearance) {
      this(operand, clearance, false);
    }

    /** Whether the places of output and operand are those that are left. */
    public boolean holds(int outputOffset, int operandOffset) {
      int before = operandOffset - outputOffset;
      return (behind ? -before : before) >= clearance;
    }
  }

  public KernelChoice {
    Objects.requireNonNull(op);
    Objects.requireNonNull(function);
    overlaps = List.copyOf(overlaps);
    Objects.requireNonNull(proved);
    if (scratchBytes < 0) {
      throw new IllegalArgumentException("scratch " + scratchBytes);
    }
  }

  /** With weights as they are. */
  public KernelChoice(
      Op op,
      Optional<String> function,
      List<Overlap> overlaps,
      boolean inPlace,
      int scratchBytes,
      Optional<? extends Proved> proved) {
    this(op, function, overlaps, inPlace, scratchBytes, proved, 0);
  }

  static KernelChoice of(Op op, String function, Overlap... overlaps) {
    return new KernelChoice(
        op, Optional.of(function), List.of(overlaps), false, 0, Optional.empty());
  }

  static KernelChoice view(Op op) {
    return new KernelChoice(op, Optional.empty(), List.of(), false, 0, Optional.empty());
  }

  /** The same without a function: its output lies where its operands do. */
  public KernelChoice asView() {
    return view(op);
  }

  /** The same with cheaper arithmetic, if there is some. */
  KernelChoice with(Optional<? extends Proved> form) {
    return new KernelChoice(op, function, overlaps, inPlace, scratchBytes, form, packedBytes);
  }

  /** The same with memory that is the kernel's own. */
  KernelChoice withScratch(int bytes) {
    return new KernelChoice(op, function, overlaps, inPlace, bytes, proved);
  }

  /** The same with weights, so many bytes when decoded, that are compressed in flash. */
  public KernelChoice withPacked(int bytes) {
    int own = (scratchBytes + WORD - 1) / WORD * WORD;
    int decoded = (bytes + WORD - 1) / WORD * WORD;
    return new KernelChoice(op, function, overlaps, inPlace, own + decoded, proved, decoded);
  }

  /** The short requantisation that the kernel computes with. */
  public Optional<ShortForm> shortForm() {
    return proved.filter(ShortForm.class::isInstance).map(ShortForm.class::cast);
  }

  /** The sum that the kernel computes with. */
  public Optional<SumForm> sumForm() {
    return proved.filter(SumForm.class::isInstance).map(SumForm.class::cast);
  }

  /** The rounding that the kernel computes with, once for an output. */
  public Optional<RoundingForm> roundingForm() {
    return proved.filter(RoundingForm.class::isInstance).map(RoundingForm.class::cast);
  }

  public boolean isView() {
    return function.isEmpty();
  }
}
