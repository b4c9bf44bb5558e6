package dev.upcall.tests.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.Jazzer;
import dev.upcall.compiler.testing.SampleModels;
import dev.upcall.compiler.testing.TfliteFile;
import dev.upcall.compiler.tool.ProcessRunner;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * RELIABILITY R1: whatever bytes an importer is given, it ends in a graph or a diagnostic, within
 * 512 MB and 20 s. The malformed files of {@code malformed/*.zip} were found by the fuzzer and
 * cover what it reached; then it looks for more, for {@code -Dupcall.fuzz.seconds} (60 by default).
 * {@code -Dupcall.fuzz.seed} makes it look elsewhere; {@code -Dupcall.fuzz.corpus=DIR} keeps what
 * it finds under {@code DIR/onnx} and {@code DIR/tflite}.
 */
@Tag("reliability")
class ImporterFuzzTest {
  private static final int LEAST_FILES = 500;
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Pattern DONE = Pattern.compile("Done (\\d+) runs");

  private static final List<String> EXPORTS =
      List.of("pytorch-sensor-13", "pytorch-lstm-14", "pytorch-upscale-13", "sklearn-scaled");

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"onnx", "tflite"})
  void everyMalformedFileIsRefusedOrRead(String format) throws IOException {
    Path files = MalformedFiles.unpack(format, folder);
    String out = java(Targets.class, List.of(format, files.toString()), LIMIT);
    Matcher ok = Pattern.compile("ok (\\d+)").matcher(out);
    assertTrue(ok.find(), out);
    assertTrue(Integer.parseInt(ok.group(1)) >= LEAST_FILES, out);
  }

  /** Side by side, since the fuzzer is one thread that never waits. */
  @Test
  void theFuzzerFindsNothing() {
    List<CompletableFuture<Void>> runs =
        Stream.of("onnx", "tflite")
            .map(format -> CompletableFuture.runAsync(() -> fuzz(format)))
            .toList();
    runs.forEach(CompletableFuture::join);
  }

  private void fuzz(String format) {
    try {
      fuzzInto(format, Files.createDirectories(folder.resolve(format)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void fuzzInto(String format, Path folder) throws IOException {
    int seconds = Integer.getInteger("upcall.fuzz.seconds", 60);
    String kept = System.getProperty("upcall.fuzz.corpus");
    Path found = kept == null ? folder.resolve("found") : Path.of(kept, format).toAbsolutePath();
    Files.createDirectories(found);
    Path seeds = Files.createDirectories(folder.resolve("seeds"));
    seeds(format).forEach((name, bytes) -> write(seeds.resolve(name), bytes));
    Path known = MalformedFiles.unpack(format, folder);
    String target =
        format.equals("onnx") ? OnnxTarget.class.getName() : TfliteTarget.class.getName();
    List<String> arguments =
        List.of(
            "--target_class=" + target,
            "--instrumentation_includes=dev.upcall.compiler.**",
            "--reproducer_path=" + folder,
            "-artifact_prefix=" + found.getParent() + "/crash-" + format + "-",
            "-max_total_time=" + seconds,
            "-timeout=" + Targets.FILE_LIMIT.toSeconds(),
            "-max_len=8192",
            "-seed=" + Integer.getInteger("upcall.fuzz.seed", 1),
            found.toString(),
            seeds.toString(),
            known.toString());
    String out = java(Jazzer.class, arguments, LIMIT.plusSeconds(seconds));
    Matcher done = DONE.matcher(out);
    assertTrue(done.find(), out);
    assertTrue(Integer.parseInt(done.group(1)) > LEAST_FILES, "hardly ran: " + done.group());
  }

  /** Sound models to begin from. */
  private static Map<String, byte[]> seeds(String format) throws IOException {
    Map<String, byte[]> seeds = new LinkedHashMap<>();
    if (format.equals("onnx")) {
      for (String name : List.of("residual", "flattening", "padded", "pooledNorm", "views")) {
        seeds.put(name, SampleModels.named(name).bytes());
      }
      for (String name : EXPORTS) {
        try (InputStream in =
            SampleModels.class.getResourceAsStream("/exports/" + name + ".onnx")) {
          seeds.put(name, Objects.requireNonNull(in, name).readAllBytes());
        }
      }
    } else {
      seeds.put("everything", TfliteFile.everything().bytes());
    }
    return seeds;
  }

  private static String java(Class<?> main, List<String> arguments, Duration limit) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx512m", "-Xss1m", "-cp", System.getProperty("java.class.path")));
    command.add(main.getName());
    command.addAll(arguments);
    try (ProcessRunner runner = new ProcessRunner()) {
      ProcessRunner.Result result = runner.run(command, Path.of("").toAbsolutePath(), limit);
      assertEquals(0, result.exitCode(), result.output());
      return result.output();
    }
  }

  private static void write(Path file, byte[] bytes) {
    try {
      Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
