package dev.upcall.compiler;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.compiler.board.BoardCatalogue;
import dev.upcall.compiler.quant.QuantGraph;
import dev.upcall.compiler.quant.QuantOptions;
import dev.upcall.compiler.reference.Interpreter;
import dev.upcall.compiler.testing.CCompiler;
import dev.upcall.compiler.testing.GoldenModel;
import dev.upcall.compiler.testing.SharedFiles;
import dev.upcall.compiler.testing.TfliteFile;
import dev.upcall.compiler.testing.WakeWord;
import dev.upcall.compiler.tflite.TfliteImporter;
import dev.upcall.core.diagnostic.UpcallException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The C that a bare TFLite model becomes gives what TensorFlow Lite Micro's reference kernels give
 * for the golden models, and what ours give for every operator; under sanitizers.
 */
class EmittedModelsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(GoldenModel.class)
  void equalsTheOutputs(GoldenModel golden) throws IOException {
    Path inputs = SharedFiles.require("golden/" + golden + "/inputs.bin");
    assertArrayEquals(
        SharedFiles.read("golden/" + golden + "/outputs.bin"), run(golden.model(), inputs));
  }

  @Test
  void everyOperatorEqualsTheReference() throws IOException {
    Path model = Files.write(folder.resolve("Every thing.tflite"), everything());
    QuantGraph graph = TfliteImporter.read(model).integers().orElseThrow();
    ByteArrayOutputStream inputs = new ByteArrayOutputStream();
    ByteArrayOutputStream outputs = new ByteArrayOutputStream();
    Random random = new Random(6);
    for (int i = 0; i < 50; i++) {
      byte[] input = new byte[graph.graph().inputs().get(0).type().bytes()];
      random.nextBytes(input);
      inputs.writeBytes(input);
      outputs.writeBytes(new Interpreter().run(graph, input));
    }
    Path file = Files.write(folder.resolve("inputs.bin"), inputs.toByteArray());
    assertArrayEquals(outputs.toByteArray(), run(model, file));
  }

  /** Its states go on from run to run, in Java and in C. */
  @Test
  void streamingModelEqualsTheOutputs() throws IOException {
    Path model = SharedFiles.require("models/microwakeword/okay_nabu.tflite");
    QuantGraph graph = TfliteImporter.read(model).integers().orElseThrow();
    Interpreter.Session session = new Interpreter().session(graph);
    ByteArrayOutputStream inputs = new ByteArrayOutputStream();
    ByteArrayOutputStream outputs = new ByteArrayOutputStream();
    for (byte[] input : WakeWord.inputs()) {
      inputs.writeBytes(input);
      outputs.writeBytes(session.output(input));
    }
    assertArrayEquals(WakeWord.outputs(), outputs.toByteArray());
    Path file = Files.write(folder.resolve("inputs.bin"), inputs.toByteArray());
    assertArrayEquals(WakeWord.outputs(), run(model, file));
  }

  @Test
  void takesNoSamplesForRangesThatAreChosen() throws IOException {
    Path model = Files.write(folder.resolve("model.tflite"), everything());
    Optional<Path> samples = Optional.of(folder.resolve("samples.f32"));
    CompileRequest request =
        new CompileRequest(
            model,
            0,
            "posix",
            folder.resolve("out"),
            samples,
            QuantOptions.STANDARD,
            Optional.empty());
    UpcallException e =
        assertThrows(
            UpcallException.class, () -> new Compiler(new BoardCatalogue()).compile(request));
    assertEquals("UP2314", e.diagnostics().get(0).code().id());
    assertFalse(Files.exists(folder.resolve("out")));
  }

  @Test
  void dumpsWhatWasImported() throws IOException {
    Path model = Files.write(folder.resolve("model.tflite"), everything());
    Optional<Path> dump = Optional.of(folder.resolve("ir"));
    new Compiler(new BoardCatalogue())
        .compile(
            new CompileRequest(
                model,
                0,
                "posix",
                folder.resolve("out"),
                Optional.empty(),
                QuantOptions.STANDARD,
                dump));
    String text = Files.readString(folder.resolve("ir/0-model/00-import.txt"));
    assertTrue(text.contains("conv2d(%"), text);
    assertTrue(text.contains("; tflite#2 "), text);
  }

  private static byte[] everything() {
    return TfliteFile.everything().bytes();
  }

  /** What the emitted C writes for a file of inputs. */
  private byte[] run(Path model, Path inputs) throws IOException {
    CCompiler gcc = CCompiler.require("gcc");
    CompileRequest request = CompileRequest.of(model, "posix", folder.resolve("out"));
    Path project = new Compiler(new BoardCatalogue()).compile(request).folder();
    Path sources = Files.createDirectory(folder.resolve("sources"));
    copy(project.resolve("model"), sources);
    for (String header : List.of("upcall_ladder.h", "upcall_status.h")) {
      Files.copy(project.resolve("runtime").resolve(header), sources.resolve(header));
    }
    CCompiler.copy(sources, "cc/model_files.c");
    Path program =
        gcc.compile(sources, "-O2", "-fsanitize=address,undefined", "-fno-sanitize-recover=all");
    Path outputs = folder.resolve("outputs.bin");
    CCompiler.run(List.of(program.toString(), inputs.toString(), outputs.toString()));
    return Files.readAllBytes(outputs);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }
}
