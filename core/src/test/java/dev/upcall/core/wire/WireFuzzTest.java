package dev.upcall.core.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.Jazzer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * RELIABILITY R3: Jazzer against the wire's Java, with the wire's C beside it, which has to read
 * every line alike. {@code -Dupcall.fuzz.seconds} makes it look for as long; else it ends after
 * some thousand lines. {@link DeviceFuzzTest} fuzzes the C and the whole device behind it.
 */
@Tag("cc")
class WireFuzzTest {
  private static final Pattern DONE = Pattern.compile("Done (\\d+) runs");
  private static final int RUNS = 5000;
  private static final int SEEDS = 40;
  private static final int SHORT = 0xff;

  @TempDir private Path folder;

  @Test
  void everyLineIsReadAlike() throws IOException, InterruptedException {
    CProgram.find("gcc");
    String seconds = System.getProperty("upcall.fuzz.seconds");
    Path corpus = Files.createDirectories(folder.resolve("corpus"));
    WireSamples samples = new WireSamples(3);
    for (int i = 0; i < SEEDS; i++) {
      Files.write(corpus.resolve("seed-" + i), seed(MessageCodec.encode(samples.message())));
    }
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-Dupcall.fuzz.folder=" + folder,
            "-cp",
            System.getProperty("java.class.path"),
            Jazzer.class.getName(),
            "--target_class=" + WireTarget.class.getName(),
            "--instrumentation_includes=dev.upcall.core.wire.**",
            "--reproducer_path=" + folder,
            "-artifact_prefix=" + folder + "/",
            seconds == null ? "-runs=" + RUNS : "-max_total_time=" + seconds,
            "-max_len=4000",
            "-seed=1",
            corpus.toString());
    Process run = new ProcessBuilder(command).redirectErrorStream(true).start();
    String log = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, run.waitFor(), log);
    Matcher done = DONE.matcher(log);
    assertTrue(done.find(), log);
    System.out.printf("R3: %s lines read alike by Java and C%n", done.group(1));
    assertTrue(Integer.parseInt(done.group(1)) >= RUNS, log);
  }

  /** A message that fits a script, or the start of one. */
  private static byte[] seed(byte[] message) {
    byte[] body = Arrays.copyOf(message, Math.min(SHORT, message.length - Integer.BYTES));
    ByteArrayOutputStream script = new ByteArrayOutputStream();
    script.write(2);
    script.write(body.length);
    script.writeBytes(body);
    return script.toByteArray();
  }
}
