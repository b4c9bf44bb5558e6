package dev.upcall.compiler.emit;

import dev.upcall.compiler.emit.Layers.Layer;
import dev.upcall.compiler.ir.ConstantData;
import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.kernel.KernelChoice;
import dev.upcall.compiler.kernel.KernelProgram;
import dev.upcall.compiler.kernel.ProductStripes;
import dev.upcall.compiler.kernel.RiceCode;
import dev.upcall.compiler.plan.MemoryPlan;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which layers' weights are compressed in flash, and how. */
public final class PackedWeights {
  /** What the call that decodes a layer's weights takes of its code. */
  private static final int CALL_BYTES = 32;

  /** What the decoder takes, rounded up. */
  private static final int DECODER_BYTES = 160;

  /** What is decoded at most, lest the arena grow by more than flash shrinks. */
  private static final int MAX_BYTES = ProductStripes.BYTES + ProductStripes.BYTES / 8;

  /** The part of its weights that has to be saved, for the time and memory that decoding takes. */
  private static final int LEAST = 8;

  private PackedWeights() {}

  /**
   * The plan's program with the layers marked whose compressed weights take less flash; empty if
   * that does not pay for the decoder.
   */
  public static Optional<KernelProgram> choose(MemoryPlan plan) {
    List<KernelChoice> steps = new ArrayList<>();
    List<Layer> layers = Layers.of(plan);
    int layer = 0;
    int saved = -DECODER_BYTES;
    for (int i = 0; i < plan.program().steps().size(); i++) {
      KernelChoice step = plan.program().steps().get(i);
      if (step.isView()) {
        steps.add(step);
        continue;
      }
      Optional<CArray> values = values(layers.get(layer++));
      int gain = plan.segment(i).isPresent() ? 0 : values.map(PackedWeights::gain).orElse(0);
      steps.add(gain > 0 ? step.withPacked(values.orElseThrow().bytes()) : step);
      saved += gain;
    }
    return saved > 0
        ? Optional.of(new KernelProgram(plan.program().model(), steps, plan.program().refusals()))
        : Optional.empty();
  }

  /** The array that holds a layer's weights, if its kernel can read them from RAM. */
  static Optional<CArray> values(Layer layer) {
    String name = layer.c().head().weights() + "_values";
    return layer.arrays().stream()
        .filter(array -> array.name().equals(name) && !array.inFlash())
        .findFirst();
  }

  private static int gain(CArray values) {
    int saved = values.bytes() - RiceCode.of(bytes(values)).packedBytes() - CALL_BYTES;
    return values.bytes() <= MAX_BYTES && saved >= values.bytes() / LEAST ? saved : 0;
  }

  /** As the target has them in memory. */
  static byte[] bytes(CArray array) {
    ConstantData data = array.data();
    if (data.dtype() != DType.INT32) {
      return data.toBytes();
    }
    ByteBuffer bytes = ByteBuffer.allocate(array.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asIntBuffer().put(data.toInts());
    return bytes.array();
  }
}
