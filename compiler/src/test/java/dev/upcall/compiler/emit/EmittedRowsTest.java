package dev.upcall.compiler.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.compiler.emit.FirmwareSpec.Net;
import dev.upcall.compiler.kernel.KernelProgram;
import dev.upcall.compiler.kernel.KernelSelector;
import dev.upcall.compiler.plan.MemoryPlan;
import dev.upcall.compiler.plan.RowPlanner;
import dev.upcall.compiler.quant.QuantGraph;
import dev.upcall.compiler.reference.Interpreter;
import dev.upcall.compiler.testing.CCompiler;
import dev.upcall.compiler.testing.RandomImages;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random networks over images, computed row by row in the least memory there is: they give what the
 * reference gives, under sanitizers, with the frame in memory and fed row by row.
 */
class EmittedRowsTest {
  private static final int NETWORKS = 40;
  private static final int INPUTS = 3;

  /** Every so many networks one computes in int16. */
  private static final int SHORT = 5;

  private static final int ROWS = 14;
  private static final int ROW_BYTES = 11 * 4;

  @TempDir Path folder;

  @Test
  void equalsTheReference() throws IOException {
    Random random = new Random(9);
    List<Net> nets = new ArrayList<>();
    List<KernelSelector> selectors =
        List.of(KernelSelector.dsp(), KernelSelector.portable(), KernelSelector.mve());
    int fused = 0;
    int fed = 0;
    int shorts = 0;
    for (int i = 0; i < NETWORKS; i++) {
      int layers = 2 + random.nextInt(7);
      QuantGraph network =
          i % SHORT == 0
              ? RandomImages.makeShort(random, layers, 1, ROWS, 11, 4)
              : RandomImages.make(random, layers, 1, ROWS, 11, 4);
      KernelProgram program = selectors.get(i % selectors.size()).select(network);
      RowPlanner planner = new RowPlanner();
      MemoryPlan plan =
          planner
              .plan(program, OptionalInt.empty(), i % 4 > 1)
              .or(() -> planner.plan(program, OptionalInt.empty(), false))
              .orElseThrow();
      fused += plan.segments().isEmpty() ? 0 : 1;
      fed += plan.fed().isPresent() ? 1 : 0;
      shorts += i % SHORT == 0 && !plan.segments().isEmpty() ? 1 : 0;
      nets.add(new Net("net " + i, new ModelSource("made.onnx", "00".repeat(32)), plan));
    }
    assertTrue(fused > NETWORKS / 2, fused + " of " + NETWORKS + " by rows");
    assertTrue(fed > NETWORKS / 4, fed + " of " + NETWORKS + " are fed by rows");
    assertTrue(shorts > 2, shorts + " of int16 by rows");
    List<byte[]> inputs = new ArrayList<>();
    for (int i = 0; i < INPUTS; i++) {
      byte[] input = new byte[ROWS * ROW_BYTES];
      random.nextBytes(input);
      inputs.add(input);
    }
    write(nets, inputs);
    Path program =
        CCompiler.require("gcc")
            .compile(folder, "-O1", "-fsanitize=address,undefined", "-fno-sanitize-recover=all");
    assertEquals(expected(nets, inputs), CCompiler.run(List.of(program.toString())));
  }

  /** A line per network and input. */
  private static String expected(List<Net> nets, List<byte[]> inputs) {
    Interpreter interpreter = new Interpreter();
    StringBuilder text = new StringBuilder();
    for (byte[] input : inputs) {
      for (Net net : nets) {
        for (byte value : interpreter.run(net.plan().program().quantized(), input)) {
          text.append(' ').append(value);
        }
        text.append('\n');
      }
    }
    return text.toString();
  }

  private void write(List<Net> nets, List<byte[]> inputs) throws IOException {
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
      int count = nets.get(i).output().shape().size();
      String run = nets.get(i).plan().fed().isPresent() ? "FEED" : "RUN";
      calls.append("        %s(upcall_stage_net_%d, %d)%n".formatted(run, i, count));
    }
    StringBuilder data = new StringBuilder();
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    inputs.forEach(all::writeBytes);
    CArray.ofBytes("inputs", all.toByteArray()).print(data);
    Files.writeString(
        folder.resolve("main.c"), MAIN.formatted(data, INPUTS, ROWS * ROW_BYTES, ROWS, calls));
  }

  private static final String MAIN =
      """
      #include <stdio.h>
      #include <string.h>
      #include "upcall_model.h"

      uint32_t upcall_arena_words[UPCALL_ARENA_BYTES / 4];

      %1$s
      static void print(const int8_t *values, int count) {
          for (int i = 0; i < count; i++) {
              printf(" %%d", (int)values[i]);
          }
          printf("\\n");
      }

      #define RUN(stage, count) \\
          memcpy(stage##_input(), inputs + i * %3$d, %3$d); \\
          stage##_run(); \\
          print(stage##_output(), count);

      #define FEED(stage, count) \\
          stage##_begin(); \\
          for (int row = 0; row < %4$d; row++) { \\
              stage##_feed_row(inputs + i * %3$d + row * (%3$d / %4$d)); \\
          } \\
          print(stage##_output(), count);

      int main(void) {
          for (int i = 0; i < %2$d; i++) {
      %5$s
          }
          return 0;
      }
      """;
}
