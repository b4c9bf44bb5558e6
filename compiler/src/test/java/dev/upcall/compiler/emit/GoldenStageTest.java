package dev.upcall.compiler.emit;

import dev.upcall.compiler.emit.FirmwareSpec.Net;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Activation;
import dev.upcall.compiler.ir.op.Window;
import dev.upcall.compiler.quant.QuantGraph;
import dev.upcall.compiler.testing.Golden;
import dev.upcall.compiler.testing.QuantGraphMaker;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The C as people read it. */
class GoldenStageTest {
  @Test
  void printsAStageAndItsLadder() {
    Map<String, String> files =
        new FirmwareEmitter(new Renderer())
            .emit(TestSpecs.firmware(List.of(net("first", 1), net("second", 2))));
    for (String name :
        List.of(
            "upcall_stage_first.c",
            "upcall_stage_first.h",
            "upcall_model.h",
            "upcall_config.h",
            "upcall_ladder.c",
            "upcall_preprocess.c")) {
      Golden.check("emit/" + name, files.get("model/" + name));
    }
  }

  private static Net net(String name, int seed) {
    QuantGraphMaker maker = new QuantGraphMaker(name, new Random(seed));
    Value x = maker.input(1, 4, 4, 2);
    Window same = new Window(1, 1, 1, 1, 1, 1, 1, 1);
    Value a = maker.conv(x, 2, 3, 3, same, 1, Activation.RELU);
    Value b = maker.depthwise(a, 1, 3, 3, same, Activation.NONE);
    Value sum = maker.add(a, b, Activation.RELU6);
    Value pooled = maker.maxPool(sum, 2, 2, new Window(2, 2, 1, 1, 0, 0, 0, 0), Activation.NONE);
    Value scores = maker.fullyConnected(maker.reshape(pooled, 1, 8), 3, Activation.NONE);
    QuantGraph network = maker.build(scores);
    return TestSpecs.net(name, network);
  }
}
