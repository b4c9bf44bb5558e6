package dev.upcall.compiler.tool;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.upcall.compiler.board.Board;
import dev.upcall.compiler.board.BoardCatalogue;
import dev.upcall.compiler.board.ProjectFiles;
import dev.upcall.compiler.emit.AudioSources;
import dev.upcall.compiler.emit.KernelSources;
import dev.upcall.compiler.emit.Renderer;
import dev.upcall.compiler.testing.AudioCases;
import dev.upcall.core.audio.AudioSpec;
import dev.upcall.core.audio.FrontEnd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The front end gives on boards the bytes of the one in Java, whichever way a core computes its
 * products: by SMULWB, in 64 bits, or by halves where there is no such product.
 */
@TestInstance(Lifecycle.PER_CLASS)
class AudioOnBoardsTest {
  private static final int FRAMES = 3;
  private static final int SAMPLES = 12;
  private static final String FRAME = "upcall_audio_frame";
  private static final Duration LIMIT = Duration.ofMinutes(1);

  @TempDir static Path folder;
  private final ProcessRunner runner = new ProcessRunner();
  private final BoardCatalogue catalogue = new BoardCatalogue();

  @AfterAll
  void endProcesses() {
    runner.close();
  }

  @ParameterizedTest
  @CsvSource({"mps2-an386, 16000, 100000", "mps2-m0, 8000, 140000", "riscv-virt, 8000, 70000"})
  void equalsJava(String id, int rate, long instructions) throws IOException {
    Board board = catalogue.load(id);
    String emulator = board.emulator().orElseThrow().program();
    for (String tool : List.of("cmake", "ninja", board.toolchain().compiler(), emulator)) {
      assumeTrue(runner.find(tool).isPresent(), tool + " is not installed");
    }
    AudioSpec spec = AudioCases.keywords(rate);
    byte[] raw = AudioCases.raw(spec, FRAMES, SAMPLES, 2);
    int bytes = raw.length / SAMPLES;
    FrontEnd frontEnd = new FrontEnd(spec);
    Image image = new Toolchain(runner, catalogue).build(write(board, spec, raw));
    try (InstructionCounter counter = InstructionCounter.of(runner, List.of(FRAME));
        Emulation emulation =
            new Emulator(runner).start(image, RunOptions.defaults().withCounter(counter));
        SerialPort serial = new SerialPort(emulation.port())) {
      for (int n = 0; n < SAMPLES; n++) {
        serial.send('F');
        byte[] sample = Arrays.copyOfRange(raw, n * bytes, (n + 1) * bytes);
        byte[] expected = frontEnd.features(sample);
        assertArrayEquals(expected, serial.receive(expected.length), "sample " + n);
      }
      List<Long> calls = counter.awaitCalls(FRAME, FRAMES * SAMPLES, emulation, LIMIT);
      double mean = calls.stream().mapToLong(Long::longValue).average().orElseThrow();
      assertTrue(mean <= instructions, mean + " instructions a frame");
    }
  }

  private static Path write(Board board, AudioSpec spec, byte[] raw) throws IOException {
    Map<String, String> files = new TreeMap<>(ProbeProject.portHeaders());
    AudioSources.of(spec, FRAMES).forEach((name, text) -> files.put("runtime/" + name, text));
    files.put("runtime/main.c", ProbeProject.resource("cc/audio_board.c"));
    files.put("runtime/data.c", KernelSources.array("audio_data", raw));
    files.putAll(ProjectFiles.of(board, "audio", files.keySet(), new Renderer()));
    Path project = folder.resolve(board.id());
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = project.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
    return project;
  }
}
