package dev.upcall.compiler.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.pass.Passes;
import dev.upcall.compiler.quant.QuantGraph;
import dev.upcall.compiler.quant.Quantizer;
import dev.upcall.compiler.testing.OnnxModel;
import dev.upcall.core.tensor.QParams;
import java.util.List;
import org.junit.jupiter.api.Test;

class QuantReportTest {
  @Test
  void exactLayerLosesNothing() {
    Graph graph =
        Passes.standard()
            .run(new OnnxModel().input("x", 1, 4).node("Relu", "x", "y").output("y").read());
    // Steps of 1 on both sides of the operator: integers pass through exactly.
    List<float[]> samples = List.of(new float[] {-128, -3, 0, 127}, new float[] {255, 1, 2, 3});
    QuantGraph quantized = Quantizer.quantize(graph, new QParams(1, 0), samples);
    QuantReport report = QuantReport.of(graph, quantized, samples.subList(0, 1));
    assertEquals(1, report.layers().size());
    assertEquals("y/Relu", report.layers().get(0).name());
    assertEquals("clamp", report.layers().get(0).operator());
    assertEquals(Double.POSITIVE_INFINITY, report.layers().get(0).sqnr());
    assertTrue(report.render().startsWith("y/Relu "), report.render());
  }

  @Test
  void saturationShowsAsNoise() {
    Graph graph =
        Passes.standard()
            .run(new OnnxModel().input("x", 1, 1).node("Relu", "x", "y").output("y").read());
    QuantGraph quantized = Quantizer.quantize(graph, new QParams(1, 0), List.of(new float[] {100}));
    QuantReport report = QuantReport.of(graph, quantized, List.of(new float[] {200}));
    // 200 comes out as 100: half the amplitude is error, a quarter of the power.
    assertEquals(6.02, report.layers().get(0).sqnr(), 0.1);
  }
}
