package dev.upcall.compiler.quant;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.GraphVerifier;
import dev.upcall.compiler.pass.Passes;
import dev.upcall.compiler.testing.SampleModels;
import dev.upcall.core.tensor.QParams;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class QuantizerTest {
  @Test
  void givesEveryValueAQuantization() {
    Graph graph = Passes.standard().run(SampleModels.residual().read());
    QParams input = new QParams(4f / 255, 0);
    QuantGraph quantized = Quantizer.quantize(graph, input, samples(graph, 8));
    GraphVerifier.verify(quantized.graph(), "quantizer");
    assertEquals(input, quantized.graph().inputs().get(0).type().qparams());
  }

  static List<float[]> samples(Graph graph, int count) {
    Random random = new Random(5);
    List<float[]> samples = new ArrayList<>();
    for (int s = 0; s < count; s++) {
      float[] sample = new float[graph.inputs().get(0).shape().size()];
      for (int i = 0; i < sample.length; i++) {
        sample[i] = random.nextFloat() * 4 - 2;
      }
      samples.add(sample);
    }
    return samples;
  }
}
