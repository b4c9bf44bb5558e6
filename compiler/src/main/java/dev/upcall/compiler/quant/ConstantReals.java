package dev.upcall.compiler.quant;

import dev.upcall.compiler.floats.Tensor;
import dev.upcall.compiler.ir.ConstantData;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Linear;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.core.tensor.QParams;
import java.util.List;
import java.util.Map;

/** What quantised constants stand for. */
public final class ConstantReals {
  private ConstantReals() {}

  /**
   * The real elements of a constant operand of {@code op}; integers, such as indices, as they are.
   *
   * @param constants by value id, as in {@link Graph#constants}
   */
  public static Tensor of(Op op, Value operand, Map<Integer, ConstantData> constants) {
    ConstantData data = constants.get(operand.id());
    List<QParams> quantization = operand.type().quantization();
    // Rows of a recurrent layer's matrices and elements of a bias lie side by side.
    boolean weights = op instanceof Linear linear && linear.weights().id() == operand.id();
    if (quantization.isEmpty()) {
      return Tensor.of(data);
    }
    float[] reals = new float[data.length()];
    for (int i = 0; i < reals.length; i++) {
      int channel = 0;
      if (quantization.size() > 1) {
        channel =
            weights ? ((Linear) op).outputChannel(i) : i / (reals.length / quantization.size());
      }
      QParams q = quantization.get(channel);
      reals[i] = (float) (q.scale() * (double) (data.intAt(i) - q.zeroPoint()));
    }
    return Tensor.of(reals);
  }
}
