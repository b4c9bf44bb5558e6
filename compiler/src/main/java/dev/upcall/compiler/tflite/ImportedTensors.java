package dev.upcall.compiler.tflite;

import dev.upcall.compiler.ir.ConstantData;
import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.GraphBuilder;
import dev.upcall.compiler.ir.TensorType;
import dev.upcall.compiler.ir.Value;
import dev.upcall.core.diagnostic.Diagnostic;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The file's tensors, and the graph's values that stand for them. */
final class ImportedTensors {
  private final TfliteModel model;
  private final GraphBuilder builder;
  private final ConstantReader constants;
  private final ActivationTypes types;
  private final TensorReader reader;
  private final TfliteLimits limits;
  private final Variables variables;
  private final Map<Integer, TfliteTensor> read = new HashMap<>();
  private final Map<Integer, Value> values = new HashMap<>();

  /** Float tensors that a DEQUANTIZE makes: good for an output, and for what gives a score. */
  private final Map<Integer, Value> dequantized = new HashMap<>();

  /** The model's inputs of floats that a QUANTIZE reads. */
  private final Set<Integer> realInputs = new HashSet<>();

  /** What it makes of them. */
  private final Map<Integer, Value> quantizedInputs = new HashMap<>();

  ImportedTensors(TfliteLimits limits, TfliteModel model, GraphBuilder builder) {
    this.limits = limits;
    this.model = model;
    this.variables = new Variables(builder);
    this.builder = builder;
    ConstantBudget budget = new ConstantBudget(limits);
    this.constants = new ConstantReader(model, budget);
    this.types = new ActivationTypes(model);
    this.reader = new TensorReader(limits, model, budget);
  }

  GraphBuilder builder() {
    return builder;
  }

  TfliteModel model() {
    return model;
  }

  Variables variables() {
    return variables;
  }

  /** The tensors of another subgraph of the model. */
  ImportedTensors of(TfliteModel subgraph) {
    return new ImportedTensors(limits, subgraph, builder);
  }

  TfliteTensor get(int index) {
    TfliteTensor tensor = any(index);
    if (tensor.variable()) {
      String at = model.file() + ", " + tensor;
      throw TensorReader.refuse(at, "a variable", "tensors without state");
    }
    return tensor;
  }

  /** A tensor that persists between runs, or any other. */
  TfliteTensor any(int index) {
    TfliteTensor tensor = read.get(index);
    if (tensor == null) {
      tensor = reader.read(index);
      read.put(index, tensor);
    }
    return tensor;
  }

  /** The value of a tensor: an input, an operator's output, or a constant. */
  Value activation(int index, String at) {
    Value known = values.get(index);
    if (known != null) {
      return known;
    }
    TfliteTensor tensor = get(index);
    TensorType type = type(tensor);
    if (!tensor.isConstant()) {
      throw Diagnostic.of(TfliteCode.MISSING_VALUE)
          .at("%s", at)
          .found("%s", tensor)
          .need("an input, a constant or the output of an operator before this one")
          .fix("convert the model again")
          .toException();
    }
    Value value = constant(tensor, type);
    values.put(index, value);
    return value;
  }

  /** Whether a value stands for a tensor already. */
  boolean isKnown(int index) {
    return values.containsKey(index);
  }

  /** What the tensor of an activation is in the graph. */
  TensorType type(TfliteTensor tensor) {
    return types.of(tensor);
  }

  /**
   * Defines an input of the model.
   *
   * @param quantized whether it holds floats that a QUANTIZE makes integers of: the graph begins
   *     behind that
   */
  void defineInput(int index, boolean quantized, String at) {
    requireUndefined(index, at);
    TfliteTensor tensor = get(index);
    if (quantized) {
      realInputs.add(index);
    } else {
      define(index, builder.input(tensor.name(), type(tensor)), at);
    }
  }

  boolean isRealInput(int index) {
    return realInputs.contains(index);
  }

  /** The graph's input for the model's {@code realInput}, as tensor {@code index} has it. */
  Value quantizedInput(int realInput, int index, String at) {
    TfliteTensor tensor = get(index);
    TensorType type = type(tensor);
    Value input =
        quantizedInputs.computeIfAbsent(realInput, i -> builder.input(tensor.name(), type));
    if (!input.type().equals(type) || !type.shape().equals(get(realInput).shape())) {
      throw Diagnostic.of(TfliteCode.UNSUPPORTED_USE, "QUANTIZE")
          .at("%s", at)
          .found("%s of the input %s, quantised another way", type.shape(), get(realInput).shape())
          .need("one way to quantise the model's input")
          .fix("convert the model with an int8 input")
          .toException();
    }
    return input;
  }

  /** A constant of another type than the file's table says, such as weights per channel. */
  Value constant(TfliteTensor tensor, TensorType type) {
    Value value = builder.newValue(tensor.name(), type);
    builder.addConstant(value, constants.data(tensor, type.dtype()));
    return value;
  }

  /** A constant's elements as the file has them. */
  ConstantData elements(TfliteTensor tensor, DType dtype) {
    return constants.data(tensor, dtype);
  }

  /** A constant's elements as real numbers. */
  Value reals(TfliteTensor tensor) {
    float[] elements = constants.reals(tensor);
    return builder.constant(tensor.name(), tensor.shape(), elements);
  }

  /** A new constant. */
  Value made(String name, TensorType type, ConstantData elements) {
    Value value = builder.newValue(name, type);
    builder.addConstant(value, elements);
    return value;
  }

  /** A constant of zeros. */
  Value zeros(String name, TensorType type) {
    Value value = builder.newValue(name, type);
    builder.addConstant(value, constants.zeros(name, type.dtype(), type.shape()));
    return value;
  }

  void define(int index, Value value, String at) {
    requireUndefined(index, at);
    values.put(index, value);
  }

  /** The integers behind a float tensor that a DEQUANTIZE made. */
  Optional<Value> dequantized(int index) {
    return Optional.ofNullable(dequantized.get(index));
  }

  void defineDequantized(int index, Value value, String at) {
    requireUndefined(index, at);
    dequantized.put(index, value);
  }

  /** Elements of a constant of whole numbers. */
  int[] integers(TfliteTensor tensor) {
    return constants.integers(tensor, tensor.shape());
  }

  /** Whether {@code index} stands for no value yet and is no constant. */
  void requireUndefined(int index, String at) {
    if (values.containsKey(index) || dequantized.containsKey(index) || get(index).isConstant()) {
      throw Diagnostic.of(TfliteCode.DEFINED_TWICE)
          .at("%s", at)
          .found("%s", get(index))
          .need("a tensor that only this operator writes")
          .fix("convert the model again")
          .toException();
    }
  }

  /** What an output of the graph is: int8, even where the file turns it into floats. */
  Optional<Value> output(int index) {
    Value value = values.get(index);
    return Optional.ofNullable(value != null ? value : dequantized.get(index));
  }
}
