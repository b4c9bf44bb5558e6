package dev.upcall.compiler.tflite;

import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.GraphBuilder;
import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.SourceRef;
import dev.upcall.compiler.ir.TensorType;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.ArgReduce;
import dev.upcall.compiler.ir.op.Clamp;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.ir.op.Reshape;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.tensor.QParams;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/** One operator while it is converted: its operands, its options, and where its output goes. */
final class OperatorContext {
  private final TfliteOperator operator;
  private final ImportedTensors tensors;
  private final TfliteLimits limits;
  private final Options options;
  private final int index;

  OperatorContext(TfliteOperator operator, ImportedTensors tensors, TfliteLimits limits) {
    this(operator, tensors, limits, 0);
  }

  private OperatorContext(
      TfliteOperator operator, ImportedTensors tensors, TfliteLimits limits, int index) {
    this.operator = operator;
    this.tensors = tensors;
    this.limits = limits;
    this.options = new Options(this, operator.options(), limits.elements());
    this.index = index;
  }

  /** The same operator, for which "the output" is another one. */
  OperatorContext ofOutput(int output) {
    return new OperatorContext(operator, tensors, limits, output);
  }

  /** The variable that a VAR_HANDLE names. */
  String variableName() {
    return operator.variableName();
  }

  /** Operands listed. */
  int inputs() {
    return operator.inputs().size();
  }

  /** Outputs listed. */
  int outputs() {
    return operator.outputs().size();
  }

  /** What an extent may be. */
  int greatest() {
    return limits.elements();
  }

  SourceRef source() {
    return operator.source();
  }

  String at() {
    return operator.source().toString();
  }

  Options options() {
    return options;
  }

  ImportedTensors tensors() {
    return tensors;
  }

  /** Whether operand {@code index} is given. */
  boolean has(int index) {
    return operator.has(index);
  }

  /** Operand {@code index} as the file describes it. */
  TfliteTensor tensor(int index) {
    return tensors.get(operator.inputs().get(index));
  }

  /** Operand {@code index}, as integers of one scale or as real numbers. */
  Value activation(int index) {
    return tensors.activation(operator.inputs().get(index), at());
  }

  /** Operand {@code index}, computed from the graph's input. */
  Value computed(int index) {
    Value value = activation(index);
    if (tensors.builder().isConstant(value)) {
      throw unsupported("an operand that is constant", "one computed from the model's input");
    }
    return value;
  }

  /** Operand {@code index}, which persists between runs. */
  TfliteTensor variable(int index) {
    TfliteTensor tensor = tensors.any(operator.inputs().get(index));
    if (!tensor.variable()) {
      throw unsupported("a state that is no variable", "a variable");
    }
    return tensor;
  }

  /** Operand {@code index}, whose elements are in the file. */
  TfliteTensor constant(int index, String role) {
    TfliteTensor tensor = tensor(index);
    if (!tensor.isConstant()) {
      throw Diagnostic.of(TfliteCode.NOT_CONSTANT, source().opType())
          .at("%s", at())
          .found("%s computed by the graph (%s)", role, tensor)
          .need("%s stored in the model", role)
          .fix("convert the model with a fixed input shape and frozen weights")
          .toException();
    }
    return tensor;
  }

  /** Constant operand {@code index} as real numbers: float32, float16, or int8 times a scale. */
  Value real(int index, String role) {
    int tensor = operator.inputs().get(index);
    if (tensors.isKnown(tensor)) {
      Value value = tensors.activation(tensor, at());
      if (tensors.builder().isConstant(value) && !value.type().isQuantized()) {
        return value;
      }
    }
    TfliteTensor constant = constant(index, role);
    if (!ConstantReader.isReal(constant)) {
      throw unsupported(
          role + " of " + TensorTypes.name(constant.type()), role + " of real numbers");
    }
    return tensors.reals(constant);
  }

  /** Elements of a constant operand of whole numbers, such as axes. */
  int[] integers(int index, String role) {
    TfliteTensor tensor = constant(index, role);
    if (!tensor.is(DType.INT32) && !tensor.is(DType.INT64)) {
      throw unsupported(role + " of " + TensorTypes.name(tensor.type()), role + " of int32");
    }
    return tensors.integers(tensor);
  }

  /** Index of the only operand. */
  int inputIndex() {
    return operator.inputs().get(0);
  }

  int outputIndex() {
    return operator.outputs().get(index);
  }

  /** The output's shape and quantisation, as the file has them. */
  TensorType output() {
    return tensors.type(tensors.get(outputIndex()));
  }

  /** The output takes the operand's bytes as they are, so both must mean the same by them. */
  void requireSameQuantization(Value input) {
    if (!input.type().quantization().equals(output().quantization())) {
      throw quantization(
          "input " + input.type().quantization() + ", output " + output().quantization(),
          "the same scale and zero point on both sides");
    }
  }

  /** Between real numbers and integers stand QUANTIZE and DEQUANTIZE alone. */
  void requireKind(TensorType operand, TensorType result) {
    if (operand.isQuantized() != result.isQuantized()) {
      throw unsupported(
          "an operand of " + operand.dtype().irName() + " for " + result.dtype().irName(),
          "operands and output all of integers or all of real numbers");
    }
  }

  /** Adds the operator whose result is this node's output. */
  void result(Function<Value, Op> maker) {
    tensors.define(outputIndex(), add(output(), maker), at());
  }

  /**
   * As {@link #result}; where the operand is floats that a DEQUANTIZE made, the operator's int8
   * form on the integers before it, whose output is quantised as TFLite does.
   */
  void score(QParams quantized, BiFunction<Value, Value, Op> maker) {
    Optional<Value> integers = tensors.dequantized(inputIndex());
    if (integers.isEmpty()) {
      Value input = computed(0);
      result(output -> maker.apply(input, output));
      return;
    }
    TensorType type = TensorType.quantized(DType.INT8, output().shape(), quantized);
    Value value = add(type, output -> maker.apply(integers.get(), output));
    tensors.defineDequantized(outputIndex(), value, at());
  }

  /** As {@link #result}, of a matrix product [N,M] whose output the file gives other axes. */
  void resultAs(Shape shape, Function<Value, Op> maker) {
    TensorType declared = output();
    Value value = add(declared.withShape(shape), maker);
    tensors.define(outputIndex(), view(value, declared.shape()), at());
  }

  /** Adds an operator between this node's operands and its output. */
  Value step(TensorType type, Function<Value, Op> maker) {
    return add(type, maker);
  }

  /** The same elements under another shape. */
  Value view(Value value, Shape shape) {
    if (value.shape().equals(shape)) {
      return value;
    }
    return add(value.type().withShape(shape), output -> new Reshape(value, output, source()));
  }

  /** This node's output is {@code value} itself. */
  void alias(Value value) {
    tensors.define(outputIndex(), value, at());
  }

  UpcallException unsupported(String found, String need) {
    return refuse(TfliteCode.UNSUPPORTED_USE, found, need);
  }

  UpcallException badOption(String found, String need) {
    return refuse(TfliteCode.OPTIONS, found, need);
  }

  UpcallException quantization(String found, String need) {
    return Diagnostic.of(TfliteCode.QUANTIZATION)
        .at("%s", at())
        .found("%s", found)
        .need("%s", need)
        .fix("convert the model with TFLiteConverter's int8 quantisation")
        .toException();
  }

  private UpcallException refuse(TfliteCode code, String found, String need) {
    return Diagnostic.of(code, source().opType())
        .at("%s", at())
        .found("%s", found)
        .need("%s", need)
        .fix("change this layer in the model and convert it again")
        .toException();
  }

  private void requireOneKind(Op op) {
    TensorType result = op.output().type();
    for (Value operand : op.inputs()) {
      boolean indices = operand.type().dtype().isInteger() && !operand.type().isQuantized();
      if (!indices) {
        requireKind(operand.type(), result);
      }
    }
    boolean converts = op instanceof Clamp || op instanceof ArgReduce;
    boolean same = result.dtype() == op.inputs().get(0).type().dtype();
    if (!converts && (!same || result.dtype() == DType.INT32)) {
      throw unsupported(
          "an operand of "
              + op.inputs().get(0).type().dtype().irName()
              + " for "
              + result.dtype().irName(),
          "int8, int16 or float32 on both sides");
    }
  }

  private Value add(TensorType type, Function<Value, Op> maker) {
    GraphBuilder builder = tensors.builder();
    Value output = builder.newValue(tensors.get(outputIndex()).name(), type);
    Op op = maker.apply(output);
    Shape inferred = op.inferShape();
    if (!inferred.equals(type.shape())) {
      throw Diagnostic.of(TfliteCode.SHAPE)
          .at("%s", at())
          .found("output %s", type.shape())
          .need("%s, as its operands give", inferred)
          .fix("convert the model again")
          .toException();
    }
    requireOneKind(op);
    ScaleCheck.require(op, this);
    builder.add(op);
    return output;
  }
}
