package dev.upcall.compiler.kernel;

import dev.upcall.compiler.ir.op.Linear;
import java.util.Optional;

/** Kernels that take less memory than those chosen first, and more instructions. */
public final class LeanKernels {
  private LeanKernels() {}

  /** One with less scratch for the same operator, if there is one. */
  public static Optional<KernelChoice> instead(KernelChoice choice) {
    boolean vector = choice.function().filter(DspKernels.FULLY_CONNECTED::equals).isPresent();
    return vector && choice.packedBytes() == 0 && choice.shortForm().isPresent()
        ? Optional.of(inParts(choice)).filter(lean -> lean.scratchBytes() < choice.scratchBytes())
        : Optional.empty();
  }

  private static KernelChoice inParts(KernelChoice choice) {
    return new KernelChoice(
        choice.op(),
        Optional.of(DspKernels.PARTS),
        choice.overlaps(),
        choice.inPlace(),
        partsOf((Linear) choice.op()).scratchBytes(),
        choice.proved());
  }

  /** How {@link DspKernels#PARTS} computes an operator. */
  public static VectorParts partsOf(Linear op) {
    int channels = op.bias().shape().size();
    return new VectorParts(op.weights().shape().size() / channels, channels);
  }
}
