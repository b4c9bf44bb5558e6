package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.OperatorSupport;
import dev.upcall.compiler.ir.op.ArgReduce;
import dev.upcall.compiler.ir.op.BinaryKind;
import dev.upcall.compiler.ir.op.ReduceKind;
import dev.upcall.compiler.ir.op.UnaryKind;
import dev.upcall.core.onnx.NodeProto;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Every ONNX operator that can be imported. A new one is a line here and a class of its own, or a
 * kind of a family's.
 */
final class OnnxOps {
  private final Map<String, OnnxOp> byType = new LinkedHashMap<>();

  OnnxOps() {
    for (OnnxOp op :
        List.of(
            UnaryOp.of("Abs", UnaryKind.ABS, 1),
            new AddOp(),
            new BinaryOp("And", BinaryKind.AND, 1),
            new ArgReduceOp("ArgMax", ArgReduce.Kind.MAX),
            new ArgReduceOp("ArgMin", ArgReduce.Kind.MIN),
            new ArrayFeatureExtractorOp(),
            new AveragePoolOp(),
            new BatchNormalizationOp(),
            new CastOp(),
            UnaryOp.of("Ceil", UnaryKind.CEIL, 1),
            UnaryOp.of("Celu", UnaryKind.CELU, 12, 1),
            new ClipOp(),
            new ConcatOp(),
            new ConstantOp(),
            new ConstantOfShapeOp(),
            new ConvOp(),
            new ConvTransposeOp(),
            new DepthToSpaceOp(),
            new BinaryOp("Div", BinaryKind.DIV, 1),
            new DequantizeLinearOp(),
            new DropoutOp(),
            new DynamicQuantizeLinearOp(),
            IntegerProductOp.ofConv(),
            IntegerProductOp.ofMatMul(),
            QuantizedProductOp.ofConv(),
            QuantizedProductOp.ofMatMul(),
            new QuantizedConcatOp(),
            new QuantizedGemmOp(),
            ContributedOp.of("QLinearAdd", 2, new AddOp()),
            ContributedOp.ofPool("QLinearAveragePool", new AveragePoolOp()),
            ContributedOp.ofPool("QLinearGlobalAveragePool", new GlobalAveragePoolOp()),
            ContributedOp.of(
                "QLinearLeakyRelu", 1, UnaryOp.of("LeakyRelu", UnaryKind.LEAKY_RELU, 1, 0.01f)),
            ContributedOp.of("QLinearMul", 2, new BinaryOp("Mul", BinaryKind.MUL, 7)),
            ContributedOp.ofMean(),
            ContributedOp.of("QLinearSigmoid", 1, UnaryOp.of("Sigmoid", UnaryKind.SIGMOID, 1)),
            ContributedOp.ofSoftmax(),
            new QuantizeLinearOp(),
            UnaryOp.of("Elu", UnaryKind.ELU, 1, 1),
            new BinaryOp("Equal", BinaryKind.EQUAL, 1),
            UnaryOp.of("Erf", UnaryKind.ERF, 9),
            UnaryOp.of("Exp", UnaryKind.EXP, 1),
            new ExpandOp(),
            new FlattenOp(),
            UnaryOp.of("Floor", UnaryKind.FLOOR, 1),
            new GatherOp(),
            new GeluOp(),
            new GemmOp(),
            new GlobalAveragePoolOp(),
            new GlobalMaxPoolOp(),
            new BinaryOp("Greater", BinaryKind.GREATER, 1),
            new BinaryOp("GreaterOrEqual", BinaryKind.GREATER_OR_EQUAL, 12),
            new GroupNormalizationOp(),
            new GruOp(),
            UnaryOp.of("HardSigmoid", UnaryKind.HARD_SIGMOID, 1, 0.2f, "beta", 0.5f),
            UnaryOp.of("HardSwish", UnaryKind.HARD_SWISH, 14),
            new IdentityOp(),
            new InstanceNormalizationOp(),
            new LayerNormalizationOp(),
            UnaryOp.of("LeakyRelu", UnaryKind.LEAKY_RELU, 1, 0.01f),
            new BinaryOp("Less", BinaryKind.LESS, 1),
            new BinaryOp("LessOrEqual", BinaryKind.LESS_OR_EQUAL, 12),
            UnaryOp.of("Log", UnaryKind.LOG, 1),
            new SoftmaxOp(true),
            new LpPoolOp(),
            new LrnOp(),
            new LstmOp(),
            new MatMulOp(),
            VariadicOp.of("Max", BinaryKind.MAX),
            new MaxPoolOp(),
            VariadicOp.ofSum("Mean"),
            VariadicOp.of("Min", BinaryKind.MIN),
            UnaryOp.of("Mish", UnaryKind.MISH, 18),
            new BinaryOp("Mul", BinaryKind.MUL, 1),
            UnaryOp.of("Neg", UnaryKind.NEG, 1),
            UnaryOp.of("Not", UnaryKind.NOT, 1),
            new BinaryOp("Or", BinaryKind.OR, 1),
            new PadOp(),
            new PowOp(),
            new PreluOp(),
            new RangeOp(),
            UnaryOp.of("Reciprocal", UnaryKind.RECIPROCAL, 1),
            ReduceOp.of("ReduceL1", ReduceKind.L1),
            ReduceOp.of("ReduceL2", ReduceKind.L2),
            ReduceOp.of("ReduceLogSum", ReduceKind.LOG_SUM),
            ReduceOp.of("ReduceLogSumExp", ReduceKind.LOG_SUM_EXP),
            ReduceOp.of("ReduceMax", ReduceKind.MAX),
            ReduceOp.ofMean(),
            ReduceOp.of("ReduceMin", ReduceKind.MIN),
            ReduceOp.of("ReduceProd", ReduceKind.PROD),
            ReduceOp.of("ReduceSum", ReduceKind.SUM),
            ReduceOp.of("ReduceSumSquare", ReduceKind.SUM_SQUARE),
            new ReluOp(),
            new ReshapeOp(),
            new ResizeOp(),
            new RnnOp(),
            UnaryOp.of("Round", UnaryKind.ROUND, 11),
            new ScalerOp(),
            UnaryOp.of("Selu", UnaryKind.SELU, 1, 1.6732632f, "gamma", 1.050701f),
            new ShapeOp(),
            UnaryOp.of("Sigmoid", UnaryKind.SIGMOID, 1),
            UnaryOp.of("Sign", UnaryKind.SIGN, 9),
            new SizeOp(),
            new SliceOp(),
            new SoftmaxOp(false),
            UnaryOp.of("Softplus", UnaryKind.SOFTPLUS, 1),
            UnaryOp.of("Softsign", UnaryKind.SOFTSIGN, 1),
            new SpaceToDepthOp(),
            new SplitOp(),
            UnaryOp.of("Sqrt", UnaryKind.SQRT, 1),
            new SqueezeOp(),
            new BinaryOp("Sub", BinaryKind.SUB, 1),
            VariadicOp.ofSum("Sum"),
            UnaryOp.of("Tanh", UnaryKind.TANH, 1),
            UnaryOp.of("ThresholdedRelu", UnaryKind.THRESHOLDED_RELU, 10, 1),
            new TileOp(),
            new TopKOp(),
            new TransposeOp(),
            new UnsqueezeOp(),
            new UpsampleOp(),
            new WhereOp(),
            new BinaryOp("Xor", BinaryKind.XOR, 1))) {
      byType.put(op.spec().type(), op);
    }
  }

  /** The operator of a node, by its type and its domain. */
  Optional<OnnxOp> find(NodeProto node) {
    return Optional.ofNullable(
        byType.get(
            isStandard(node.getDomain())
                ? node.getOpType()
                : node.getDomain() + "." + node.getOpType()));
  }

  /** Whether a domain's name is one of ONNX's own, which is left out of operators' names. */
  static boolean isStandard(String domain) {
    return domain.isEmpty() || domain.equals("ai.onnx");
  }

  /** Names of the operators, as files write them. */
  Set<String> types() {
    return byType.keySet();
  }

  /** What is supported, in the order of the names. */
  static List<OperatorSupport> support() {
    return new OnnxOps()
        .byType.values().stream()
            .map(op -> support(op.spec()))
            .sorted(Comparator.comparing(OperatorSupport::name))
            .toList();
  }

  private static OperatorSupport support(OpSpec spec) {
    return new OperatorSupport(
        "ONNX",
        spec.type(),
        "opset " + spec.since() + "-" + spec.until(),
        spec.takesAny() ? "any" : "float32",
        OperatorSupport.count(spec.minInputs(), spec.maxInputs(), OpSpec.MANY),
        List.copyOf(spec.attributes()),
        spec.constraints());
  }
}
