package dev.upcall.compiler.ir.op;

import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.SourceRef;
import dev.upcall.compiler.ir.Value;
import java.util.List;

/**
 * One operator. The same name serves the record, the reference kernel, the C function, the template
 * and the test folder. Spatial operators take and give [N,H,W,C].
 */
public sealed interface Op
    permits Add,
        ArgReduce,
        AveragePool2D,
        BatchNormalization,
        Binary,
        Cast,
        Clamp,
        Concat,
        Conv2D,
        DepthwiseConv2D,
        FullyConnected,
        Gather,
        L2Normalization,
        LogSoftmax,
        MatMul,
        MaxPool2D,
        Mean,
        Pad,
        Recurrent,
        Reduce,
        Reshape,
        Resize2D,
        Slice,
        Softmax,
        Standardize,
        TopK,
        Transpose,
        TransposeConv2D,
        Unary,
        Where {
  /** All operands, activations first, then constants. */
  List<Value> inputs();

  Value output();

  SourceRef source();

  /**
   * This operator with {@code inputs} and {@code output} in place of its own, in the same order.
   */
  Op with(List<Value> inputs, Value output);

  /** The operator's name in the text IR, e.g. {@code conv2d}. */
  String mnemonic();

  /** What the text IR prints after the operands, e.g. {@code stride=2 act=relu}; may be empty. */
  String attributes();

  /**
   * The shape the output must have, from the operands' shapes and the attributes.
   *
   * @throws dev.upcall.compiler.ir.ShapeException if the operands do not fit together
   */
  Shape inferShape();

  /** The output's element type in a graph that is not quantised; most keep their operand's. */
  default DType inferDType() {
    return inputs().get(0).type().dtype();
  }
}
