package dev.upcall.compiler.emit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.upcall.compiler.testing.AudioCases;
import dev.upcall.compiler.testing.CCompiler;
import dev.upcall.core.audio.AudioSpec;
import dev.upcall.core.audio.AudioSpec.Kind;
import dev.upcall.core.audio.FrontEnd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The front end in C gives the bytes of the one in Java. */
class EmittedAudioTest {
  private static final int FRAMES = 3;
  private static final int SAMPLES = 100;

  @TempDir Path folder;

  static Stream<AudioSpec> specs() {
    return Stream.of(
        AudioCases.keywords(8000),
        AudioCases.keywords(16_000),
        new AudioSpec(Kind.LOG_MEL, 16_000, 256, 128, 20, 20, 20, 8000, -90, -10, 0),
        new AudioSpec(Kind.LOG_MEL, 4000, 100, 99, 8, 8, 0, 1500, -140, 0, 0),
        new AudioSpec(Kind.MFCC, 2000, 16, 1, 2, 1, 20, 1000, -60, -59, 0),
        new AudioSpec(Kind.MFCC, 44_100, 2048, 512, 128, 128, 50, 20_000, -100, 0, 256));
  }

  @ParameterizedTest
  @MethodSource("specs")
  void equalsJava(AudioSpec spec) throws IOException {
    CCompiler gcc = CCompiler.require("gcc");
    for (Map.Entry<String, String> file : AudioSources.of(spec, FRAMES).entrySet()) {
      Files.writeString(folder.resolve(file.getKey()), file.getValue());
    }
    CCompiler.copy(folder, "cc/audio_main.c");
    Path program = gcc.compile(folder, "-O1", "-fsanitize=address,undefined");
    byte[] raw = AudioCases.raw(spec, FRAMES, SAMPLES, 1);
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    FrontEnd frontEnd = new FrontEnd(spec);
    int bytes = raw.length / SAMPLES;
    for (int n = 0; n < SAMPLES; n++) {
      expected.writeBytes(frontEnd.features(Arrays.copyOfRange(raw, n * bytes, (n + 1) * bytes)));
    }
    assertArrayEquals(expected.toByteArray(), CCompiler.pipe(program, raw));
  }
}
