package dev.upcall.compiler.range;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Linear;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.quant.QuantGraph;
import dev.upcall.compiler.reference.Interpreter;
import dev.upcall.compiler.testing.GoldenModel;
import dev.upcall.compiler.testing.RandomOperators;
import dev.upcall.compiler.tflite.TfliteImporter;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RangeAnalysisTest {
  @ParameterizedTest
  @EnumSource
  void holdWhateverTheInput(RandomOperators operator) {
    Random random = new Random(operator.ordinal());
    for (int round = 0; round < 20; round++) {
      QuantGraph model = operator.graph(random);
      byte[] input = new byte[model.graph().inputs().get(0).shape().size()];
      random.nextBytes(input);
      check(model, new Interpreter().runAll(model, input));
    }
  }

  @ParameterizedTest
  @EnumSource(GoldenModel.class)
  void holdForGoldenInputs(GoldenModel golden) {
    QuantGraph model = TfliteImporter.read(golden.model()).integers().orElseThrow();
    for (int input : GoldenModel.RECORDED) {
      Map<Integer, byte[]> values = new HashMap<>();
      for (GoldenModel.Layer layer : golden.layers(input)) {
        model.graph().ops().stream()
            .filter(op -> op.source().node() == layer.node())
            .reduce((first, second) -> second)
            .ifPresent(op -> values.put(op.output().id(), layer.output()));
      }
      assertTrue(values.size() > 5, values.size() + " layers");
      check(model, values);
    }
  }

  /** KERNELS.md 1: much of this model is dead. */
  @Test
  void findsConstantChannels() {
    Graph graph = TfliteImporter.read(GoldenModel.VWW.model()).integers().orElseThrow().graph();
    RangeAnalysis ranges = RangeAnalysis.of(graph);
    int constants = 0;
    for (Op op : graph.ops()) {
      constants += op instanceof Linear ? ranges.range(op.output()).constants() : 0;
    }
    assertEquals(1650, constants);
  }

  private static void check(QuantGraph model, Map<Integer, byte[]> values) {
    RangeAnalysis ranges = RangeAnalysis.of(model.graph());
    for (Op op : model.graph().ops()) {
      Value value = op.output();
      ChannelRanges range = ranges.range(value);
      byte[] bytes = values.getOrDefault(value.id(), new byte[0]);
      for (int i = 0; i < bytes.length; i++) {
        int channel = i % range.channels();
        boolean inside = range.min(channel) <= bytes[i] && bytes[i] <= range.max(channel);
        byte actual = bytes[i];
        assertTrue(inside, () -> op + ": " + actual + " in channel " + channel);
      }
    }
  }
}
