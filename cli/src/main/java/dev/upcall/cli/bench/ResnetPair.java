package dev.upcall.cli.bench;

import dev.upcall.cli.firmware.Home;
import dev.upcall.core.file.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * MLPerf Tiny's ResNet-8 below, the ResNets 20 to 56 of another source above, as two projects on
 * the same splits: their preprocessing differs. All were trained on CIFAR-10's training images, so
 * that every split is cut from its test images.
 */
record ResnetPair(Path device, Path host) {
  /** Those that are compared alone on the device. */
  static final List<String> RIVALS = List.of("resnet20", "resnet32", "resnet56");

  private static final List<String> HOST = List.of("resnet20", "resnet32", "resnet44", "resnet56");

  private static final String MANIFEST =
      """
      name: %s
      classes: [airplane, automobile, bird, cat, deer, dog, frog, horse, ship, truck]
      input: {shape: [32, 32, 3], raw: uint8, preprocess: %s, feed: frame}
      data:
        source: "${CIFAR10}/cifar_test.jpk.gz"
        splits: {seed: 7, select: 0.1, calibrate: 0.05, tune: 0.35, guarantee: 0.25, test: 0.25}
      members:
      %s
      device: {stages: [{run: %s}]}
      host: {members: [%s], combine: {order: [meanLogits], deadlineMs: 1000}}
      """;

  /** The projects, where their models are there. */
  static Optional<ResnetPair> find() throws IOException {
    Path tiny = GoldenModel.shared("models/mlperf-tiny/pretrainedResnet.tflite");
    boolean all =
        Files.isRegularFile(tiny)
            && HOST.stream().allMatch(name -> Files.isRegularFile(onnx(name)));
    return all
        ? Optional.of(
            new ResnetPair(
                project("pair-device", "{scale: 1, offset: 0}", List.of(tiny), List.of("resnet8")),
                project(
                    "pair-host",
                    QuantProjects.IMAGENET,
                    HOST.stream().map(ResnetPair::onnx).toList(),
                    HOST)))
        : Optional.empty();
  }

  private static Path onnx(String name) {
    return GoldenModel.shared("models/cifar-resnet/" + name + ".onnx");
  }

  private static Path project(
      String name, String preprocess, List<Path> models, List<String> members) throws IOException {
    Path folder = Home.path("firmware-out/bench/decisions").resolve(name);
    Files.createDirectories(folder);
    for (Path model : models) {
      Files.copy(model, folder.resolve(model.getFileName()), StandardCopyOption.REPLACE_EXISTING);
    }
    String list =
        members.stream()
            .map(
                member ->
                    "  "
                        + member
                        + ": {model: "
                        + models.get(members.indexOf(member)).getFileName()
                        + "}")
            .collect(Collectors.joining("\n"));
    String host = String.join(", ", members);
    AtomicFile.write(
        folder.resolve("ensemble.yaml"),
        MANIFEST.formatted(name, preprocess, list, members.get(0), host));
    return folder;
  }
}
