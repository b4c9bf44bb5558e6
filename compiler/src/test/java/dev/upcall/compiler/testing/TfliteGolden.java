package dev.upcall.compiler.testing;

import dev.upcall.compiler.quant.QuantGraph;
import dev.upcall.compiler.tflite.TfliteImporter;
import dev.upcall.compiler.tflite.TfliteLimits;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A model of one operator, an input for each of its inputs, and the output that TensorFlow Lite
 * Micro's reference kernels give; elements little endian.
 */
public record TfliteGolden(String name, byte[] model, List<byte[]> inputs, byte[] output) {
  @Override
  public String toString() {
    return name;
  }

  public QuantGraph graph() {
    return TfliteImporter.parse(name, model, TfliteLimits.standard()).integers().orElseThrow();
  }

  /** Those recorded of {@link TfliteCases}. */
  public static Stream<TfliteGolden> recorded() {
    Map<String, byte[]> models = TfliteCases.all();
    List<TfliteGolden> goldens = new ArrayList<>();
    for (String line : resource().lines().filter(line -> !line.startsWith("#")).toList()) {
      String[] words = line.split(" ");
      byte[] model = models.remove(words[0]);
      byte[] inputs = Base64.getDecoder().decode(words[1]);
      byte[] outputs = Base64.getDecoder().decode(words[2]);
      TfliteGolden shape = new TfliteGolden(words[0], model, List.of(), outputs);
      int runs = outputs.length / shape.graph().graph().outputs().get(0).type().bytes();
      for (int run = 0; run < runs; run++) {
        goldens.add(shape.run(run, runs, inputs, outputs));
      }
    }
    if (!models.isEmpty()) {
      throw new IllegalStateException("not recorded: " + models.keySet());
    }
    return goldens.stream();
  }

  /** Those that TensorFlow Lite Micro tests itself by, beside the repository. */
  public static Stream<TfliteGolden> shared() {
    return SharedFiles.find("golden/ops", ".tflite").stream().map(TfliteGolden::ofFiles);
  }

  private TfliteGolden run(int run, int runs, byte[] inputs, byte[] outputs) {
    List<byte[]> own = new ArrayList<>();
    int at = run * (inputs.length / runs);
    for (var input : graph().graph().inputs()) {
      own.add(Arrays.copyOfRange(inputs, at, at + input.type().bytes()));
      at += input.type().bytes();
    }
    int size = outputs.length / runs;
    byte[] output = Arrays.copyOfRange(outputs, run * size, (run + 1) * size);
    return new TfliteGolden(name + " " + run, model, own, output);
  }

  private static TfliteGolden ofFiles(Path file) {
    String name = String.valueOf(file.getFileName()).replace(".tflite", "");
    try (Stream<Path> beside = Files.list(file.getParent())) {
      List<Path> numbers =
          beside
              .filter(path -> path.getFileName().toString().startsWith(name + "_"))
              .sorted()
              .toList();
      List<byte[]> inputs = new ArrayList<>();
      byte[] output = {};
      for (Path path : numbers) {
        if (path.toString().contains("_golden_")) {
          output = elements(path);
        } else if (!path.toString().endsWith("_int32.csv")) {
          // An int32 input is the output's shape, which the model says twice.
          inputs.add(elements(path));
        }
      }
      return new TfliteGolden(name, Files.readAllBytes(file), inputs, output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The numbers of a file, as many bytes each as its name says. */
  private static byte[] elements(Path file) throws IOException {
    String[] numbers = Files.readString(file).trim().split("[,\\s]+");
    int bytes = file.toString().contains("int32") ? 4 : file.toString().contains("int16") ? 2 : 1;
    ByteBuffer out = ByteBuffer.allocate(bytes * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
    for (String number : numbers) {
      int element = Integer.parseInt(number);
      switch (bytes) {
        case 1 -> out.put((byte) element);
        case 2 -> out.putShort((short) element);
        default -> out.putInt(element);
      }
    }
    return out.array();
  }

  private static String resource() {
    try (InputStream in = TfliteGolden.class.getResourceAsStream("/goldens/tflite/operators.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
