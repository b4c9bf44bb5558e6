package dev.upcall.compiler.floats;

import dev.upcall.compiler.ir.op.Add;
import dev.upcall.compiler.ir.op.AveragePool2D;
import dev.upcall.compiler.ir.op.BatchNormalization;
import dev.upcall.compiler.ir.op.Clamp;
import dev.upcall.compiler.ir.op.Concat;
import dev.upcall.compiler.ir.op.Conv2D;
import dev.upcall.compiler.ir.op.DepthwiseConv2D;
import dev.upcall.compiler.ir.op.FullyConnected;
import dev.upcall.compiler.ir.op.Gather;
import dev.upcall.compiler.ir.op.MaxPool2D;
import dev.upcall.compiler.ir.op.Mean;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.ir.op.Pad;
import dev.upcall.compiler.ir.op.Recurrent;
import dev.upcall.compiler.ir.op.Reshape;
import dev.upcall.compiler.ir.op.Resize2D;
import dev.upcall.compiler.ir.op.Slice;
import dev.upcall.compiler.ir.op.Softmax;
import dev.upcall.compiler.ir.op.TopK;
import dev.upcall.compiler.ir.op.Transpose;
import dev.upcall.compiler.ir.op.TransposeConv2D;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The float kernel of every operator. A test holds this table complete. */
public final class FloatKernels {
  private final Map<Class<? extends Op>, FloatKernel<? extends Op>> kernels = new HashMap<>();

  public FloatKernels() {
    put(Add.class, new AddFloat());
    put(AveragePool2D.class, new AveragePool2DFloat());
    put(BatchNormalization.class, new BatchNormalizationFloat());
    put(Clamp.class, new ClampFloat());
    put(Concat.class, new ConcatFloat());
    put(Conv2D.class, new Conv2DFloat());
    put(DepthwiseConv2D.class, new DepthwiseConv2DFloat());
    put(FullyConnected.class, new FullyConnectedFloat());
    put(Gather.class, new GatherFloat());
    put(MaxPool2D.class, new MaxPool2DFloat());
    put(Mean.class, new MeanFloat());
    put(Pad.class, new PadFloat());
    put(Recurrent.class, new RecurrentFloat());
    put(Reshape.class, (op, operands) -> operands.get(0).clone());
    put(Resize2D.class, new Resize2DFloat());
    put(Slice.class, new SliceFloat());
    put(Softmax.class, new SoftmaxFloat());
    put(TopK.class, new TopKFloat());
    put(Transpose.class, new TransposeFloat());
    put(TransposeConv2D.class, new TransposeConv2DFloat());
  }

  /** The elements of {@code op}'s output. */
  public float[] run(Op op, List<float[]> operands) {
    return kernel(op).run(op, operands);
  }

  /** The operators that have a kernel. */
  Set<Class<? extends Op>> operators() {
    return Collections.unmodifiableSet(kernels.keySet());
  }

  private <O extends Op> void put(Class<O> type, FloatKernel<O> kernel) {
    kernels.put(type, kernel);
  }

  /** The cast holds because {@link #put} pairs a class with a kernel of that class. */
  @SuppressWarnings("unchecked")
  private FloatKernel<Op> kernel(Op op) {
    return (FloatKernel<Op>) kernels.get(op.getClass());
  }
}
