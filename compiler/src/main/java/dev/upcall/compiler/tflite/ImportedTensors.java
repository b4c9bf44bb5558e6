package dev.upcall.compiler.tflite;

import dev.upcall.compiler.ir.ConstantData;
import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.GraphBuilder;
import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.TensorType;
import dev.upcall.compiler.ir.Value;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.tensor.QParams;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The file's tensors, and the graph's values that stand for them. */
final class ImportedTensors {
  private final TfliteModel model;
  private final GraphBuilder builder;
  private final ConstantBudget budget;
  private final TensorReader reader;
  private final Map<Integer, TfliteTensor> read = new HashMap<>();
  private final Map<Integer, Value> values = new HashMap<>();

  /** Float tensors that a DEQUANTIZE makes: good for an output, for no operator. */
  private final Map<Integer, Value> dequantized = new HashMap<>();

  /** The model's input where it is not int8 itself, -1 else. */
  private int realInput = -1;

  /** What a QUANTIZE makes of it. */
  private Optional<Value> quantizedInput = Optional.empty();

  ImportedTensors(TfliteLimits limits, TfliteModel model, GraphBuilder builder) {
    this.model = model;
    this.builder = builder;
    this.budget = new ConstantBudget(limits);
    this.reader = new TensorReader(limits, model, budget);
  }

  GraphBuilder builder() {
    return builder;
  }

  TfliteTensor get(int index) {
    TfliteTensor tensor = read.get(index);
    if (tensor == null) {
      tensor = reader.read(index);
      read.put(index, tensor);
    }
    return tensor;
  }

  /** The int8 value of a tensor: the input, an operator's output, or a constant. */
  Value activation(int index, String at) {
    Value known = values.get(index);
    if (known != null) {
      return known;
    }
    TfliteTensor tensor = get(index);
    TensorType type = int8(tensor);
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

  /** What the int8 tensor of an activation is in the graph. */
  TensorType int8(TfliteTensor tensor) {
    if (!tensor.is(DType.INT8)) {
      throw Diagnostic.of(TfliteCode.ELEMENT_TYPE)
          .at("%s, %s", model.file(), tensor)
          .found("%s", TensorTypes.name(tensor.type()))
          .need("int8")
          .fix(
              "convert with full-integer quantisation (int8 input and output), or export the float"
                  + " model to ONNX and let Upcall quantise it")
          .toException();
    }
    List<QParams> quantization = tensor.quantization();
    if (quantization.size() != 1
        || quantization.get(0).zeroPoint() < -128
        || quantization.get(0).zeroPoint() > 127) {
      throw Diagnostic.of(TfliteCode.QUANTIZATION)
          .at("%s, %s", model.file(), tensor)
          .found(
              quantization.size() == 1
                  ? "zero point " + quantization.get(0).zeroPoint()
                  : quantization.size() + " scales")
          .need("one scale and a zero point in -128..127")
          .fix("convert the model with TFLiteConverter's int8 quantisation")
          .toException();
    }
    return TensorType.quantized(DType.INT8, tensor.shape(), quantization.get(0));
  }

  /** Defines the model's input; if it holds floats, a QUANTIZE behind it has to. */
  void defineInput(int index, String at) {
    requireUndefined(index, at);
    TfliteTensor tensor = get(index);
    if (tensor.is(DType.FLOAT32)) {
      realInput = index;
    } else {
      define(index, builder.input(tensor.name(), int8(tensor)), at);
    }
  }

  boolean isRealInput(int index) {
    return index == realInput;
  }

  /** The graph's input, as tensor {@code index} has it quantised. */
  Value quantizedInput(int index, String at) {
    TfliteTensor tensor = get(index);
    TensorType type = int8(tensor);
    Value input = quantizedInput.orElseGet(() -> builder.input(tensor.name(), type));
    quantizedInput = Optional.of(input);
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
    builder.addConstant(value, data(tensor, type.dtype()));
    return value;
  }

  /** A constant of zeros. */
  Value zeros(String name, TensorType type) {
    budget.take(type.bytes(), name);
    Value value = builder.newValue(name, type);
    builder.addConstant(value, ConstantData.ofRaw(type.dtype(), new byte[type.bytes()]));
    return value;
  }

  /** A constant tensor's elements. */
  ConstantData data(TfliteTensor tensor, DType dtype) {
    FlatVector buffer = tensor.buffer().orElseThrow();
    long bytes = (long) tensor.shape().size() * dtype.bytes();
    if (buffer.length() != bytes) {
      throw Diagnostic.of(TfliteCode.TENSOR)
          .at("%s, %s", model.file(), tensor)
          .found("%d bytes for shape %s", buffer.length(), tensor.shape())
          .need("%d bytes", bytes)
          .fix("convert the model again")
          .toException();
    }
    budget.take(bytes, tensor.toString());
    return ConstantData.ofRaw(dtype, buffer.copy((int) bytes));
  }

  void define(int index, Value value, String at) {
    requireUndefined(index, at);
    values.put(index, value);
  }

  void defineDequantized(int index, Value value, String at) {
    requireUndefined(index, at);
    dequantized.put(index, value);
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

  /** Elements of a constant of whole numbers. */
  int[] integers(TfliteTensor tensor, Shape shape) {
    DType dtype = tensor.is(DType.INT64) ? DType.INT64 : DType.INT32;
    ConstantData data = data(tensor, dtype);
    int[] integers = new int[shape.size()];
    for (int i = 0; i < integers.length; i++) {
      // What leaves 32 bits is wrong in any case: it stays out of every range.
      integers[i] = (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, data.longAt(i)));
    }
    return integers;
  }
}
