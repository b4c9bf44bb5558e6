package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.ConstantData;
import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.GraphBuilder;
import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.SourceRef;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.ir.op.Reshape;
import dev.upcall.compiler.ir.op.Transpose;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.onnx.NodeProto;
import dev.upcall.core.onnx.TensorProto;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** One node while it is converted: its operands, its attributes, and where its operators go. */
final class NodeContext {
  private final NodeProto node;
  private final SourceRef source;
  private final int opset;
  private final ImportedValues values;
  private final Attributes attributes;
  private final TensorReader tensors;
  private final List<Optional<Value>> operands;
  private final BiConsumer<Integer, Value> results;

  NodeContext(
      NodeProto node, SourceRef source, int opset, ImportedValues values, TensorReader tensors) {
    this(
        node,
        source,
        opset,
        values,
        tensors,
        node.getInputList().stream()
            .map(name -> Optional.of(name).filter(n -> !n.isEmpty()).map(values::get))
            .toList(),
        (index, value) -> values.define(node.getOutput(index), value, source.toString()));
  }

  private NodeContext(
      NodeProto node,
      SourceRef source,
      int opset,
      ImportedValues values,
      TensorReader tensors,
      List<Optional<Value>> operands,
      BiConsumer<Integer, Value> results) {
    this.node = node;
    this.source = source;
    this.opset = opset;
    this.values = values;
    this.tensors = tensors;
    this.operands = operands;
    this.results = results;
    this.attributes = new Attributes(node, at());
  }

  /** The same node as if it had these operands. */
  NodeContext withOperands(List<Value> given) {
    List<Optional<Value>> others = given.stream().map(Optional::of).toList();
    return new NodeContext(node, source, opset, values, tensors, others, results);
  }

  /** The first result of {@code op}, as if this node were one of it with these operands. */
  Value compute(OnnxOp op, List<Value> given) {
    List<Optional<Value>> others = given.stream().map(Optional::of).toList();
    List<Value> made = new ArrayList<>();
    op.convert(
        new NodeContext(
            node, source, opset, values, tensors, others, (index, value) -> made.add(value)));
    return made.get(0);
  }

  int opset() {
    return opset;
  }

  Attributes attributes() {
    return attributes;
  }

  SourceRef source() {
    return source;
  }

  String at() {
    return source + ", opset " + opset;
  }

  /** Whether operand {@code index} is given; ONNX leaves optional ones out or names them "". */
  boolean has(int index) {
    return index < operands.size() && operands.get(index).isPresent();
  }

  /** How many operands are given; some of them may be left out, see {@link #has}. */
  int inputs() {
    return operands.size();
  }

  /** How many outputs are named or left out by "". */
  int outputs() {
    return node.getOutputCount();
  }

  /** Whether output {@code index} has a name, so that something may use it. */
  boolean wants(int index) {
    return index < node.getOutputCount() && !node.getOutput(index).isEmpty();
  }

  /** Operand {@code index}, which must be a float tensor. */
  Value input(int index) {
    Value value = any(index);
    if (value.type().dtype() != DType.FLOAT32) {
      throw Diagnostic.of(OnnxCode.ELEMENT_TYPE)
          .at("%s", at())
          .found("%s for operand %d", value.type().dtype().irName(), index)
          .need("f32")
          .fix("export the model in float32, without casts")
          .toException();
    }
    return value;
  }

  /** Operand {@code index} of whatever element type. */
  Value any(int index) {
    if (!has(index)) {
      throw unsupported("operand " + index + " left out", "a value", "export the model again");
    }
    return operands.get(index).orElseThrow();
  }

  /** A float operand that does not depend on the graph's input, such as weights. */
  Value weights(int index, String role) {
    Value value = input(index);
    if (!builder().isConstantExpression(value)) {
      throw notConstant(role + " computed from the input", role + " stored in the model");
    }
    return value;
  }

  /** Whether a value follows from the model's constants alone. */
  boolean isConstantExpression(Value value) {
    return builder().isConstantExpression(value);
  }

  /** Whether a value is a constant of the graph as it stands. */
  boolean isStored(Value value) {
    return builder().isConstant(value);
  }

  /** The elements of a value that {@link #isStored}. */
  ConstantData elements(Value value) {
    return builder().data(value);
  }

  /** Elements of a float operand that is stored in the model as it stands. */
  float[] floats(int index, String role) {
    return constant(input(index), role).toFloats();
  }

  /** The one element of a float or integer operand that is stored in the model. */
  float scalar(int index, String role) {
    ConstantData data = constant(any(index), role);
    if (data.length() != 1) {
      throw unsupported(data.length() + " elements for " + role, "one");
    }
    return data.dtype().isInteger() ? data.longAt(0) : data.toFloats()[0];
  }

  /** Elements of an integer operand that is stored in the model, such as a shape. */
  List<Integer> integers(int index, String role) {
    List<Integer> out = new ArrayList<>();
    for (long value : longs(index, role)) {
      if (value != (int) value) {
        throw unsupported(role + " with the element " + value, "elements within 32 bits");
      }
      out.add((int) value);
    }
    return out;
  }

  /** As {@link #integers}, of any size: ends of slices reach as far as the type does. */
  List<Long> longs(int index, String role) {
    ConstantData data = constant(any(index), role);
    if (!data.dtype().isInteger()) {
      throw notConstant(role + " of floats", role + " of integers");
    }
    return Arrays.stream(data.toLongs()).boxed().toList();
  }

  /** The shape, if it is no larger than a tensor may be. */
  Shape checkShape(List<Long> dims) {
    return tensors.shape(dims, source.toString());
  }

  /** A list that is an attribute up to some opset and an operand from then on. */
  Optional<List<Integer>> integersOfEither(String attribute, int operand, int operandSince) {
    if (opset < operandSince) {
      return attributes.integers(attribute);
    }
    return has(operand) ? Optional.of(integers(operand, attribute)) : Optional.empty();
  }

  /** A tensor attribute's shape and elements. */
  TensorReader.Tensor read(TensorProto tensor, String attribute) {
    return tensors.read(tensor, source + ", attribute " + attribute);
  }

  Value constant(String name, Shape shape, ConstantData data) {
    return builder().constant(name, shape, data);
  }

  Value constant(String name, Shape shape, float[] elements) {
    return builder().constant(name, shape, elements);
  }

  /**
   * Adds an operator; its output is named after the node's. What follows from a few constants is
   * computed at once: shapes that the exporter left to be computed are needed as numbers.
   */
  Value add(Function<Value, Op> maker) {
    return SmallConstants.fold(builder(), builder().add(node.getOutput(0), maker));
  }

  Value transpose(Value value, Integer... permutation) {
    return add(output -> new Transpose(value, List.of(permutation), output, source));
  }

  Value reshape(Value value, Shape shape) {
    if (value.shape().equals(shape)) {
      return value;
    }
    Value result =
        builder().add(node.getOutput(0), shape, output -> new Reshape(value, output, source));
    return SmallConstants.fold(builder(), result);
  }

  /** Ends the conversion: the node's first output is {@code value}. */
  void result(Value value) {
    result(0, value);
  }

  /** Defines output {@code index}, if it has a name. */
  void result(int index, Value value) {
    if (wants(index)) {
      results.accept(index, value);
    }
  }

  UpcallException unsupported(String found, String need) {
    return unsupported(found, need, "change this layer in the model and export it again");
  }

  UpcallException unsupported(String found, String need, String fix) {
    return Diagnostic.of(OnnxCode.UNSUPPORTED_USE, source.opType())
        .at("%s", at())
        .found("%s", found)
        .need("%s", need)
        .fix("%s", fix)
        .toException();
  }

  private GraphBuilder builder() {
    return values.builder();
  }

  private ConstantData constant(Value value, String role) {
    if (!builder().isConstant(value)) {
      throw notConstant("a computed " + role, "a " + role + " stored in the model");
    }
    return builder().data(value);
  }

  private UpcallException notConstant(String found, String need) {
    return Diagnostic.of(OnnxCode.NOT_CONSTANT, source.opType())
        .at("%s", at())
        .found("%s", found)
        .need("%s", need)
        .fix("simplify the model before the export, e.g. with onnxsim")
        .toException();
  }
}
