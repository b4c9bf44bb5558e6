package dev.upcall.compiler.tflite;

import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.GraphBuilder;
import dev.upcall.compiler.ir.ShapeException;
import dev.upcall.compiler.ir.Value;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.Diagnostics;
import dev.upcall.core.diagnostic.UpcallException;
import java.util.HashSet;
import java.util.List;
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
    int input = only(model.inputs(), "inputs");
    int output = only(model.outputs(), "outputs");
    tensors.defineInput(input, model.file() + ", input");
    requireQuantized(input);
    for (int i = 0; i < model.operators(); i++) {
      convert(model.operator(i));
    }
    problems.throwIfAny();
    builder.output(output(output));
    return LiveGraph.of(builder.build());
  }

  private int only(List<Integer> indices, String what) {
    if (indices.size() != 1) {
      throw interfaceError(indices.size() + " " + what, "one");
    }
    return indices.get(0);
  }

  /** A float model is refused once, not operator by operator. */
  private void requireQuantized(int input) {
    if (!tensors.isRealInput(input)) {
      return;
    }
    for (int i = 0; i < model.operators(); i++) {
      TfliteOperator operator = model.operator(i);
      if (operator.code() == QUANTIZE && operator.inputs().contains(input)) {
        return;
      }
    }
    throw Diagnostic.of(TfliteCode.ELEMENT_TYPE)
        .at("%s, input %s", model.file(), tensors.get(input))
        .found("a model of floats")
        .need("a model quantised to int8")
        .fix(
            "convert with full-integer quantisation, or export the float model to ONNX and let"
                + " Upcall quantise it")
        .toException();
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
            .need("one of %s", String.join(", ", ops.names()))
            .fix("build the model of these and convert it again"));
  }

  private static void check(OpSpec spec, TfliteOperator operator) {
    String type = operator.source().opType();
    boolean missing = false;
    for (int i = 0; i < spec.minInputs(); i++) {
      missing |= !operator.has(i);
    }
    int given = operator.inputs().size();
    if (missing || given > spec.maxInputs() || operator.outputs().size() != 1) {
      throw Diagnostic.of(TfliteCode.ARITY, type)
          .at("%s", operator.source())
          .found("%d operands and %d outputs", given, operator.outputs().size())
          .need("%d to %d operands and an output", spec.minInputs(), spec.maxInputs())
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
        .fix("convert a model with one input and one output")
        .toException();
  }
}
