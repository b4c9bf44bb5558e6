package dev.upcall.compiler.emit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.compiler.emit.FirmwareSpec.Net;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Activation;
import dev.upcall.compiler.ir.op.FullyConnected;
import dev.upcall.compiler.ir.op.Window;
import dev.upcall.compiler.kernel.KernelProgram;
import dev.upcall.compiler.kernel.KernelSelector;
import dev.upcall.compiler.kernel.ProductStripes;
import dev.upcall.compiler.kernel.RiceCode;
import dev.upcall.compiler.plan.MemoryPlan;
import dev.upcall.compiler.plan.MemoryPlanner;
import dev.upcall.compiler.quant.QuantGraph;
import dev.upcall.compiler.reference.Interpreter;
import dev.upcall.compiler.testing.CCompiler;
import dev.upcall.compiler.testing.QuantGraphMaker;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Weights compressed in flash: the C gives the same outputs, under sanitizers. */
class PackedWeightsTest {
  private static final int PIXELS = 6;
  private static final Window SAME = new Window(1, 1, 1, 1, 1, 1, 1, 1);

  @TempDir Path folder;

  /** Reads count, length and packed bytes, writes the bytes; of memory exactly as long. */
  private static final String DECODER =
      """
      #include <stdio.h>
      #include <stdlib.h>
      #include "upcall_unpack.h"

      int main(void) {
          int32_t head[2];
          while (fread(head, sizeof head, 1, stdin) == 1) {
              uint8_t *packed = malloc((size_t)head[1]);
              uint8_t *to = malloc((size_t)head[0]);
              if (fread(packed, 1, (size_t)head[1], stdin) != (size_t)head[1]) {
                  return 1;
              }
              upcall_unpack(packed, head[0], to);
              fwrite(to, 1, (size_t)head[0], stdout);
              free(packed);
              free(to);
          }
          return 0;
      }
      """;

  @Test
  void decodesWhatWasPacked() throws IOException {
    Random random = new Random(5);
    ByteArrayOutputStream cases = new ByteArrayOutputStream();
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    for (int i = 0; i < 400; i++) {
      byte[] bytes = new byte[1 + random.nextInt(200)];
      double deviation = Math.exp(6 * random.nextDouble() - 1);
      for (int j = 0; j < bytes.length; j++) {
        bytes[j] = (byte) Math.round(deviation * random.nextGaussian());
      }
      byte[] packed = new RiceCode(i % 8, i % 16 < 8, 0).pack(bytes);
      ByteBuffer head = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
      cases.writeBytes(head.putInt(bytes.length).putInt(packed.length).array());
      cases.writeBytes(packed);
      expected.writeBytes(bytes);
    }
    for (String file : List.of("upcall_unpack.c", "upcall_unpack.h")) {
      Files.writeString(folder.resolve(file), TemplateFiles.read("kernels/" + file));
    }
    Files.writeString(folder.resolve("main.c"), DECODER);
    assertArrayEquals(expected.toByteArray(), CCompiler.pipe(program(), cases.toByteArray()));
  }

  @Test
  void networksGiveTheirOutputs() throws IOException {
    List<KernelSelector> selectors =
        List.of(
            KernelSelector.dsp(),
            KernelSelector.portable(),
            KernelSelector.mve(),
            KernelSelector.scalar());
    List<Net> nets = new ArrayList<>();
    Random random = new Random(3);
    for (KernelSelector selector : selectors) {
      QuantGraph network = ProductStripes.of(network(random, true));
      long products =
          network.graph().ops().stream().filter(FullyConnected.class::isInstance).count();
      assertEquals(3, products, "of 13 824 weights two stripes, and what follows");
      MemoryPlan plain = new MemoryPlanner().plan(selector.select(network));
      KernelProgram packed = PackedWeights.choose(plain).orElseThrow();
      assertTrue(packed.steps().stream().filter(step -> step.packedBytes() > 0).count() >= 3);
      MemoryPlan plan = new MemoryPlanner().plan(packed);
      assertTrue(bytes(plan) < 0.8 * bytes(plain), bytes(plan) + " of " + bytes(plain));
      ModelSource source = new ModelSource("made.onnx", "00".repeat(32));
      nets.add(new Net("net " + nets.size(), source, plan));
    }
    byte[] input = new byte[PIXELS * PIXELS * 8];
    random.nextBytes(input);
    write(nets);
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    for (Net net : nets) {
      expected.writeBytes(new Interpreter().run(net.plan().program().quantized(), input));
    }
    assertArrayEquals(expected.toByteArray(), CCompiler.pipe(program(), input));
  }

  @Test
  void leavesWeightsThatFillTheirBytes() {
    QuantGraph network = network(new Random(3), false);
    assertSame(network, ProductStripes.of(network));
    KernelProgram program = KernelSelector.dsp().select(network);
    assertEquals(Optional.empty(), PackedWeights.choose(new MemoryPlanner().plan(program)));
  }

  private static long bytes(MemoryPlan plan) {
    return ConstantBytes.of(plan).stream().mapToLong(Integer::longValue).sum();
  }

  /** Two convolutions and two products. */
  private static QuantGraph network(Random random, boolean small) {
    QuantGraphMaker maker =
        new QuantGraphMaker("net", random).withPositiveOutputs().withSymmetricWeights();
    if (small) {
      maker.withSmallWeights();
    }
    Value x = maker.input(1, PIXELS, PIXELS, 8);
    Value y = maker.conv(x, 24, 3, 3, SAME, 1, Activation.RELU);
    Value z = maker.conv(y, 24, 1, 1, Window.unit(), 1, Activation.RELU);
    Value flat = maker.reshape(z, 1, PIXELS * PIXELS * 24);
    return maker.build(
        maker.fullyConnected(maker.fullyConnected(flat, 16, Activation.RELU), 9, Activation.NONE));
  }

  private Path program() {
    return CCompiler.require("gcc")
        .compile(folder, "-O1", "-fsanitize=address,undefined", "-fno-sanitize-recover=all");
  }

  /** A program that runs each network on what it reads, and writes its output. */
  private void write(List<Net> nets) throws IOException {
    Map<String, String> files =
        new FirmwareEmitter(new Renderer())
            .emitBare(TestSpecs.firmware(nets), true, BareForm.PLAIN);
    for (Map.Entry<String, String> file : files.entrySet()) {
      String name = String.valueOf(Path.of(file.getKey()).getFileName());
      if (!name.equals("upcall_bare.c")) {
        Files.writeString(folder.resolve(name), file.getValue());
      }
    }
    StringBuilder calls = new StringBuilder();
    for (int i = 0; i < nets.size(); i++) {
      calls.append(
          """
              memcpy(upcall_stage_net_%1$d_input(), input, sizeof input);
              upcall_stage_net_%1$d_run();
              fwrite(upcall_stage_net_%1$d_output(), 1, %2$d, stdout);
          """
              .formatted(i, nets.get(i).output().shape().size()));
    }
    Files.writeString(
        folder.resolve("main.c"),
        """
        #include <stdio.h>
        #include <string.h>
        #include "upcall_model.h"

        uint32_t upcall_arena_words[UPCALL_ARENA_BYTES / 4];

        int main(void) {
            static int8_t input[%d];
            if (fread(input, 1, sizeof input, stdin) != sizeof input) {
                return 1;
            }
        %s    return 0;
        }
        """
            .formatted(PIXELS * PIXELS * 8, calls));
  }
}
