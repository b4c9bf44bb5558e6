package dev.upcall.compiler.range;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Activation;
import dev.upcall.compiler.ir.op.Linear;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.ir.op.Window;
import dev.upcall.compiler.quant.QuantGraph;
import dev.upcall.compiler.reference.Interpreter;
import dev.upcall.compiler.testing.GoldenModel;
import dev.upcall.compiler.testing.QuantGraphMaker;
import dev.upcall.compiler.testing.RandomOperators;
import dev.upcall.compiler.tflite.TfliteImporter;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RemoveConstantChannelsTest {
  private final Interpreter interpreter = new Interpreter();

  /** Channels are constant here because the range of one input is that of all: small networks. */
  @Test
  void outputsStayTheSame() {
    Random random = new Random(4);
    int cut = 0;
    for (int round = 0; round < 60; round++) {
      QuantGraph model = network(random);
      QuantGraph less = RemoveConstantChannels.from(model);
      cut += less == model ? 0 : 1;
      for (int i = 0; i < 4; i++) {
        byte[] input = new byte[model.graph().inputs().get(0).type().bytes()];
        random.nextBytes(input);
        assertArrayEquals(interpreter.run(model, input), interpreter.run(less, input));
      }
    }
    assertTrue(cut > 5, cut + " networks of 60 have constant channels");
  }

  /** One tap per channel, so that many biases outweigh all a channel can read. */
  private static QuantGraph network(Random random) {
    QuantGraphMaker maker = new QuantGraphMaker("net", random).withPositiveOutputs();
    int stride = 1 + random.nextInt(2);
    Window plain = Window.unit();
    Window padded = new Window(stride, stride, 1, 1, 1, 1, 1, 1);
    Value x = maker.input(1, 4, 5, 1);
    Value wide = maker.conv(x, 24, 1, 1, plain, 1, Activation.RELU);
    Value apart = maker.depthwise(wide, 1, 3, 3, padded, Activation.RELU);
    Value mixed = maker.conv(apart, 12, 1, 1, plain, 1, Activation.RELU);
    Value again = maker.conv(mixed, 8, 3, 3, padded, 1, Activation.RELU);
    int size = again.shape().size();
    return maker.build(maker.fullyConnected(maker.reshape(again, 1, size), 5, Activation.NONE));
  }

  @ParameterizedTest
  @EnumSource
  void singleOperatorsStayWhole(RandomOperators operator) {
    QuantGraph model = operator.graph(new Random(1));
    assertSame(model, RemoveConstantChannels.from(model));
  }

  /** What KERNELS.md 1 finds, filled up to multiples of four. */
  @Test
  void findsTheLivePartOfVww() {
    QuantGraph model = TfliteImporter.read(GoldenModel.VWW.model()).integers().orElseThrow();
    QuantGraph less = RemoveConstantChannels.from(model);
    assertEquals(2738, channels(model));
    assertEquals(1178, channels(less));
    byte[] input = GoldenModel.VWW.inputs().get(3);
    assertArrayEquals(GoldenModel.VWW.outputs().get(3), interpreter.run(less, input));
  }

  private static int channels(QuantGraph model) {
    int channels = 0;
    for (Op op : model.graph().ops()) {
      channels += op instanceof Linear ? op.output().shape().dim(-1) : 0;
    }
    return channels;
  }
}
