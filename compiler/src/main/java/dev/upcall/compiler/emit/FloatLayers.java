package dev.upcall.compiler.emit;

import dev.upcall.compiler.emit.Layers.Layer;
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
import dev.upcall.compiler.kernel.KernelChoice;
import dev.upcall.compiler.plan.MemoryPlan;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Turns the operators of one planned float stage into layers. Whatever goes element by element is
 * loops; windows, products and rows have kernels.
 */
final class FloatLayers {
  private final Map<Class<? extends Op>, FloatMaker<?>> makers = new HashMap<>();

  FloatLayers() {
    maker(Add.class, FloatElements::add);
    maker(ArgReduce.class, FloatFolds::argReduce);
    maker(AveragePool2D.class, FloatWindows::averagePool);
    maker(BatchNormalization.class, FloatElements::batchNormalization);
    maker(Binary.class, FloatElements::binary);
    maker(Cast.class, FloatElements::cast);
    maker(Clamp.class, FloatElements::clamp);
    maker(Concat.class, FloatMoves::concat);
    maker(Conv2D.class, FloatWindows::conv);
    maker(DepthwiseConv2D.class, FloatWindows::depthwise);
    maker(FullyConnected.class, FloatRows::fullyConnected);
    maker(Gather.class, FloatMoves::gather);
    maker(L2Normalization.class, FloatRows::l2Normalization);
    maker(LogSoftmax.class, FloatRows::logSoftmax);
    maker(MatMul.class, FloatFolds::matMul);
    maker(MaxPool2D.class, FloatWindows::maxPool);
    maker(Mean.class, FloatFolds::mean);
    maker(Pad.class, FloatMoves::pad);
    maker(Recurrent.class, FloatRows::recurrent);
    maker(Reduce.class, FloatFolds::reduce);
    maker(Reshape.class, FloatMoves::reshape);
    maker(Resize2D.class, FloatWindows::resize);
    maker(Slice.class, FloatMoves::slice);
    maker(Softmax.class, FloatRows::softmax);
    maker(Standardize.class, FloatRows::standardize);
    maker(TopK.class, FloatRows::topK);
    maker(Transpose.class, FloatMoves::transpose);
    maker(TransposeConv2D.class, FloatWindows::transposeConv);
    maker(Unary.class, FloatElements::unary);
    maker(Where.class, FloatElements::where);
  }

  private <O extends Op> void maker(Class<O> type, FloatMaker<O> maker) {
    makers.put(type, maker);
  }

  /** The operators that become C; views do not. */
  Set<Class<? extends Op>> operators() {
    return Collections.unmodifiableSet(makers.keySet());
  }

  /** In the order in which they run; views have no layer. */
  List<Layer> make(MemoryPlan plan) {
    List<Layer> layers = new ArrayList<>();
    for (int step = 0; step < plan.program().steps().size(); step++) {
      KernelChoice choice = plan.program().steps().get(step);
      if (!choice.isView()) {
        layers.add(make(choice.op(), new LayerDraft(plan, step, layers.size())));
      }
    }
    return layers;
  }

  // Registered under the operator's own class, so the maker takes it.
  @SuppressWarnings("unchecked")
  private Layer make(Op op, LayerDraft draft) {
    return ((FloatMaker<Op>) makers.get(op.getClass())).make(op, draft);
  }
}
