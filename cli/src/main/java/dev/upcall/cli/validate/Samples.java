package dev.upcall.cli.validate;

import dev.upcall.cli.CliCode;
import dev.upcall.compiler.ir.TensorType;
import dev.upcall.compiler.reference.Elements;
import dev.upcall.core.data.Dataset;
import dev.upcall.core.data.ProjectData;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.project.Preprocessor;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.Split;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * What a network is run on.
 *
 * @param inputs elements of its input as the device holds them
 * @param labels class of each, where it is known
 * @param origin where they come from, in words
 */
public record Samples(List<byte[]> inputs, Optional<int[]> labels, String origin) {
  private static final long SEED = 20260101;
  private static final int CALIBRATION_SAMPLES = 4;

  public Samples {
    inputs = List.copyOf(inputs);
  }

  /** Those at the given places. */
  Samples only(int[] places) {
    return new Samples(
        Arrays.stream(places).mapToObj(inputs::get).toList(),
        labels.map(all -> Arrays.stream(places).map(place -> all[place]).toArray()),
        origin);
  }

  /**
   * Those of some classes, labelled by the index among these; all, where there are no labels.
   *
   * @param classes empty for all as they are
   */
  public Samples only(List<Integer> classes) {
    if (classes.isEmpty() || labels.isEmpty()) {
      return this;
    }
    int[] all = labels.get();
    int[] places = IntStream.range(0, all.length).filter(i -> classes.contains(all[i])).toArray();
    Samples some = only(places);
    int[] renumbered = Arrays.stream(some.labels.orElseThrow()).map(classes::indexOf).toArray();
    return new Samples(some.inputs, Optional.of(renumbered), origin + ", its classes alone");
  }

  /** Of a project's test split the first. */
  public static Samples ofProject(Project project, int limit) {
    return ofProject(project, Split.TEST, limit);
  }

  /** Of one of a project's splits the first. */
  public static Samples ofProject(Project project, Split split, int limit) {
    Preprocessor preprocessor = new Preprocessor(project.manifest().input());
    Dataset part = ProjectData.load(project).of(split);
    int count = Math.min(limit, part.size());
    List<byte[]> inputs =
        part.raw().subList(0, count).stream().map(preprocessor::quantize).toList();
    int[] labels = Arrays.copyOf(part.labels(), count);
    return new Samples(inputs, Optional.of(labels), "the project's " + split.key() + " split");
  }

  /** Of a file of float32 samples, back to back, the first. */
  public static Samples ofFile(Path file, TensorType input, int limit) {
    ByteBuffer bytes;
    try {
      bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    } catch (IOException e) {
      throw bad(file, e.toString(), "a file of float32 samples");
    }
    int size = input.shape().size();
    if (bytes.remaining() == 0 || bytes.remaining() % (Float.BYTES * size) != 0) {
      throw bad(file, bytes.remaining() + " bytes", "a multiple of " + Float.BYTES * size);
    }
    int count = Math.min(limit, bytes.remaining() / (Float.BYTES * size));
    List<byte[]> inputs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      float[] reals = new float[size];
      bytes.asFloatBuffer().position(i * size).get(reals);
      inputs.add(Elements.of(reals, input));
    }
    return new Samples(inputs, Optional.empty(), String.valueOf(file.getFileName()));
  }

  /** Made up: every byte anything, floats normally distributed; the same at each run. */
  public static Samples madeUp(TensorType input, int count) {
    Random random = new Random(SEED);
    List<byte[]> inputs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      inputs.add(input.isQuantized() ? bytes(random, input) : reals(random, input));
    }
    return new Samples(inputs, Optional.empty(), "made up");
  }

  private static byte[] bytes(Random random, TensorType input) {
    byte[] bytes = new byte[input.bytes()];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] reals(Random random, TensorType input) {
    float[] reals = new float[input.shape().size()];
    for (int i = 0; i < reals.length; i++) {
      reals[i] = (float) random.nextGaussian();
    }
    return Elements.of(reals, input);
  }

  /** Writes a file of made-up float32 samples, normally distributed, to choose ranges by. */
  public static void writeMadeUp(Path file, int elements) throws IOException {
    Random random = new Random(SEED);
    ByteBuffer bytes =
        ByteBuffer.allocate(Float.BYTES * elements * CALIBRATION_SAMPLES)
            .order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      bytes.putFloat((float) random.nextGaussian());
    }
    Files.write(file, bytes.array());
  }

  private static RuntimeException bad(Path file, String found, String need) {
    return Diagnostic.of(CliCode.BAD_SAMPLES, file)
        .found("%s", found)
        .need("%s", need)
        .toException();
  }
}
