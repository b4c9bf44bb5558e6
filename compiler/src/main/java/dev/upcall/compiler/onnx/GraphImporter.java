package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.ConstantData;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.GraphBuilder;
import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.ShapeException;
import dev.upcall.compiler.ir.SourceRef;
import dev.upcall.compiler.ir.Value;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.Diagnostics;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.onnx.GraphProto;
import dev.upcall.core.onnx.NodeProto;
import dev.upcall.core.onnx.TensorProto;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Walks a checked graph's nodes and lets each one's operator class convert it. */
final class GraphImporter {
  private static final int LAST_WITH_CONSUMED_INPUTS = 5;

  private final OnnxLimits limits;
  private final String file;
  private final int opset;
  private final OnnxOps ops;
  private final GraphProto proto;
  private final GraphBuilder builder;
  private final ImportedValues values;
  private final TensorReader tensors;
  private final ConstantWork work;
  private final Diagnostics problems = new Diagnostics();

  /** Outputs of nodes that were refused: what reads them is not reported again. */
  private final Set<String> lost = new HashSet<>();

  /** Names that nodes read and outputs of the graph. */
  private final Set<String> used = new HashSet<>();

  /** Elements of all initializers. */
  private long stored;

  /** Elements of all values that folding will turn into constants. */
  private long computedConstants;

  GraphImporter(OnnxLimits limits, String file, int opset, OnnxOps ops, GraphProto proto) {
    this.limits = limits;
    this.file = file;
    this.opset = opset;
    this.ops = ops;
    this.proto = proto;
    this.builder = new GraphBuilder(file.replaceFirst("\\.onnx$", ""));
    this.values = new ImportedValues(file, builder);
    this.tensors = new TensorReader(limits, file);
    this.work = new ConstantWork(builder, limits.elements());
    proto.getNodeList().forEach(node -> used.addAll(node.getInputList()));
    proto.getOutputList().forEach(output -> used.add(output.getName()));
  }

  Graph run(Map<String, ConstantData> fixed) {
    GraphInterface ends = new GraphInterface(file, proto, builder, values, tensors);
    ends.addInputs(fixed);
    for (TensorProto tensor : proto.getInitializerList()) {
      collect(List.of(tensor.getName()), () -> addInitializer(tensor));
    }
    problems.throwIfAny();
    stored = builder.constantElements();
    for (int index : new NodeOrder(file, proto).sort()) {
      convert(index, proto.getNode(index));
    }
    problems.throwIfAny();
    ends.addOutputs();
    return builder.build();
  }

  private void addInitializer(TensorProto tensor) {
    String where = "initializer \"" + tensor.getName() + "\"";
    TensorReader.Tensor read = tensors.read(tensor, where);
    Value value = builder.constant(tensor.getName(), read.shape(), read.data());
    values.define(tensor.getName(), value, where);
  }

  private void convert(int index, NodeProto node) {
    String first = node.getOutputCount() == 0 ? "" : node.getOutput(0);
    SourceRef source =
        new SourceRef(
            file, index, node.getName().isEmpty() ? first : node.getName(), node.getOpType());
    if (node.getInputList().stream().anyMatch(lost::contains)) {
      lost.addAll(node.getOutputList());
      return;
    }
    collect(node.getOutputList(), () -> convert(node, source));
  }

  private void convert(NodeProto node, SourceRef source) {
    OnnxOp op = ops.find(node).orElseThrow();
    checkOperands(op.spec(), node, source);
    NodeContext context = new NodeContext(node, source, opset, values, tensors);
    context.attributes().requireOnly(allowed(op.spec()));
    try {
      op.convert(context);
    } catch (ShapeException | ArithmeticException e) {
      throw Diagnostic.of(OnnxCode.SHAPE)
          .at("%s", context.at())
          .found("%s", e.getMessage())
          .need("operands that fit together, as ONNX defines %s", source.opType())
          .fix("check the model with onnx.checker.check_model(model, full_check=True)")
          .toException();
    }
    if (work.isTooMuch()) {
      throw tooMuch(source, "more than " + work.most() + " operations on constants");
    }
    // Indices of choices, for instance, and repeated values.
    long made = builder.constantElements() - stored;
    if (made > limits.elements()) {
      throw tooMuch(source, made + " elements of constants that nodes ask for");
    }
    for (int i = 0; i < node.getOutputCount(); i++) {
      if (values.isDefined(node.getOutput(i))) {
        checkResult(values.get(node.getOutput(i)), source);
      } else if (used.contains(node.getOutput(i))) {
        throw context.unsupported(
            "output " + i + ", \"" + node.getOutput(i) + "\", is used",
            "a model that does not use it",
            "export the model for inference, without this output");
      }
    }
  }

  /**
   * Up to opset 5 nodes may name operands whose memory they may overwrite: advice, no semantics.
   */
  private Set<String> allowed(OpSpec spec) {
    if (opset > LAST_WITH_CONSUMED_INPUTS) {
      return spec.attributes();
    }
    Set<String> allowed = new HashSet<>(spec.attributes());
    allowed.add("consumed_inputs");
    return allowed;
  }

  private void checkResult(Value result, SourceRef source) {
    if (builder.isConstant(result)) {
      return;
    }
    Shape shape = result.shape();
    tensors.shape(shape.dims().stream().map(Integer::longValue).toList(), source.toString());
    if (builder.isConstantExpression(result)) {
      computedConstants += shape.size();
    }
    if (computedConstants > limits.elements()) {
      throw tooMuch(source, computedConstants + " elements computed from constants");
    }
  }

  private UpcallException tooMuch(SourceRef source, String found) {
    return Diagnostic.of(OnnxCode.TENSOR)
        .at("%s", source)
        .found("%s", found)
        .need("at most %d elements, and few operations on each", limits.elements())
        .fix("simplify the model before the export, e.g. with onnxsim")
        .toException();
  }

  private void checkOperands(OpSpec spec, NodeProto node, SourceRef source) {
    int given = node.getInputCount();
    boolean missing = false;
    for (int i = 0; i < spec.minInputs(); i++) {
      missing |= i >= given || node.getInput(i).isEmpty();
    }
    if (missing || given > spec.maxInputs() || node.getOutputCount() == 0) {
      throw Diagnostic.of(OnnxCode.ARITY, spec.type())
          .at("%s", source)
          .found("%d operands and %d outputs", given, node.getOutputCount())
          .need("%s operands and an output", spec.inputs())
          .fix("export the model again")
          .toException();
    }
    for (String input : node.getInputList()) {
      if (!input.isEmpty() && !values.isDefined(input)) {
        throw Diagnostic.of(OnnxCode.MISSING_VALUE)
            .at("%s", source)
            .found("operand \"%s\"", input)
            .need("an input, an initializer or the output of a supported node")
            .fix("export the model again, with its weights in the file")
            .toException();
      }
    }
  }

  /** Runs {@code step}; if it is refused, {@code defines} and all that reads it are given up. */
  private void collect(List<String> defines, Runnable step) {
    try {
      step.run();
    } catch (UpcallException e) {
      lost.addAll(defines);
      e.diagnostics().forEach(problems::add);
    }
  }
}
