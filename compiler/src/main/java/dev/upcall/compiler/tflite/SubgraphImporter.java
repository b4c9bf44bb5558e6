package dev.upcall.compiler.tflite;

import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.GraphBuilder;
import dev.upcall.compiler.ir.ShapeException;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.Diagnostics;
import dev.upcall.core.diagnostic.UpcallException;
import java.util.HashSet;
import java.util.Set;

/**
 * Walks the operators, which a file has in the order in which they run, and lets each one's class
 * convert it.
 */
final class SubgraphImporter {
  private static final int QUANTIZE = 114;

  private final TfliteLimits limits;
  private final TfliteModel model;
  private final TfliteOps ops = new TfliteOps();
  private final GraphBuilder builder;
  private final ImportedTensors tensors;
  private final Diagnostics problems = new Diagnostics();

  /** Kinds of operators that were refused: one of each is reported. */
  private final Set<String> unknown = new HashSet<>();

  /** Outputs of operators that were refused: what reads them is not reported again. */
  private final Set<Integer> lost = new HashSet<>();

  SubgraphImporter(TfliteLimits limits, TfliteModel model) {
    this.limits = limits;
    this.model = model;
    this.builder = new GraphBuilder(model.file().replaceFirst("\\.tflite$", ""));
    this.tensors = new ImportedTensors(limits, model, builder);
  }

  Graph run() {
    Set<Integer> quantized = quantizedInputs();
    for (int input : model.inputs()) {
      if (!isShape(tensors.get(input))) {
        tensors.defineInput(input, quantized.contains(input), model.file() + ", input");
      }
    }
    for (int i = 0; i < model.operators(); i++) {
      convert(model.operator(i));
    }
    problems.throwIfAny();
    if (model.outputs().isEmpty()) {
      throw interfaceError("no output", "one or more");
    }
    model.outputs().forEach(output -> builder.output(output(output)));
    tensors.variables().finish(model.file());
    Graph graph = LiveGraph.of(builder.build());
    requireOneKind(graph);
    return graph;
  }

  /** What a QUANTIZE at the model's input reads: floats, or the bytes that images come in. */
  private static boolean isDoor(TfliteTensor tensor) {
    return tensor.is(DType.FLOAT32) || tensor.is(DType.UINT8);
  }

  /** Inputs of floats or unsigned bytes that a QUANTIZE reads. */
  private Set<Integer> quantizedInputs() {
    Set<Integer> quantized = new HashSet<>();
    for (int i = 0; i < model.operators(); i++) {
      TfliteOperator operator = model.operator(i);
      if (operator.code() == QUANTIZE
          && operator.has(0)
          && isDoor(tensors.get(operator.inputs().get(0)))) {
        quantized.add(operator.inputs().get(0));
      }
    }
    return quantized;
  }

  /** Plain integers as an input are some operator's output shape, which the file says twice. */
  private static boolean isShape(TfliteTensor tensor) {
    return tensor.is(DType.INT32) && tensor.quantization().isEmpty();
  }

  private void requireOneKind(Graph graph) {
    boolean quantized = graph.outputs().get(0).type().isQuantized();
    for (Op op : graph.ops()) {
      if (op.output().type().isQuantized() != quantized) {
        throw Diagnostic.of(TfliteCode.ELEMENT_TYPE)
            .at("%s", op.source())
            .found(
                "%s in a model whose output is %s",
                op.output().type().dtype().irName(), graph.outputs().get(0).type().dtype().irName())
            .need("a model of integers, or of real numbers throughout")
            .fix("convert with full-integer quantisation, or without any")
            .toException();
      }
    }
  }

  private Value output(int index) {
    Value value =
        tensors
            .output(index)
            .orElseThrow(() -> interfaceError("an output that nothing computes", "one"));
    Graph graph = builder.build();
    if (graph.isConstant(value) || graph.inputs().contains(value)) {
      throw interfaceError("an output without an operator before it", "one that is computed");
    }
    return value;
  }

  private void convert(TfliteOperator operator) {
    TfliteOp op = ops.find(operator.code()).orElse(null);
    if (op == null) {
      refuse(operator);
    }
    if (op == null || operator.inputs().stream().anyMatch(lost::contains)) {
      lost.addAll(operator.outputs());
      return;
    }
    try {
      check(op.spec(), operator);
      convert(op, new OperatorContext(operator, tensors, limits));
    } catch (UpcallException e) {
      lost.addAll(operator.outputs());
      e.diagnostics().forEach(problems::add);
    }
  }

  private static void convert(TfliteOp op, OperatorContext context) {
    try {
      op.convert(context);
    } catch (ShapeException | ArithmeticException e) {
      throw Diagnostic.of(TfliteCode.SHAPE)
          .at("%s", context.at())
          .found("%s", e.getMessage())
          .need("operands that fit together, as TFLite defines %s", context.source().opType())
          .fix("convert the model again")
          .toException();
    }
  }

  private void refuse(TfliteOperator operator) {
    if (!unknown.add(operator.source().opType())) {
      return;
    }
    problems.add(
        Diagnostic.of(TfliteCode.UNKNOWN_OPERATOR, operator.source().opType())
            .at("%s", operator.source())
            .found("%s", operator.source().opType())
            .need("one of the %d operators that ./upcall ops lists", ops.names().size())
            .fix("build the model of these and convert it again"));
  }

  private static void check(OpSpec spec, TfliteOperator operator) {
    String type = operator.source().opType();
    boolean missing = false;
    for (int i = 0; i < spec.minInputs(); i++) {
      missing |= !operator.has(i);
    }
    int given = operator.inputs().size();
    int results = operator.outputs().size();
    boolean wrong = results < spec.minOutputs() || results > spec.maxOutputs();
    if (missing || wrong || given > spec.maxInputs()) {
      throw Diagnostic.of(TfliteCode.ARITY, type)
          .at("%s", operator.source())
          .found("%d operands and %d outputs", given, results)
          .need(
              "%d to %d operands, %d to %d outputs",
              spec.minInputs(), spec.maxInputs(), spec.minOutputs(), spec.maxOutputs())
          .fix("convert the model again")
          .toException();
    }
    int options = operator.options().map(FlatTable::fields).orElse(0);
    int optionsType = operator.optionsType();
    boolean other = optionsType != 0 && optionsType != spec.optionsType();
    if (other || options > spec.options()) {
      throw Diagnostic.of(TfliteCode.OPTIONS, type)
          .at("%s", operator.source())
          .found("options table %d with %d fields", optionsType, options)
          .need("table %d with at most %d fields", spec.optionsType(), spec.options())
          .fix("convert the model for an earlier runtime version")
          .toException();
    }
  }

  private UpcallException interfaceError(String found, String need) {
    return Diagnostic.of(TfliteCode.INTERFACE)
        .at("%s", model.file())
        .found("%s", found)
        .need("%s", need)
        .fix("convert a model whose outputs its operators compute")
        .toException();
  }
}
