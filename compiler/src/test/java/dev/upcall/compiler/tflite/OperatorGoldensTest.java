package dev.upcall.compiler.tflite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.compiler.quant.QuantGraph;
import dev.upcall.compiler.reference.Interpreter;
import dev.upcall.compiler.testing.SharedFiles;
import dev.upcall.compiler.testing.TfliteCases;
import dev.upcall.compiler.testing.TfliteFloatCases;
import dev.upcall.compiler.testing.TfliteGolden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operator gives in Java what TensorFlow Lite Micro's reference kernels give. */
class OperatorGoldensTest {
  private static final int SHARED = 61;

  static Stream<TfliteGolden> recorded() {
    return TfliteGolden.recorded();
  }

  @ParameterizedTest
  @MethodSource("recorded")
  void equalsWhatWasRecorded(TfliteGolden golden) {
    check(golden);
  }

  @Test
  void equalsTheGoldensOfTensorFlowLiteMicro() {
    Path folder = SharedFiles.require("golden/ops");
    List<TfliteGolden> goldens = TfliteGolden.shared().toList();
    assertEquals(SHARED, goldens.size(), folder::toString);
    goldens.forEach(OperatorGoldensTest::check);
  }

  /**
   * Writes the models for {@code goldens/tflite/record.py}, which runs them by TensorFlow Lite
   * Micro, to {@code -Dupcall.tfliteCases=FOLDER}; to nowhere that stays without it.
   */
  @Test
  void writesAModelForEachGolden(@TempDir Path temporary) throws IOException {
    String folder = System.getProperty("upcall.tfliteCases", temporary.toString());
    Path integers = Files.createDirectories(Path.of(folder));
    write(integers, TfliteCases.all());
    write(Files.createDirectories(integers.resolve("floats")), TfliteFloatCases.all());
    // A golden is named after its model and the number of the run.
    TfliteGolden.recorded()
        .map(golden -> golden.name().split(" ")[0] + ".tflite")
        .forEach(model -> assertTrue(Files.exists(integers.resolve(model)), model));
  }

  private static void write(Path folder, Map<String, byte[]> models) throws IOException {
    for (Map.Entry<String, byte[]> model : models.entrySet()) {
      Files.write(folder.resolve(model.getKey() + ".tflite"), model.getValue());
    }
  }

  private static void check(TfliteGolden golden) {
    QuantGraph graph = golden.graph();
    byte[] actual =
        new Interpreter().runAll(graph, golden.inputs()).get(graph.graph().outputs().get(0).id());
    assertArrayEquals(golden.output(), actual, golden.name());
  }
}
