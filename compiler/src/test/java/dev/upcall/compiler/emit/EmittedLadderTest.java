package dev.upcall.compiler.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.upcall.compiler.emit.FirmwareSpec.Net;
import dev.upcall.compiler.quant.QuantGraph;
import dev.upcall.compiler.reference.Interpreter;
import dev.upcall.compiler.testing.CCompiler;
import dev.upcall.compiler.testing.RandomNetworks;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whole networks as they are printed: strict compilers take them, and they give what the reference
 * gives, in an arena of exactly the planned size, under sanitizers.
 */
class EmittedLadderTest {
  private static final int NETWORKS = 24;
  private static final int INPUTS = 4;
  private static final int CLASSES = 4;

  /** More than a byte counts. */
  private static final int MANY_CLASSES = 1000;

  private static final int INPUT_BYTES = 9 * 7 * 3;

  @TempDir Path folder;

  @Test
  void equalsTheReferenceUnderSanitizers() throws IOException {
    check(
        CCompiler.require("gcc"),
        NETWORKS,
        CLASSES,
        "-O1",
        "-fsanitize=address,undefined",
        "-fno-sanitize-recover=all");
  }

  @Test
  void equalsTheReferenceByAnotherCompiler() throws IOException {
    check(CCompiler.require("clang"), NETWORKS, CLASSES, "-O2");
  }

  @Test
  void findsTheLargestOfManyScores() throws IOException {
    check(CCompiler.require("gcc"), 1, MANY_CLASSES, "-O1");
  }

  private void check(CCompiler compiler, int networks, int classes, String... flags)
      throws IOException {
    Random random = new Random(5);
    List<Net> nets = new ArrayList<>();
    for (int i = 0; i < networks; i++) {
      QuantGraph network = RandomNetworks.make("net", random, 12, classes, 1, 9, 7, 3);
      // Names from outside may hold anything.
      nets.add(TestSpecs.net("Net \" */ " + i, network));
    }
    List<byte[]> inputs = new ArrayList<>();
    for (int i = 0; i < INPUTS; i++) {
      byte[] input = new byte[INPUT_BYTES];
      random.nextBytes(input);
      inputs.add(input);
    }
    write(nets, inputs);
    Path program = compiler.compile(folder, flags);
    assertEquals(expected(nets, inputs), CCompiler.run(List.of(program.toString())));
  }

  /** A line per network and input, then the ladder's: without policies the last stage's. */
  private static String expected(List<Net> nets, List<byte[]> inputs) {
    Interpreter interpreter = new Interpreter();
    StringBuilder text = new StringBuilder();
    for (byte[] input : inputs) {
      byte[] scores = null;
      for (Net net : nets) {
        scores = interpreter.run(net.plan().program().quantized(), input);
        text.append(line(scores));
      }
      text.append(nets.size() - 1).append(" 0 ").append(top(scores)).append(line(scores));
    }
    return text.toString();
  }

  private static String line(byte[] scores) {
    StringBuilder text = new StringBuilder();
    for (byte score : scores) {
      text.append(' ').append(score);
    }
    return text.append('\n').toString();
  }

  private static int top(byte[] scores) {
    int top = 0;
    for (int i = 1; i < scores.length; i++) {
      top = scores[i] > scores[top] ? i : top;
    }
    return top;
  }

  private void write(List<Net> nets, List<byte[]> inputs) throws IOException {
    Map<String, String> files = new FirmwareEmitter(new Renderer()).emit(TestSpecs.firmware(nets));
    StringBuilder calls = new StringBuilder();
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = Path.of(file.getKey());
      String name = path.getFileName().toString();
      // The runtime is not needed to run a ladder; its header with the types is.
      if (path.startsWith("model") || name.equals("upcall_ladder.h")) {
        Files.writeString(folder.resolve(name), file.getValue());
      }
    }
    for (int i = 0; i < nets.size(); i++) {
      calls.append("        RUN(upcall_stage_net_").append(i).append(")\n");
    }
    StringBuilder data = new StringBuilder();
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    inputs.forEach(all::writeBytes);
    CArray.ofBytes("inputs", all.toByteArray()).print(data);
    Files.writeString(folder.resolve("main.c"), MAIN.formatted(data, INPUTS, calls));
  }

  private static final String MAIN =
      """
      #include <stdio.h>
      #include <string.h>
      #include "upcall_config.h"
      #include "upcall_ladder.h"
      #include "upcall_model.h"

      %s
      static void print(const int8_t *scores) {
          for (int i = 0; i < UPCALL_CLASSES; i++) {
              printf(" %%d", (int)scores[i]);
          }
          printf("\\n");
      }

      #define RUN(stage) \\
          memcpy(stage##_input(), input, UPCALL_INPUT_BYTES); \\
          stage##_run(); \\
          print(stage##_output());

      int main(void) {
          for (int i = 0; i < %d; i++) {
              const int8_t *input = inputs + i * UPCALL_INPUT_BYTES;
              upcall_outcome_t outcome;
      %s
              outcome.verdict = UPCALL_CONTINUE;
              for (uint8_t stage = 0; outcome.verdict == UPCALL_CONTINUE; stage++) {
                  upcall_ladder_run(stage, input, &outcome);
              }
              printf("%%d %%d %%d", (int)outcome.stage, (int)outcome.verdict, (int)outcome.top);
              print(outcome.logits);
          }
          return 0;
      }
      """;
}
