package dev.upcall.compiler.tool;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.upcall.compiler.CompileRequest;
import dev.upcall.compiler.Compiler;
import dev.upcall.compiler.board.Board;
import dev.upcall.compiler.board.BoardCatalogue;
import dev.upcall.compiler.board.ProjectFiles;
import dev.upcall.compiler.emit.Renderer;
import dev.upcall.compiler.testing.GoldenModel;
import dev.upcall.compiler.testing.SharedFiles;
import dev.upcall.compiler.testing.WakeWord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bare TFLite models give on an emulated Cortex-M4 what TensorFlow Lite Micro gives. */
@TestInstance(Lifecycle.PER_CLASS)
class ModelsOnBoardsTest {
  private static final String BOARD = "mps2-an386";

  /** Of each model; {@code -Dupcall.goldenInputs=24} for all. */
  private static final int INPUTS = Integer.getInteger("upcall.goldenInputs", 3);

  @TempDir static Path folder;
  private final ProcessRunner runner = new ProcessRunner();
  private final BoardCatalogue catalogue = new BoardCatalogue();

  @AfterAll
  void endProcesses() {
    runner.close();
  }

  @ParameterizedTest
  @EnumSource(GoldenModel.class)
  void equalsTheOutputs(GoldenModel golden) throws IOException {
    List<byte[]> inputs = golden.inputs();
    List<byte[]> outputs = golden.outputs();
    int count = Math.min(INPUTS, inputs.size());
    run(golden.toString(), golden.model(), inputs.subList(0, count), outputs.subList(0, count));
  }

  /** Each of its runs goes on from the states that the one before has left. */
  @Test
  void streamingModelEqualsTheOutputs() throws IOException {
    Path model = SharedFiles.require("models/microwakeword/okay_nabu.tflite");
    List<byte[]> outputs = new ArrayList<>();
    for (byte output : WakeWord.outputs()) {
      outputs.add(new byte[] {output});
    }
    run("okay_nabu", model, WakeWord.inputs(), outputs);
  }

  private void run(String name, Path model, List<byte[]> inputs, List<byte[]> outputs)
      throws IOException {
    Board board = catalogue.load(BOARD);
    String emulator = board.emulator().orElseThrow().program();
    for (String tool : List.of("cmake", "ninja", board.toolchain().compiler(), emulator)) {
      assumeTrue(runner.find(tool).isPresent(), tool + " is not installed");
    }
    Image image = new Toolchain(runner, catalogue).build(write(board, name, model));
    try (Emulation emulation = new Emulator(runner).start(image, RunOptions.defaults());
        SerialPort serial = new SerialPort(emulation.port())) {
      for (int i = 0; i < inputs.size(); i++) {
        serial.send('R');
        serial.send(inputs.get(i));
        assertArrayEquals(
            outputs.get(i), serial.receive(outputs.get(i).length), name + ", input " + i);
      }
    }
  }

  /** The model's C as it is emitted, under a main function that runs it on demand. */
  private Path write(Board board, String name, Path model) throws IOException {
    CompileRequest request = CompileRequest.of(model, BOARD, folder.resolve("out"));
    Path emitted = new Compiler(catalogue).compile(request).folder();
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> sources = Files.list(emitted.resolve("model"))) {
      for (Path source : sources.toList()) {
        files.put("model/" + source.getFileName(), Files.readString(source));
      }
    }
    for (String header :
        List.of("upcall_ladder.h", "upcall_limits.h", "upcall_port.h", "upcall_status.h")) {
      files.put("runtime/" + header, Files.readString(emitted.resolve("runtime/" + header)));
    }
    files.put("cases/main.c", ProbeProject.resource("cc/model_board.c"));
    files.putAll(ProjectFiles.of(board, name, files.keySet(), new Renderer()));
    Path project = folder.resolve(name);
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = project.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
    return project;
  }
}
