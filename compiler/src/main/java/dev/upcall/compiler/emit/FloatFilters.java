package dev.upcall.compiler.emit;

import dev.upcall.compiler.ir.ConstantData;
import dev.upcall.compiler.ir.op.Activation;
import dev.upcall.compiler.ir.op.Linear;
import java.util.List;
import java.util.Optional;

/** What float kernels with weights share. */
final class FloatFilters {
  private static final int BLOCK = 4;

  private FloatFilters() {}

  /**
   * The fields {@code block}, {@code weights}, {@code bias} and {@code range}. Constant weights are
   * laid in the order in which {@code upcall_dot_f32} reads them: filters of a group in blocks of 4
   * and then of 1, within a block tap by tap. Computed ones are read as they lie.
   *
   * @param groups runs of filters that no block crosses
   */
  static List<String> fields(Linear op, int groups, LayerDraft draft) {
    Optional<ConstantData> weights = draft.constant(op.weights());
    return List.of(
        ".block = " + (weights.isPresent() ? BLOCK : 1),
        ".weights = "
            + (weights.isPresent()
                ? draft.array("values", blocks(op, weights.get().toFloats(), groups))
                : draft.address(op.weights())),
        ".bias = " + draft.address(op.bias()),
        range(op.activation()));
  }

  private static ConstantData blocks(Linear op, float[] weights, int groups) {
    int filters = op.weights().shape().dim(0);
    int taps = weights.length / filters;
    int groupSize = filters / groups;
    float[] blocks = new float[weights.length];
    int lanes;
    for (int filter = 0; filter < filters; filter += lanes) {
      int left = groupSize - filter % groupSize;
      lanes = left >= BLOCK ? BLOCK : 1;
      for (int tap = 0; tap < taps; tap++) {
        for (int lane = 0; lane < lanes; lane++) {
          blocks[filter * taps + tap * lanes + lane] = weights[(filter + lane) * taps + tap];
        }
      }
    }
    return ConstantData.ofFloats(blocks);
  }

  /** The field {@code range}. */
  static String range(Activation activation) {
    return ".range = {.min = "
        + CLiteral.real(activation.min())
        + ", .max = "
        + CLiteral.real(activation.max())
        + "}";
  }
}
