package dev.upcall.compiler.tflite;

import dev.upcall.compiler.ir.SourceRef;
import dev.upcall.core.diagnostic.Diagnostic;
import java.util.List;
import java.util.Optional;

/**
 * The model's tables: the first subgraph's operators and tensors, and the buffers. Tables are read
 * when they are asked for. Field numbers are those of the schema, {@code tensorflow/lite/schema/
 * schema.fbs}, version 3.
 */
final class TfliteModel {
  private static final String IDENTIFIER = "TFL3";

  private static final int MODEL_VERSION = 0;
  private static final int MODEL_OPERATOR_CODES = 1;
  private static final int MODEL_SUBGRAPHS = 2;
  private static final int MODEL_BUFFERS = 4;

  private static final int CODE_DEPRECATED_BUILTIN = 0;
  private static final int CODE_CUSTOM = 1;
  private static final int CODE_BUILTIN = 3;

  private static final int SUBGRAPH_TENSORS = 0;
  private static final int SUBGRAPH_INPUTS = 1;
  private static final int SUBGRAPH_OUTPUTS = 2;
  private static final int SUBGRAPH_OPERATORS = 3;

  private static final int OPERATOR_CODE = 0;
  private static final int OPERATOR_INPUTS = 1;
  private static final int OPERATOR_OUTPUTS = 2;
  private static final int OPERATOR_OPTIONS_TYPE = 3;
  private static final int OPERATOR_OPTIONS = 4;

  private static final int BUFFER_DATA = 0;
  private static final int BUFFER_OFFSET = 1;

  private static final int TENSOR_NAME = 3;

  /** {@code BuiltinOperator.CUSTOM}. */
  private static final int CUSTOM = 32;

  /** More than any operator has operands, or any model inputs. */
  private static final int MAX_INDICES = 256;

  private final TfliteLimits limits;
  private final String file;
  private final FlatVector codes;
  private final FlatVector tensors;
  private final FlatVector operators;
  private final FlatVector buffers;
  private final FlatVector subgraphs;
  private final FlatTable subgraph;

  /**
   * @param file its name, for messages
   * @throws dev.upcall.core.diagnostic.UpcallException UP27xx
   */
  TfliteModel(TfliteLimits limits, String file, byte[] bytes) {
    this.limits = limits;
    this.file = file;
    if (bytes.length > limits.fileBytes()) {
      throw tooLarge(file, bytes.length + " bytes", limits.fileBytes() + " bytes");
    }
    FlatBytes flat = new FlatBytes(file, bytes);
    if (!flat.hasIdentifier(IDENTIFIER)) {
      throw notTflite("no identifier \"" + IDENTIFIER + "\" at byte 4");
    }
    FlatTable model = flat.root();
    if (model.u32(MODEL_VERSION) != 3) {
      throw notTflite("version " + model.u32(MODEL_VERSION));
    }
    this.codes = tables(model, MODEL_OPERATOR_CODES, "operator code");
    this.buffers = tables(model, MODEL_BUFFERS, "buffer");
    this.subgraphs = tables(model, MODEL_SUBGRAPHS, "subgraph");
    if (subgraphs.length() == 0) {
      throw notTflite("no subgraph");
    }
    this.subgraph = subgraphs.table(0);
    this.tensors = tables(subgraph, SUBGRAPH_TENSORS, "tensor");
    this.operators = tables(subgraph, SUBGRAPH_OPERATORS, "operator");
  }

  private TfliteModel(TfliteModel model, int subgraph) {
    this.limits = model.limits;
    this.file = model.file;
    this.codes = model.codes;
    this.buffers = model.buffers;
    this.subgraphs = model.subgraphs;
    this.subgraph = subgraphs.table(index(subgraph, subgraphs, "subgraph"));
    this.tensors = tables(this.subgraph, SUBGRAPH_TENSORS, "tensor");
    this.operators = tables(this.subgraph, SUBGRAPH_OPERATORS, "operator");
  }

  /** The same model, of which {@code index} is the subgraph that is asked for. */
  TfliteModel subgraph(int index) {
    return new TfliteModel(this, index);
  }

  /** The file's name. */
  String file() {
    return file;
  }

  List<Integer> inputs() {
    return indices(subgraph, SUBGRAPH_INPUTS, "the inputs");
  }

  List<Integer> outputs() {
    return indices(subgraph, SUBGRAPH_OUTPUTS, "the outputs");
  }

  int operators() {
    return operators.length();
  }

  /** An operator, which is named after its first output. */
  TfliteOperator operator(int index) {
    FlatTable operator = operators.table(index);
    List<Integer> outputs = indices(operator, OPERATOR_OUTPUTS, "outputs of operator " + index);
    FlatTable code = codes.table(index(operator.u32(OPERATOR_CODE), codes, "operator code"));
    int builtin = Math.max(code.i8(CODE_DEPRECATED_BUILTIN, 0), code.i32(CODE_BUILTIN, 0));
    String type = BuiltinNames.of(builtin);
    if (builtin == CUSTOM) {
      type += " \"" + code.string(CODE_CUSTOM, "a custom operator's name") + '"';
    }
    String name = outputs.isEmpty() ? "" : tensor(outputs.get(0)).string(TENSOR_NAME, "a name");
    return new TfliteOperator(
        new SourceRef(file, index, name, type),
        builtin,
        indices(operator, OPERATOR_INPUTS, "inputs of operator " + index),
        outputs,
        operator.u8(OPERATOR_OPTIONS_TYPE),
        operator.table(OPERATOR_OPTIONS, "options of operator " + index));
  }

  FlatTable tensor(int index) {
    return tensors.table(index(index, tensors, "tensor"));
  }

  /** A buffer's bytes; empty if it has none. */
  Optional<FlatVector> buffer(long index) {
    FlatTable buffer = buffers.table(index(index, buffers, "buffer"));
    // 0 and 1 stand for "in this table".
    if (buffer.i64(BUFFER_OFFSET) < 0 || buffer.i64(BUFFER_OFFSET) > 1) {
      throw Diagnostic.of(TfliteCode.TENSOR)
          .at("%s, buffer %d", file, index)
          .found("weights behind the model's tables")
          .need("weights within them")
          .fix("convert the model without large-model support")
          .toException();
    }
    return Optional.of(buffer.vector(BUFFER_DATA, 1, "buffer " + index))
        .filter(data -> data.length() > 0);
  }

  static RuntimeException tooLarge(String at, String found, String limit) {
    return Diagnostic.of(TfliteCode.TOO_LARGE)
        .at("%s", at)
        .found("%s", found)
        .need("at most %s", limit)
        .fix("a model of this size does not fit a microcontroller; choose a smaller one")
        .toException();
  }

  private FlatVector tables(FlatTable table, int field, String entry) {
    FlatVector vector = table.vector(field, 4, entry);
    requireCount(vector, limits.tables(), entry);
    return vector;
  }

  private List<Integer> indices(FlatTable table, int field, String what) {
    FlatVector vector = table.vector(field, 4, what);
    requireCount(vector, MAX_INDICES, what);
    return vector.integers();
  }

  private void requireCount(FlatVector vector, int greatest, String what) {
    if (vector.length() > greatest) {
      throw tooLarge(file + ", " + what, vector.length() + " entries", greatest + " entries");
    }
  }

  private int index(long index, FlatVector vector, String what) {
    if (index < 0 || index >= vector.length()) {
      throw Diagnostic.of(TfliteCode.MALFORMED)
          .at("%s", file)
          .found("%s %d", what, index)
          .need("one of the %d in the file", vector.length())
          .fix("get the file again, or convert the model again")
          .toException();
    }
    return (int) index;
  }

  private RuntimeException notTflite(String found) {
    return Diagnostic.of(TfliteCode.NOT_TFLITE)
        .at("%s", file)
        .found("%s", found)
        .need("a TFLite model of schema version 3")
        .fix("convert the model with TensorFlow's TFLiteConverter")
        .toException();
  }
}
