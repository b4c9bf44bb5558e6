package dev.upcall.tests.project;

import dev.upcall.compiler.testing.OnnxModel;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.ProjectLoader;
import dev.upcall.tests.project.RandomNetworks.Body;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Writes project folders with untrained members, so that tests depend on no trained artefact: three
 * members of different architecture, a head for every subset of them, and a ladder of two stages on
 * the device. The policies' bounds are left to {@link OfflineLadder#tune}.
 *
 * @param name the project's
 * @param shape of the input, [H,W,C]
 * @param classes number of them
 * @param samples in the data, of which 3/10 calibrate, 3/10 tune and 4/10 test
 * @param deadlineMs after which the device answers by itself
 */
public record SyntheticProject(
    String name, List<Integer> shape, int classes, int samples, int deadlineMs) {
  /** The host's members, in the manifest's order. */
  public static final List<String> MEMBERS = List.of("small", "wide", "deep");

  /** Long enough for an emulated board on a machine with other work. */
  public static final int PATIENT_MS = 60_000;

  private static final List<String> HEADS =
      List.of("small+wide", "deep+small", "deep+wide", "deep+small+wide");

  /** A member with side exits, for stages of {@link #write(Path, String)}. */
  private static final String EXITS = "  exits: {model: members/exits.onnx}\n";

  /** Classes of that member's extension: the first few. */
  private static final int HARD = 3;

  /** Inputs of 64 bytes. */
  public static SyntheticProject tiny() {
    return new SyntheticProject("tiny", List.of(8, 8, 1), 6, 60, PATIENT_MS);
  }

  /**
   * Inputs of 3072 bytes: five serial frames, one MQTT publish; each channel scaled its own way.
   */
  public static SyntheticProject large() {
    return new SyntheticProject("large", List.of(32, 32, 3), 5, 40, PATIENT_MS);
  }

  public SyntheticProject withDeadline(int milliseconds) {
    return new SyntheticProject(name, shape, classes, samples, milliseconds);
  }

  /** Writes the folder with other stages on the device, lines of the manifest, and loads it. */
  public Project write(Path folder, String stages) {
    write(folder);
    String manifest = manifest();
    int begin = manifest.indexOf("  stages:\n");
    int end = manifest.indexOf("host:\n");
    try {
      text(
          folder.resolve("ensemble.yaml"),
          manifest.substring(0, begin).replace("members:\n", "members:\n" + EXITS)
              + stages.indent(2)
              + manifest.substring(end));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ProjectLoader.load(folder);
  }

  /** Writes the folder and loads it. */
  public Project write(Path folder) {
    try {
      text(folder.resolve("ensemble.yaml"), manifest());
      text(folder.resolve("data/samples.csv"), data());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    RandomNetworks networks = new RandomNetworks(classes);
    model(folder.resolve("members/small.onnx"), networks.member(Body.PLAIN, shape, classes));
    model(folder.resolve("members/wide.onnx"), networks.member(Body.SEPARABLE, shape, classes));
    model(folder.resolve("members/deep.onnx"), networks.member(Body.RESIDUAL, shape, classes));
    if (shape.get(2) == 1) {
      model(folder.resolve("members/exits.onnx"), networks.exits(shape.get(0), classes, HARD));
    }
    for (String head : HEADS) {
      model(
          folder.resolve("heads/" + head + ".onnx"),
          networks.head(head.split("\\+").length, classes));
    }
    return ProjectLoader.load(folder);
  }

  /** The manifest as written; tests spoil it in one place and write it again. */
  public String manifest() {
    StringBuilder heads = new StringBuilder();
    HEADS.forEach(head -> heads.append("  %s: heads/%s.onnx%n".formatted(head, head)));
    return String.format(
        Locale.ROOT,
        """
        name: %s
        classes: %s
        input:
          shape: %s
          raw: uint8
          preprocess: %s
        data:
          source: data/samples.csv
          splits: {seed: 3, calibrate: 0.3, tune: 0.3, test: 0.4}
        members:
          small: {model: members/small.onnx, features: gap}
          wide: {model: members/wide.onnx, features: gap}
          deep: {model: members/deep.onnx, features: gap}
        heads:
        %sdevice:
          stages:
            - {run: small, policy: {use: Threshold, on: maxProbability, theta: tuned}}
            - {run: deep, policy: {use: LogisticRegression, beta: tuned, w1: 1, w2: -1}}
        host:
          members: %s
          combine: {order: [heads, meanLogits], deadlineMs: %d}
        """,
        name,
        classNames(),
        shape,
        preprocess(),
        heads,
        MEMBERS,
        deadlineMs);
  }

  private List<String> classNames() {
    return java.util.stream.IntStream.range(0, classes).mapToObj(i -> "class" + i).toList();
  }

  private String preprocess() {
    return shape.get(2) == 3
        ? "{scale: [0.0171, 0.0175, 0.0174], offset: [-2.118, -2.036, -1.804]}"
        : "{scale: 0.015625, offset: -1}";
  }

  /** Noise around a random picture per class. */
  private String data() {
    Random random = new Random(samples);
    int size = shape.get(0) * shape.get(1) * shape.get(2);
    int[][] pictures = new int[classes][size];
    for (int[] picture : pictures) {
      java.util.Arrays.setAll(picture, i -> random.nextInt(256));
    }
    StringBuilder csv = new StringBuilder();
    for (int sample = 0; sample < samples; sample++) {
      int label = sample % classes;
      for (int picture : pictures[label]) {
        int value = (picture + random.nextInt(256)) / 2;
        csv.append(value).append(',');
      }
      csv.append(label).append('\n');
    }
    return csv.toString();
  }

  private static void model(Path file, OnnxModel model) {
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, model.bytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void text(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
