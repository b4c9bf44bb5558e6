package dev.upcall.cli.bench.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.cli.bench.conformance.ConformanceCase.DataSet;
import dev.upcall.cli.bench.conformance.Outcome.Kind;
import dev.upcall.compiler.ir.ConstantData;
import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.onnx.TensorFile;
import dev.upcall.core.onnx.GraphProto;
import dev.upcall.core.onnx.ModelProto;
import dev.upcall.core.onnx.NodeProto;
import dev.upcall.core.onnx.OperatorSetIdProto;
import dev.upcall.core.onnx.TensorShapeProto;
import dev.upcall.core.onnx.TypeProto;
import dev.upcall.core.onnx.ValueInfoProto;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The harness tells right from wrong. */
class ConformanceRunnerTest {
  private final ConformanceRunner runner =
      new ConformanceRunner(List.of(Engine.imported(), Engine.reference()));

  @Test
  void passes() {
    assertEquals(Kind.PASSED, runner.run(neg(floats("y", 1, -2))).kind());
  }

  @Test
  void withinTolerance() {
    assertEquals(Kind.PASSED, runner.run(neg(floats("y", 1.0005f, -2))).kind());
    Outcome off = runner.run(neg(floats("y", 1, -2.01f)));
    assertEquals(Kind.FAILED, off.kind());
    assertEquals("y[1] is -2.0 instead of -2.009999990463257", off.detail());
    assertEquals(Kind.FAILED, runner.run(neg(floats("y", 1, Float.NaN))).kind());
    assertEquals(Kind.FAILED, runner.run(neg(floats("y", 1, Float.POSITIVE_INFINITY))).kind());
  }

  @Test
  void wrongShapeTypeOrCount() {
    assertEquals(
        "y is FLOAT32[2] instead of FLOAT32[3]", runner.run(neg(floats("y", 1, 2, 3))).detail());
    TensorFile integers =
        new TensorFile("y", Shape.of(2), ConstantData.ofLongs(DType.INT32, new long[] {1, -2}));
    assertEquals("y is FLOAT32[2] instead of INT32[2]", runner.run(neg(integers)).detail());
    assertEquals(
        "1 outputs instead of 2", runner.run(neg(floats("y", 1, -2), floats("z", 1, -2))).detail());
  }

  @Test
  void refusal() {
    ConformanceCase test = test("Det", 1, List.of(floats("x0", 1, 2)), List.of(floats("y", 1, 2)));
    assertEquals("UP2006 Operator Det is not supported: Det", runner.run(test).detail());
  }

  @Test
  void operandThatMustBeConstant() {
    TensorFile shape =
        new TensorFile("x1", Shape.of(2), ConstantData.ofLongs(DType.INT64, new long[] {2, 1}));
    TensorFile column =
        new TensorFile("y", Shape.of(2, 1), ConstantData.ofFloats(new float[] {3, 4}));
    Outcome outcome =
        runner.run(test("Reshape", 7, List.of(floats("x0", 3, 4), shape), List.of(column)));
    assertEquals(Kind.PASSED_WITH_CONSTANTS, outcome.kind(), outcome::detail);
  }

  @Test
  void crashIsAFailure() {
    ConformanceRunner broken =
        new ConformanceRunner(
            List.of(
                (graph, inputs) -> {
                  throw new IllegalStateException("broken");
                }));
    Outcome outcome = broken.run(neg(floats("y", 1, -2)));
    assertEquals(Kind.FAILED, outcome.kind());
    assertTrue(outcome.detail().contains("broken"));
  }

  private static ConformanceCase neg(TensorFile... expected) {
    return test("Neg", 1, List.of(floats("x0", -1, 2)), List.of(expected));
  }

  /** A model of one node; its first input has two floats, others two integers. */
  private static ConformanceCase test(
      String type, int second, List<TensorFile> inputs, List<TensorFile> outputs) {
    List<ValueInfoProto> infos = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      infos.add(info("x" + i, i == 0 ? 1 : second).build());
    }
    GraphProto graph =
        GraphProto.newBuilder()
            .addNode(
                NodeProto.newBuilder()
                    .setOpType(type)
                    .addAllInput(inputs.stream().map(TensorFile::name).toList())
                    .addOutput("y"))
            .addAllInput(infos)
            .addOutput(
                ValueInfoProto.newBuilder()
                    .setName("y")
                    .setType(
                        TypeProto.newBuilder()
                            .setTensorType(TypeProto.Tensor.newBuilder().setElemType(1))))
            .build();
    ModelProto model =
        ModelProto.newBuilder()
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
            .setGraph(graph)
            .build();
    return new ConformanceCase(
        "made/" + type, model.toByteArray(), List.of(new DataSet(inputs, outputs)));
  }

  private static ValueInfoProto.Builder info(String name, int elementType) {
    TensorShapeProto shape =
        TensorShapeProto.newBuilder()
            .addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(2))
            .build();
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder().setElemType(elementType).setShape(shape)));
  }

  private static TensorFile floats(String name, float... elements) {
    return new TensorFile(name, Shape.of(elements.length), ConstantData.ofFloats(elements));
  }
}
