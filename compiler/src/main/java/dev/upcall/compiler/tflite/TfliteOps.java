package dev.upcall.compiler.tflite;

import dev.upcall.compiler.ir.OperatorSupport;
import dev.upcall.compiler.ir.op.Activation;
import dev.upcall.compiler.ir.op.ArgReduce;
import dev.upcall.compiler.ir.op.BinaryKind;
import dev.upcall.compiler.ir.op.ReduceKind;
import dev.upcall.compiler.ir.op.UnaryKind;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Every TFLite operator that can be imported. A new one is a class of its own and a line here. */
final class TfliteOps {
  private final Map<Integer, TfliteOp> byCode = new TreeMap<>();

  TfliteOps() {
    for (TfliteOp op :
        List.of(
            new AddOp(),
            new ArgOp(56, 40, ArgReduce.Kind.MAX),
            new ArgOp(79, 57, ArgReduce.Kind.MIN),
            new BatchMatMulOp(),
            new BinaryOp(18, 21, 1, BinaryKind.MUL),
            new BinaryOp(41, 28, 2, BinaryKind.SUB),
            new BinaryOp(42, 29, 1, BinaryKind.DIV),
            new BinaryOp(54, 0, 0, BinaryKind.PRELU),
            new BinaryOp(55, 39, 0, BinaryKind.MAX),
            new BinaryOp(57, 39, 0, BinaryKind.MIN),
            new BinaryOp(78, 56, 0, BinaryKind.POW),
            new BinaryOp(99, 76, 0, BinaryKind.SQUARED_DIFFERENCE),
            BlockOp.TO_DEPTH,
            BlockOp.TO_SPACE,
            new ClampOp(19, Activation.RELU),
            new ClampOp(21, Activation.RELU6),
            new CallOnceOp(),
            new ConcatenationOp(),
            new AveragePool2DOp(),
            new Conv2DOp(),
            new DepthwiseConv2DOp(),
            new DequantizeOp(),
            new ExpandDimsOp(),
            new FullyConnectedOp(),
            new GatherOp(),
            new GeluOp(),
            new L2NormalizationOp(),
            new LogSoftmaxOp(),
            new MaxPool2DOp(),
            new MeanOp(),
            new MirrorPadOp(),
            new PackOp(),
            PadOp.VALUES,
            PadOp.ZEROS,
            new QuantizeOp(),
            new ReduceOp(74, ReduceKind.SUM),
            new ReduceOp(81, ReduceKind.PROD),
            new ReduceOp(82, ReduceKind.MAX),
            new ReduceOp(89, ReduceKind.MIN),
            new ReshapeOp(),
            new ResizeBilinearOp(),
            new ResizeNearestOp(),
            new SliceOp(),
            new SequenceLstmOp(),
            new SoftmaxOp(),
            SplitOp.EVEN,
            SplitOp.UNEVEN,
            new SqueezeOp(),
            new StridedSliceOp(),
            new TileOp(),
            new TransposeConvOp(),
            new TransposeOp(),
            VariableOp.ASSIGN_VARIABLE,
            VariableOp.READ_VARIABLE,
            VariableOp.VAR_HANDLE,
            UnaryOp.of(8, 0, UnaryKind.FLOOR),
            UnaryOp.of(14, 0, UnaryKind.SIGMOID),
            UnaryOp.of(28, 0, UnaryKind.TANH),
            UnaryOp.of(47, 33, UnaryKind.EXP),
            UnaryOp.of(59, 42, UnaryKind.NEG),
            UnaryOp.of(73, 0, UnaryKind.LOG),
            UnaryOp.of(75, 0, UnaryKind.SQRT),
            UnaryOp.of(76, 0, UnaryKind.RSQRT),
            new UnaryOp(98, 75, 0, 0, UnaryKind.LEAKY_RELU),
            UnaryOp.of(101, 78, UnaryKind.ABS),
            UnaryOp.of(104, 0, UnaryKind.CEIL),
            new UnaryOp(111, 0, -1, 1, UnaryKind.ELU),
            UnaryOp.of(116, 0, UnaryKind.ROUND),
            UnaryOp.of(117, 91, UnaryKind.HARD_SWISH),
            UnaryOp.of(158, 0, UnaryKind.SIGN),
            new UnpackOp())) {
      byCode.put(op.spec().code(), op);
    }
  }

  Optional<TfliteOp> find(int code) {
    return Optional.ofNullable(byCode.get(code));
  }

  /** Names of the operators, as the schema writes them. */
  List<String> names() {
    return byCode.keySet().stream().map(BuiltinNames::of).toList();
  }

  /** What is supported, in the order of the names. */
  static List<OperatorSupport> support() {
    return new TfliteOps()
        .byCode.values().stream()
            .map(op -> support(op.spec()))
            .sorted(Comparator.comparing(OperatorSupport::name))
            .toList();
  }

  private static OperatorSupport support(OpSpec spec) {
    return new OperatorSupport(
        "TFLite",
        BuiltinNames.of(spec.code()),
        "schema 3",
        ActivationTypes.NAMES,
        OperatorSupport.count(spec.minInputs(), spec.maxInputs(), OpSpec.MANY),
        List.of(),
        spec.constraints());
  }
}
