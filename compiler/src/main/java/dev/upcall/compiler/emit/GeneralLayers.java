package dev.upcall.compiler.emit;

import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Activated;
import dev.upcall.compiler.ir.op.Activation;
import dev.upcall.compiler.ir.op.ArgReduce;
import dev.upcall.compiler.ir.op.AveragePool2D;
import dev.upcall.compiler.ir.op.Binary;
import dev.upcall.compiler.ir.op.BinaryKind;
import dev.upcall.compiler.ir.op.Clamp;
import dev.upcall.compiler.ir.op.Gather;
import dev.upcall.compiler.ir.op.Linear;
import dev.upcall.compiler.ir.op.MaxPool2D;
import dev.upcall.compiler.ir.op.Mean;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.ir.op.Reduce;
import dev.upcall.compiler.ir.op.ReduceKind;
import dev.upcall.compiler.ir.op.Resize2D;
import dev.upcall.compiler.ir.op.ResizeTaps;
import dev.upcall.compiler.ir.op.Unary;
import dev.upcall.compiler.kernel.ContiguousAxes;
import dev.upcall.compiler.kernel.CopyRuns;
import dev.upcall.compiler.kernel.KernelChoice;
import dev.upcall.compiler.quant.AddScaling;
import dev.upcall.compiler.quant.BinaryScaling;
import dev.upcall.compiler.quant.ByteFunction;
import dev.upcall.compiler.quant.ClampRange;
import dev.upcall.compiler.quant.FixedPoint;
import dev.upcall.compiler.quant.LeakyScaling;
import dev.upcall.compiler.quant.MeanScaling;
import dev.upcall.compiler.quant.TapWeights;
import dev.upcall.core.tensor.QParams;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes the layers of {@code kernel.GeneralKernels}: their numbers and constant arrays. */
final class GeneralLayers {
  /** Where a value lies in C. */
  interface Pointers {
    String of(Value value, String arrayName);
  }

  private static final List<BinaryKind> BINARIES =
      List.of(
          BinaryKind.SUB,
          BinaryKind.MUL,
          BinaryKind.MAX,
          BinaryKind.MIN,
          BinaryKind.PRELU,
          BinaryKind.SQUARED_DIFFERENCE,
          BinaryKind.DIV);

  private static final List<ReduceKind> REDUCTIONS =
      List.of(ReduceKind.SUM, ReduceKind.MAX, ReduceKind.MIN);

  private static final CFactor UNUSED = new CFactor(0, 0);

  private final Graph graph;
  private final List<CArray> arrays;
  private final Pointers pointers;

  /**
   * @param arrays gets the arrays that layers refer to
   */
  GeneralLayers(Graph graph, List<CArray> arrays, Pointers pointers) {
    this.graph = graph;
    this.arrays = arrays;
    this.pointers = pointers;
  }

  /** The layer of a choice of these kernels, empty for others. */
  Optional<CLayer> make(KernelChoice choice, CLayerHead head) {
    Op op = choice.op();
    return Optional.ofNullable(
        switch (head.kernel()) {
          case "upcall_arg_reduce" -> argReduce((ArgReduce) op, head);
          case "upcall_binary" -> binary(op, head);
          case "upcall_copy" -> copy(op, head);
          case "upcall_gather" -> gather((Gather) op, head);
          case "upcall_linear2d" -> new LinearLayer(graph, arrays).make((Linear) op, op, head);
          case "upcall_lookup" -> lookup((Unary) op, head);
          case "upcall_pool2d" -> pool(op, head);
          case "upcall_reduce" -> reduce(op, head);
          case "upcall_rescale" -> rescale(op, head);
          case "upcall_resize2d" -> resize((Resize2D) op, head);
          default -> null;
        });
  }

  private CLookup lookup(Unary op, CLayerHead head) {
    String table = head.weights() + "_table";
    arrays.add(CArray.ofBytes(table, ByteFunction.of(op)));
    return new CLookup(head, table, Layers.count(head, op.output()));
  }

  private CRescale rescale(Op op, CLayerHead head) {
    Value input = op.inputs().get(0);
    QParams in = input.type().qparams();
    QParams out = op.output().type().qparams();
    Activation activation = op instanceof Clamp clamp ? clamp.activation() : Activation.NONE;
    ClampRange range = ClampRange.of(activation, op.output().type());
    FixedPoint above = FixedPoint.of((double) in.scale() / out.scale());
    FixedPoint below = above;
    if (op instanceof Unary unary) {
      LeakyScaling slopes = LeakyScaling.of(in, out, unary.alpha());
      above = slopes.above();
      below = slopes.below();
    }
    return new CRescale(
        head,
        bytes(input),
        bytes(op.output()),
        in.zeroPoint(),
        out.zeroPoint(),
        CFactor.of(above),
        CFactor.of(below),
        range.min(),
        range.max(),
        Layers.count(head, op.output()));
  }

  private CBinary binary(Op op, CLayerHead head) {
    Value left = op.inputs().get(0);
    Value right = op.inputs().get(1);
    ClampRange range = ClampRange.of(((Activated) op).activation(), op.output().type());
    int operation = 0;
    int shiftUp;
    List<FixedPoint> factors;
    if (op instanceof Binary binary) {
      BinaryScaling scaling = BinaryScaling.of(binary);
      operation = 1 + BINARIES.indexOf(binary.kind());
      shiftUp = scaling.leftShift();
      factors = List.of(scaling.left(), scaling.right(), scaling.output());
    } else {
      AddScaling scaling = AddScaling.of(left.type(), right.type(), op.output().type());
      shiftUp = scaling.leftShift();
      factors = List.of(scaling.left(), scaling.right(), scaling.output());
    }
    return new CBinary(
        head,
        operation,
        bytes(op.output()),
        Layers.zeroPoint(left),
        Layers.zeroPoint(right),
        Layers.zeroPoint(op.output()),
        shiftUp,
        CFactor.of(factors.get(0)),
        CFactor.of(factors.get(1)),
        CFactor.of(factors.get(2)),
        range.min(),
        range.max(),
        FourAxes.dims(op.output().shape()),
        FourAxes.strides(left.shape()),
        FourAxes.strides(right.shape()),
        pointers.of(right, head.weights() + "_right"));
  }

  private CCopy copy(Op op, CLayerHead head) {
    List<CMove> moves = new ArrayList<>();
    for (int i = 0; i < op.inputs().size(); i++) {
      CopyRuns runs = CopyRuns.of(op, i).orElseThrow();
      String input =
          i == 0 ? head.input() : pointers.of(op.inputs().get(i), head.weights() + "_part" + i);
      moves.add(
          new CMove(
              input,
              runs.run(),
              runs.inputStart(),
              runs.outputStart(),
              runs.dims(),
              runs.inputStrides(),
              runs.outputStrides()));
    }
    return new CCopy(head, moves.size(), moves);
  }

  private CGather gather(Gather op, CLayerHead head) {
    Shape in = op.input().shape();
    int[] indices = graph.constant(op.indices()).toInts();
    String array = head.weights() + "_indices";
    arrays.add(CArray.ofInts(array, indices));
    int rows = new Shape(in.dims().subList(0, op.axis())).size();
    int run = new Shape(in.dims().subList(op.axis() + 1, in.rank())).size();
    return new CGather(
        head, rows, in.dim(op.axis()), run * bytes(op.output()), indices.length, array);
  }

  private CReduce reduce(Op op, CLayerHead head) {
    Value input = op.inputs().get(0);
    QParams in = input.type().qparams();
    QParams out = op.output().type().qparams();
    ReduceKind kind = op instanceof Reduce reduce ? reduce.kind() : ReduceKind.SUM;
    List<Integer> reduced = op instanceof Reduce reduce ? reduce.axes() : ((Mean) op).axes();
    ContiguousAxes axes = ContiguousAxes.of(input.shape(), reduced).orElseThrow();
    ClampRange range = ClampRange.of(Activation.NONE, op.output().type());
    FixedPoint factor =
        op instanceof Mean
            ? MeanScaling.of(in, out, axes.count())
            : FixedPoint.of((double) in.scale() / out.scale());
    return new CReduce(
        head,
        REDUCTIONS.indexOf(kind),
        bytes(input),
        axes.outer(),
        axes.count(),
        axes.inner(),
        -in.zeroPoint() * axes.count(),
        kind == ReduceKind.SUM ? CFactor.of(factor) : UNUSED,
        out.zeroPoint(),
        range.min(),
        range.max());
  }

  private CArgReduce argReduce(ArgReduce op, CLayerHead head) {
    ContiguousAxes axes = ContiguousAxes.of(op.input().shape(), List.of(op.axis())).orElseThrow();
    return new CArgReduce(
        head,
        bytes(op.input()),
        axes.outer(),
        axes.count(),
        axes.inner(),
        op.kind() == ArgReduce.Kind.MAX ? 1 : -1,
        op.last() ? 1 : 0);
  }

  private CResize2D resize(Resize2D op, CLayerHead head) {
    taps(head.weights(), "row", op.rows());
    taps(head.weights(), "column", op.columns());
    return new CResize2D(
        head,
        bytes(op.output()),
        Layers.image(op.input()),
        Layers.image(op.output()),
        op.rows().count(),
        op.columns().count(),
        head.weights());
  }

  private void taps(String prefix, String name, ResizeTaps taps) {
    int[] indices = taps.indices().stream().mapToInt(Integer::intValue).toArray();
    arrays.add(CArray.ofInts(prefix + "_" + name + "s", indices));
    arrays.add(CArray.ofInts(prefix + "_" + name + "_weights", TapWeights.of(taps)));
  }

  private CPool2D pool(Op op, CLayerHead head) {
    Value input = op.inputs().get(0);
    ClampRange range = ClampRange.of(((Activated) op).activation(), op.output().type());
    CWindow window;
    boolean countPadding = false;
    if (op instanceof AveragePool2D pool) {
      window = Layers.window(pool.window(), pool.kernelH(), pool.kernelW());
      countPadding = pool.countPadding();
    } else {
      MaxPool2D pool = (MaxPool2D) op;
      window = Layers.window(pool.window(), pool.kernelH(), pool.kernelW());
    }
    return new CPool2D(
        head,
        bytes(input),
        Layers.image(input),
        Layers.image(op.output()),
        window,
        op instanceof AveragePool2D ? 1 : 0,
        countPadding ? 1 : 0,
        Layers.zeroPoint(input),
        range.min(),
        range.max());
  }

  static int bytes(Value value) {
    return value.type().dtype().bytes();
  }
}
