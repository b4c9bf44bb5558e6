package dev.upcall.compiler.decision;

import dev.upcall.compiler.tool.PolicyTwin;
import dev.upcall.core.decision.Scores;
import dev.upcall.core.decision.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Builds a translated policy with gcc, strict flags and sanitisers, and runs it on many cases. */
final class PolicyHarness {
  /** What the C said about one case. */
  record Outcome(Verdict verdict, float[] probes) {}

  private final Path program;
  private final int probes;

  /**
   * @param probe C expressions of type float, comma separated, that see {@code scores}; may be
   *     empty
   */
  PolicyHarness(Path folder, CPolicy policy, String probe) {
    Assumptions.assumeTrue(hasGcc(), "gcc is absent: C twins not compared");
    this.probes = probe.isEmpty() ? 1 : probe.split(";").length;
    this.program = folder.resolve("policy");
    try {
      policy.files().forEach((name, text) -> write(folder.resolve(name), text));
      write(folder.resolve("upcall_ladder.h"), resource("upcall_ladder.h"));
      write(folder.resolve("harness.c"), resource("harness.c"));
      List<String> command = new ArrayList<>(List.of("gcc"));
      command.addAll(PolicyTwin.FLAGS);
      if (!probe.isEmpty()) {
        command.add("-DPROBE=" + probe.replace(';', ','));
      }
      command.addAll(List.of("-o", program.toString(), "harness.c"));
      String said = new String(run(folder, command, new byte[0]), StandardCharsets.UTF_8);
      Assertions.assertEquals("", said, "gcc's warnings");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<Outcome> run(List<Scores> cases) throws IOException {
    ByteArrayOutputStream in = new ByteArrayOutputStream();
    for (Scores scores : cases) {
      ByteBuffer b = ByteBuffer.allocate(12 + scores.count()).order(ByteOrder.LITTLE_ENDIAN);
      b.putShort((short) scores.count()).putFloat(scores.scale()).putInt(scores.zeroPoint());
      b.put((byte) scores.members()).put((byte) scores.agreeing());
      in.write(b.put(scores.logits()).array());
    }
    byte[] out = run(program.getParent(), List.of(program.toString()), in.toByteArray());
    ByteBuffer b = ByteBuffer.wrap(out).order(ByteOrder.LITTLE_ENDIAN);
    Assertions.assertEquals(
        (1 + 4 * probes) * cases.size(), out.length, () -> new String(out, StandardCharsets.UTF_8));
    List<Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i < cases.size(); i++) {
      Verdict verdict = Verdict.values()[b.get()];
      float[] values = new float[probes];
      for (int p = 0; p < probes; p++) {
        values[p] = b.getFloat();
      }
      outcomes.add(new Outcome(verdict, values));
    }
    return outcomes;
  }

  static boolean hasGcc() {
    try {
      return new ProcessBuilder("gcc", "--version")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Output and errors together, with what is given as standard input. */
  private static byte[] run(Path folder, List<String> command, byte[] input) throws IOException {
    Path in = folder.resolve("stdin");
    Files.write(in, input);
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectInput(in.toFile())
            .start();
    try (DataInputStream out = new DataInputStream(process.getInputStream())) {
      byte[] said = out.readAllBytes();
      Assertions.assertEquals(0, process.waitFor(), () -> new String(said, StandardCharsets.UTF_8));
      return said;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = PolicyHarness.class.getResourceAsStream("/decision/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
