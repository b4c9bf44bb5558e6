package dev.upcall.tests;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.compiler.CompileRequest;
import dev.upcall.compiler.Compiler;
import dev.upcall.compiler.Ladder;
import dev.upcall.compiler.board.BoardCatalogue;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.onnx.OnnxImporter;
import dev.upcall.compiler.onnx.OnnxLimits;
import dev.upcall.compiler.quant.QuantGraph;
import dev.upcall.compiler.reference.Interpreter;
import dev.upcall.compiler.testing.CCompiler;
import dev.upcall.compiler.testing.Ort;
import dev.upcall.core.tensor.QParams;
import dev.upcall.tests.rig.Folders;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every architecture of {@code training}, as it is exported, becomes C that gives the integer
 * reference's bytes, and integers that stay close to ONNX Runtime's floats. The files are
 * training's {@code ArchitectureExportTest}'s, which holds them to what is exported.
 */
class TrainedArchitecturesTest {
  private static final Path FILES = Path.of("src/test/resources/architectures");
  private static final int SAMPLES = 40;

  /** Of how much logits vary; int8 costs these untrained networks up to 0.14, a wrong one is 1. */
  private static final double MOST_ERROR = 0.2;

  private final Compiler compiler = new Compiler(new BoardCatalogue());

  @TempDir Path folder;

  static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(FILES)) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void becomesCThatEqualsTheReferenceAndIsCloseToItsFloats(Path model) throws IOException {
    Graph imported =
        OnnxImporter.parse(model.toString(), Files.readAllBytes(model), OnnxLimits.standard());
    Shape shape = imported.inputs().get(0).shape();
    float[][] samples = samples(shape.size());
    CompileRequest request =
        CompileRequest.of(model, "posix", folder.resolve("out"))
            .withCalibration(calibration(samples, shape.dim(1)));
    Ladder<QuantGraph> ladder = compiler.int8(request);
    QuantGraph network = ladder.members().get(0).model();
    QParams input = network.graph().inputs().get(0).type().qparams();
    QParams output = network.graph().outputs().get(0).type().qparams();
    ByteArrayOutputStream inputs = new ByteArrayOutputStream();
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    float[][] logits = new float[SAMPLES][];
    for (int i = 0; i < SAMPLES; i++) {
      byte[] sample = input.quantize(channelsLast(samples[i], shape.dim(1)));
      byte[] result = new Interpreter().run(network, sample);
      inputs.writeBytes(sample);
      expected.writeBytes(result);
      logits[i] = output.dequantize(result);
    }
    Path file = Files.write(folder.resolve("inputs.bin"), inputs.toByteArray());
    Path project = compiler.emit(compiler.plan(ladder)).folder();
    assertArrayEquals(expected.toByteArray(), run(project, file));
    double error = error(floats(model, samples, shape), logits);
    assertTrue(error < MOST_ERROR, model.getFileName() + ": error " + error);
  }

  private static float[][] samples(int size) {
    Random random = new Random(4);
    float[][] samples = new float[SAMPLES][size];
    for (float[] sample : samples) {
      for (int i = 0; i < size; i++) {
        sample[i] = (float) random.nextGaussian();
      }
    }
    return samples;
  }

  private Path calibration(float[][] samples, int channels) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(SAMPLES * samples[0].length * Float.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    for (float[] sample : samples) {
      for (float value : channelsLast(sample, channels)) {
        bytes.putFloat(value);
      }
    }
    return Files.write(folder.resolve("samples.f32"), bytes.array());
  }

  /** The model has [C,H,W], the device [H,W,C]. */
  private static float[] channelsLast(float[] sample, int channels) {
    int positions = sample.length / channels;
    float[] turned = new float[sample.length];
    for (int i = 0; i < sample.length; i++) {
      turned[i % positions * channels + i / positions] = sample[i];
    }
    return turned;
  }

  /** The first output's, in ONNX Runtime. */
  private static float[][] floats(Path model, float[][] samples, Shape shape) throws IOException {
    long[] dimensions = shape.dims().stream().mapToLong(Integer::longValue).toArray();
    try (Ort runtime = new Ort(Files.readAllBytes(model))) {
      return Stream.of(samples)
          .map(sample -> runtime.run(sample, dimensions, 0))
          .toArray(float[][]::new);
    }
  }

  /** Root of the mean square of what differs, as a share of what the expected values vary. */
  private static double error(float[][] expected, float[][] found) {
    double different = 0;
    double varied = 0;
    for (int c = 0; c < expected[0].length; c++) {
      int column = c;
      double mean = Stream.of(expected).mapToDouble(row -> row[column]).average().orElseThrow();
      for (int n = 0; n < expected.length; n++) {
        different += Math.pow(expected[n][c] - found[n][c], 2);
        varied += Math.pow(expected[n][c] - mean, 2);
      }
    }
    return Math.sqrt(different / varied);
  }

  /** What the emitted C writes for a file of inputs. */
  private byte[] run(Path project, Path inputs) throws IOException {
    CCompiler gcc = CCompiler.require("gcc");
    Path sources = Folders.copy(project.resolve("model"), folder.resolve("sources"));
    for (String header : List.of("upcall_ladder.h", "upcall_status.h")) {
      Files.copy(project.resolve("runtime").resolve(header), sources.resolve(header));
    }
    CCompiler.copy(sources, "cc/model_files.c");
    Path program = gcc.compile(sources, "-O0", "-fsanitize=undefined");
    Path outputs = folder.resolve("outputs.bin");
    CCompiler.run(List.of(program.toString(), inputs.toString(), outputs.toString()));
    return Files.readAllBytes(outputs);
  }
}
