package dev.upcall.compiler.onnx;

import dev.upcall.compiler.ir.ConstantData;
import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.GraphBuilder;
import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.SourceRef;
import dev.upcall.compiler.ir.TensorType;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Reshape;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.onnx.GraphProto;
import dev.upcall.core.onnx.TensorProto;
import dev.upcall.core.onnx.TensorShapeProto.Dimension;
import dev.upcall.core.onnx.ValueInfoProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The graph's inputs and outputs: types and shapes, where a symbolic batch becomes 1. */
final class GraphInterface {
  private final String file;
  private final GraphProto proto;
  private final GraphBuilder builder;
  private final ImportedValues values;
  private final TensorReader tensors;

  GraphInterface(
      String file,
      GraphProto proto,
      GraphBuilder builder,
      ImportedValues values,
      TensorReader tensors) {
    this.file = file;
    this.proto = proto;
    this.builder = builder;
    this.values = values;
    this.tensors = tensors;
  }

  /**
   * @param fixed elements of inputs that become constants, by name
   */
  void addInputs(Map<String, ConstantData> fixed) {
    // Up to IR version 3 every initializer is listed among the inputs as well.
    Set<String> initializers =
        proto.getInitializerList().stream().map(TensorProto::getName).collect(Collectors.toSet());
    List<ValueInfoProto> inputs =
        proto.getInputList().stream().filter(i -> !initializers.contains(i.getName())).toList();
    if (proto.getOutputCount() == 0) {
      throw Diagnostic.of(OnnxCode.INTERFACE)
          .at("%s", file)
          .found("no output")
          .need("at least one")
          .fix("export the whole model, from its input to its scores")
          .toException();
    }
    for (ValueInfoProto input : inputs) {
      String where = "input \"" + input.getName() + "\"";
      TensorType type = TensorType.of(elementType(input, where), inputShape(input, where));
      ConstantData data = fixed.get(input.getName());
      values.define(
          input.getName(),
          data == null
              ? builder.input(input.getName(), type)
              : builder.constant(input.getName(), type.shape(), data),
          where);
    }
  }

  void addOutputs() {
    for (ValueInfoProto output : proto.getOutputList()) {
      if (!values.isDefined(output.getName())) {
        throw Diagnostic.of(OnnxCode.MISSING_VALUE)
            .at("%s, output \"%s\"", file, output.getName())
            .found("no node that computes it")
            .fix("export the model again")
            .toException();
      }
      Value value = values.get(output.getName());
      requireDeclaredType(output, value);
      requireDeclaredShape(output, value);
      builder.output(named(value, output.getName()));
    }
  }

  /** An output keeps its name also where it is another value under a second name. */
  private Value named(Value value, String name) {
    if (value.name().equals(name)) {
      return value;
    }
    SourceRef source = new SourceRef(file, -1, name, "Identity");
    return builder.add(name, value.shape(), output -> new Reshape(value, output, source));
  }

  private Shape inputShape(ValueInfoProto input, String where) {
    List<Long> dims = new ArrayList<>();
    List<Dimension> declared = input.getType().getTensorType().getShape().getDimList();
    if (!input.getType().getTensorType().hasShape()) {
      throw dynamic(where, "no shape");
    }
    for (Dimension dim : declared) {
      if (dim.getValueCase() == Dimension.ValueCase.DIM_VALUE) {
        dims.add(dim.getDimValue());
      } else if (dims.isEmpty()) {
        dims.add(1L); // the batch: a device sees one sample at a time
      } else {
        throw dynamic(where, "dimension " + dims.size() + " is \"" + dim.getDimParam() + '"');
      }
    }
    return tensors.shape(dims, where);
  }

  private DType elementType(ValueInfoProto value, String where) {
    int number = value.getType().getTensorType().getElemType();
    return ElementTypes.find(number)
        .orElseThrow(
            () ->
                Diagnostic.of(OnnxCode.ELEMENT_TYPE)
                    .at("%s, %s", file, where)
                    .found("%s", ElementTypes.name(number))
                    .need("%s", ElementTypes.supported())
                    .fix("export the model in float32")
                    .toException());
  }

  private void requireDeclaredType(ValueInfoProto output, Value value) {
    String where = "output \"" + output.getName() + "\"";
    DType declared = elementType(output, where);
    if (declared != value.type().dtype()) {
      throw Diagnostic.of(OnnxCode.ELEMENT_TYPE)
          .at("%s, %s", file, where)
          .found("%s elements from the nodes", value.type().dtype().irName())
          .need("the declared %s", declared.irName())
          .fix("run onnx.shape_inference on the model, or export it again")
          .toException();
    }
  }

  /** A file whose declared output differs from what its nodes give is not to be trusted. */
  private void requireDeclaredShape(ValueInfoProto output, Value value) {
    if (!output.getType().getTensorType().hasShape()) {
      return;
    }
    List<Dimension> declared = output.getType().getTensorType().getShape().getDimList();
    boolean agrees = declared.size() == value.shape().rank();
    for (int axis = 0; agrees && axis < declared.size(); axis++) {
      Dimension dim = declared.get(axis);
      agrees =
          dim.getValueCase() != Dimension.ValueCase.DIM_VALUE
              || dim.getDimValue() == value.shape().dim(axis);
    }
    if (!agrees) {
      throw Diagnostic.of(OnnxCode.SHAPE)
          .at("%s, output \"%s\"", file, output.getName())
          .found("shape %s from the nodes", value.shape())
          .need("the declared shape [%s]", describe(declared))
          .fix("run onnx.shape_inference on the model, or export it again")
          .toException();
    }
  }

  private static String describe(List<Dimension> dims) {
    return dims.stream()
        .map(
            dim ->
                dim.getValueCase() == Dimension.ValueCase.DIM_VALUE
                    ? String.valueOf(dim.getDimValue())
                    : "?")
        .collect(Collectors.joining(","));
  }

  private UpcallException dynamic(String where, String found) {
    return Diagnostic.of(OnnxCode.DYNAMIC_SHAPE)
        .at("%s, %s", file, where)
        .found("%s", found)
        .need("fixed dimensions; only the first, the batch, may be symbolic")
        .fix(
            "export with fixed dimensions, or set them with onnxruntime's make_dynamic_shape_fixed")
        .toException();
  }
}
