package dev.upcall.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.compiler.board.BoardCatalogue;
import dev.upcall.compiler.testing.CCompiler;
import dev.upcall.compiler.testing.OnnxModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Raw samples of sound, which are larger than inputs: taken only where there is a place for one.
 */
class RawSamplesTest {
  /** The application is the test's own; the other link needs a library. */
  private static final Set<String> LEFT_OUT = Set.of("upcall_main.c", "upcall_mqtt.c");

  private static final int RATE = 8000;

  /** Eight frames: 6144 bytes for an input of 64. */
  private static final int SAMPLES = 1024 + 7 * 292;

  @TempDir Path folder;

  @Test
  void aKeptInputsPlaceHoldsOne() throws IOException {
    assertEquals("raw taken\npreprocessed taken\n", run("input"));
    assertEquals("raw refused by 3\npreprocessed taken\n", run("input", "-DUPCALL_RAW_SAMPLES=0"));
  }

  /** Samples are received into the arena there, which is no larger than the network needs. */
  @Test
  void theArenaDoesNot() throws IOException {
    assertEquals("raw refused by 3\npreprocessed taken\n", run("featureMap"));
    AssertionError e =
        assertThrows(AssertionError.class, () -> run("featureMap", "-DUPCALL_RAW_SAMPLES=1"));
    assertTrue(e.getMessage().contains("raw samples have no place"), e.getMessage());
  }

  private String run(String send, String... flags) throws IOException {
    Path project = Files.createTempDirectory(folder, "project");
    write(project, send);
    Path built =
        new Compiler(new BoardCatalogue())
            .compile(CompileRequest.of(project, "posix", project.resolve("out")))
            .folder();
    Path build = Files.createDirectories(project.resolve("cc"));
    for (String part : List.of("model", "decision", "runtime")) {
      try (Stream<Path> files = Files.list(built.resolve(part))) {
        files
            .filter(file -> !LEFT_OUT.contains(String.valueOf(file.getFileName())))
            .forEach(file -> take(file, build));
      }
    }
    CCompiler.copy(build, "cc/raw_sample_main.c");
    Stream<String> sanitized =
        Stream.of("-O1", "-fsanitize=address,undefined", "-fno-sanitize-recover=all");
    Path program =
        CCompiler.require("gcc")
            .compile(build, Stream.concat(sanitized, Stream.of(flags)).toArray(String[]::new));
    return CCompiler.run(List.of(program.toString()));
  }

  private static void take(Path file, Path into) {
    try {
      Files.copy(file, into.resolve(file.getFileName()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path project, String send) throws IOException {
    Random random = new Random(5);
    Path data = Files.createDirectories(project.resolve("data"));
    for (int i = 0; i < 40; i++) {
      Files.write(data.resolve((i % 2 == 0 ? "no_" : "yes_") + i + ".wav"), wav(random));
    }
    OnnxModel model = new OnnxModel().input("x", 0, 1, 8, 8).node("Flatten", "x", "flat");
    model.product(random, "flat", "wide", 64, 12);
    model.node("Relu", "wide", "wide_relu");
    model.product(random, "wide_relu", "early", 12, 2);
    model.product(random, "wide_relu", "logits", 12, 2);
    model.output("early", 0, 2).output("logits", 0, 2);
    Files.createDirectories(project.resolve("members"));
    Files.write(project.resolve("members/net.onnx"), model.bytes());
    Files.writeString(
        project.resolve("ensemble.yaml"),
        """
        name: sound
        classes: [no, yes]
        input:
          shape: [8, 8, 1]
          raw: int16
          preprocess:
            logMel: {rate: 8000, window: 1024, stride: 292, mels: 8}
        data:
          source: data
          format: wav
          splits: {seed: 7, train: 0.4, calibrate: 0.2, tune: 0.2, test: 0.2}
        members:
          net: {model: members/net.onnx}
        device:
          send: SEND
          stages:
            - {run: net, exit: early, policy: {use: Threshold, theta: 0.9}}
        host:
          members: [net]
        """
            .replace("SEND", send));
  }

  private static byte[] wav(Random random) {
    ByteBuffer wav = ByteBuffer.allocate(44 + 2 * SAMPLES).order(ByteOrder.LITTLE_ENDIAN);
    wav.put(ascii("RIFF")).putInt(36 + 2 * SAMPLES).put(ascii("WAVE"));
    wav.put(ascii("fmt ")).putInt(16).putShort((short) 1).putShort((short) 1);
    wav.putInt(RATE).putInt(2 * RATE).putShort((short) 2).putShort((short) 16);
    wav.put(ascii("data")).putInt(2 * SAMPLES);
    while (wav.hasRemaining()) {
      wav.putShort((short) random.nextInt());
    }
    return wav.array();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
