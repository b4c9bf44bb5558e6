package dev.upcall.compiler.ir.op;

import dev.upcall.compiler.ir.SourceRef;
import dev.upcall.compiler.ir.Value;
import java.util.List;

/**
 * One operator. The same name serves the record, the reference kernel, the C function, the template
 * and the test folder. Spatial operators take and give [N,H,W,C].
 */
public sealed interface Op
    permits Add,
        AveragePool2D,
        BatchNormalization,
        Clamp,
        Conv2D,
        DepthwiseConv2D,
        FullyConnected,
        MaxPool2D,
        Mean,
        Pad,
        Reshape,
        Softmax,
        Transpose {
  /** All operands, activations first, then constants. */
  List<Value> inputs();

  Value output();

  SourceRef source();

  /**
   * This operator with {@code inputs} and {@code output} in place of its own, in the same order.
   */
  Op with(List<Value> inputs, Value output);
}
