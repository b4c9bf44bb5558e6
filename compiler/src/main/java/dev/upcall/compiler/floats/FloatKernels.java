package dev.upcall.compiler.floats;

import dev.upcall.compiler.ir.op.Add;
import dev.upcall.compiler.ir.op.ArgReduce;
import dev.upcall.compiler.ir.op.AveragePool2D;
import dev.upcall.compiler.ir.op.BatchNormalization;
import dev.upcall.compiler.ir.op.Binary;
import dev.upcall.compiler.ir.op.Cast;
import dev.upcall.compiler.ir.op.Clamp;
import dev.upcall.compiler.ir.op.Concat;
import dev.upcall.compiler.ir.op.Conv2D;
import dev.upcall.compiler.ir.op.DepthwiseConv2D;
import dev.upcall.compiler.ir.op.FullyConnected;
import dev.upcall.compiler.ir.op.Gather;
import dev.upcall.compiler.ir.op.L2Normalization;
import dev.upcall.compiler.ir.op.LogSoftmax;
import dev.upcall.compiler.ir.op.MatMul;
import dev.upcall.compiler.ir.op.MaxPool2D;
import dev.upcall.compiler.ir.op.Mean;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.ir.op.Pad;
import dev.upcall.compiler.ir.op.Recurrent;
import dev.upcall.compiler.ir.op.Reduce;
import dev.upcall.compiler.ir.op.Reshape;
import dev.upcall.compiler.ir.op.Resize2D;
import dev.upcall.compiler.ir.op.Slice;
import dev.upcall.compiler.ir.op.Softmax;
import dev.upcall.compiler.ir.op.Standardize;
import dev.upcall.compiler.ir.op.TopK;
import dev.upcall.compiler.ir.op.Transpose;
import dev.upcall.compiler.ir.op.TransposeConv2D;
import dev.upcall.compiler.ir.op.Unary;
import dev.upcall.compiler.ir.op.Where;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The kernel of every operator in a float graph. A test holds this table complete. */
public final class FloatKernels {
  private final Map<Class<? extends Op>, TensorKernel<? extends Op>> kernels = new HashMap<>();

  public FloatKernels() {
    tensors(Add.class, new AddFloat());
    tensors(ArgReduce.class, new ArgReduceFloat());
    floats(AveragePool2D.class, new AveragePool2DFloat());
    floats(BatchNormalization.class, new BatchNormalizationFloat());
    tensors(Binary.class, new BinaryFloat());
    tensors(Cast.class, new CastFloat());
    floats(Clamp.class, new ClampFloat());
    tensors(Concat.class, new ConcatFloat());
    floats(Conv2D.class, new Conv2DFloat());
    floats(DepthwiseConv2D.class, new DepthwiseConv2DFloat());
    floats(FullyConnected.class, new FullyConnectedFloat());
    tensors(Gather.class, new GatherFloat());
    floats(L2Normalization.class, new L2NormalizationFloat());
    floats(LogSoftmax.class, new LogSoftmaxFloat());
    floats(MatMul.class, new MatMulFloat());
    floats(MaxPool2D.class, new MaxPool2DFloat());
    floats(Mean.class, new MeanFloat());
    tensors(Pad.class, new PadFloat());
    floats(Recurrent.class, new RecurrentFloat());
    tensors(Reduce.class, new ReduceFloat());
    tensors(Reshape.class, (op, operands) -> operands.get(0));
    floats(Resize2D.class, new Resize2DFloat());
    tensors(Slice.class, new SliceFloat());
    floats(Softmax.class, new SoftmaxFloat());
    floats(Standardize.class, new StandardizeFloat());
    tensors(TopK.class, new TopKFloat());
    tensors(Transpose.class, new TransposeFloat());
    floats(TransposeConv2D.class, new TransposeConv2DFloat());
    tensors(Unary.class, new UnaryFloat());
    tensors(Where.class, new WhereFloat());
  }

  /** {@code op}'s output. */
  public Tensor run(Op op, List<Tensor> operands) {
    return kernel(op).run(op, operands);
  }

  /** The operators that have a kernel. */
  public Set<Class<? extends Op>> operators() {
    return Collections.unmodifiableSet(kernels.keySet());
  }

  private <O extends Op> void tensors(Class<O> type, TensorKernel<O> kernel) {
    kernels.put(type, kernel);
  }

  private <O extends Op> void floats(Class<O> type, FloatKernel<O> kernel) {
    tensors(
        type,
        (op, operands) ->
            Tensor.of(kernel.run(op, operands.stream().map(Tensor::floats).toList())));
  }

  /** The cast holds because {@link #tensors} pairs a class with a kernel of that class. */
  @SuppressWarnings("unchecked")
  private TensorKernel<Op> kernel(Op op) {
    return (TensorKernel<Op>) kernels.get(op.getClass());
  }
}
