package dev.upcall.cli.bench;

import dev.upcall.cli.firmware.Home;
import dev.upcall.core.file.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Projects around models and data beside the repository, so that they are preprocessed, split and
 * quantised as a user's would be.
 */
final class QuantProjects {
  private static final String RESNET_8 = "pretrainedResnet.tflite";

  /** (raw / 255 - mean) / deviation with ImageNet's, as their training had it. */
  static final String IMAGENET =
      "{scale: [0.01712475, 0.01750700, 0.01742919], offset: [-2.1179039, -2.0357143, -1.8044444]}";

  private static final String MANIFEST =
      """
      name: %s
      classes: [airplane, automobile, bird, cat, deer, dog, frog, horse, ship, truck]
      input: {shape: [32, 32, 3], raw: uint8, preprocess: %s, feed: frame}
      data:
        source: "${CIFAR10}/cifar_train.jpk.gz"
        test: {source: "${CIFAR10}/cifar_test.jpk.gz"}
        splits: {seed: 7, train: 0.8, select: 0.05, calibrate: 0.02, tune: 0.08, guarantee: 0.05}
      members:
      %s
      device: {stages: [{run: %s}]}
      """;

  private QuantProjects() {}

  /** Lets manifests find data in and beside the repository, unless their variables say another. */
  static void nameData() {
    name("CIFAR10", GoldenModel.shared("data/cifar10"));
    name("FASHION_MNIST", GoldenModel.shared("data/fashion-mnist"));
    name("DIGITS", Home.path("examples/digits/data"));
  }

  /**
   * A project around models beside the repository.
   *
   * @param members in the order of their size
   */
  record Shared(Path folder, List<String> members) {}

  /** Projects, and in {@code skipped} what is not there. */
  static List<Shared> ofSharedModels(List<String> skipped) throws IOException {
    List<Shared> projects = new ArrayList<>();
    Path tiny = GoldenModel.shared("models/mlperf-tiny/" + RESNET_8);
    if (Files.isRegularFile(tiny)) {
      // It takes bytes as they are.
      projects.add(project("resnet8", "{scale: 1, offset: 0}", List.of(tiny)));
    } else {
      skipped.add("cifar10.resnet8: no " + tiny + " beside the repository");
    }
    List<Path> resnets = new ArrayList<>();
    for (String depth : List.of("20", "32", "44", "56")) {
      Path file = GoldenModel.shared("models/cifar-resnet/resnet" + depth + ".onnx");
      if (Files.isRegularFile(file)) {
        resnets.add(file);
      } else {
        skipped.add("cifar10.resnet" + depth + ": no " + file + " beside the repository");
      }
    }
    if (!resnets.isEmpty()) {
      projects.add(project("resnets", IMAGENET, resnets));
    }
    return projects;
  }

  /** The file in which a model's maker quantised it. */
  static Optional<Path> vendor(Path model) {
    return model.endsWith(RESNET_8)
        ? Optional.of(GoldenModel.shared("models/mlperf-tiny/pretrainedResnet_quant.tflite"))
        : Optional.empty();
  }

  private static Shared project(String name, String preprocess, List<Path> models)
      throws IOException {
    Path folder = Home.path("firmware-out").resolve("bench/quant/projects").resolve(name);
    Files.createDirectories(folder);
    StringBuilder members = new StringBuilder();
    List<String> names = new ArrayList<>();
    for (Path model : models) {
      Path copy = folder.resolve(model.getFileName());
      Files.copy(model, copy, StandardCopyOption.REPLACE_EXISTING);
      String file = copy.getFileName().toString();
      String member = file.equals(RESNET_8) ? name : file.substring(0, file.indexOf('.'));
      names.add(member);
      members.append("  ").append(member).append(": {model: ").append(file).append("}\n");
    }
    String manifest = MANIFEST.formatted(name, preprocess, members, names.get(names.size() - 1));
    AtomicFile.write(folder.resolve("ensemble.yaml"), manifest);
    return new Shared(folder, names);
  }

  private static void name(String variable, Path data) {
    if (System.getenv(variable) == null
        && System.getProperty(variable) == null
        && Files.isDirectory(data)) {
      System.setProperty(variable, data.toAbsolutePath().normalize().toString());
    }
  }
}
