package dev.upcall.cli.bench;

import dev.upcall.cli.firmware.Home;
import dev.upcall.core.file.AtomicFile;
import dev.upcall.core.file.Sha256;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.ProjectLoader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One data set on which every way to train is compared: a project in {@code training/studies},
 * whose schedule, data and seeds all of them share. Its members are the full model {@code base}
 * with its exits, the light ones, which have features, and {@code main}.
 *
 * @param data as rows name it
 */
record Study(String data) {
  static final String BASE = "base";

  /** Gets MEANet's block for hard classes. */
  static final String MAIN = "main";

  /** The device's member, tuned for integers. */
  static final String QUANTIZED = "quantized";

  private static final String TRAINING = "training.yaml";
  private static final List<String> SETTINGS = List.of("ensemble.yaml", TRAINING);
  private static final String MODELS = "members";

  /** Beyond what the study's own settings say. */
  private static final String TUNING = "quantizationAware: {weights: %s}\n";

  /** The studies there are, the quickest first. */
  static List<Study> all() {
    return List.of(new Study("digits"), new Study("fashion-mnist"), new Study("cifar10"));
  }

  /**
   * One training.
   *
   * @param name of its cell in the table
   * @param members that it trains
   * @param addition to the study's training.yaml, at its end
   */
  record Task(String name, String method, List<String> members, String addition) {
    Task(String name, String method, List<String> members) {
      this(name, method, members, "");
    }
  }

  /** The full model by itself. */
  static Task base() {
    return new Task(BASE, "single", List.of(BASE));
  }

  /** What is trained, in this order. */
  List<Task> tasks() {
    List<String> light = light();
    List<Task> tasks = new ArrayList<>();
    tasks.add(base());
    tasks.add(new Task("mel", "mel", light));
    tasks.add(independent());
    tasks.add(new Task("distil", "distil", light));
    tasks.add(new Task("earlyExit", "early-exit", List.of(BASE)));
    tasks.add(new Task("meanet", "meanet", List.of(MAIN)));
    tasks.add(quantized());
    return tasks;
  }

  /** Of its parts: for each number of bits the same member is tuned anew. */
  private Task quantized() {
    List<Task> parts = QuantizedMember.BITS.keySet().stream().map(this::tuning).toList();
    return new Task(
        QUANTIZED,
        parts.get(0).method(),
        parts.get(0).members(),
        parts.stream().map(Task::addition).collect(Collectors.joining()));
  }

  /** The device's trained member, tuned for weights of so many bits. */
  Task tuning(String bits) {
    return new Task(
        QUANTIZED + "-" + bits, "fine-tune", deviceAlone().members(), TUNING.formatted(bits));
  }

  /** The device's member by itself. */
  Task deviceAlone() {
    List<String> device = project(source()).manifest().stages().get(0).run();
    return new Task("device", "single", List.of(device.get(0)));
  }

  /** Those that share heads, each by itself. */
  Task independent() {
    return new Task("independent", "independent", light());
  }

  private List<String> light() {
    return project(source()).manifest().members().entrySet().stream()
        .filter(member -> member.getValue().features().isPresent())
        .map(member -> member.getKey())
        .toList();
  }

  /** The project as it is committed, without models. */
  private Path source() {
    return Home.path("training/studies").resolve(data);
  }

  /** Changes with every setting: a cell that was trained by others is trained anew. */
  String settings(Task task) throws IOException {
    ByteArrayOutputStream settings = new ByteArrayOutputStream();
    for (String file : SETTINGS) {
      settings.write(settings(task, file));
    }
    return HexFormat.of().formatHex(Sha256.of(settings.toByteArray()), 0, 8);
  }

  /**
   * A copy to train in.
   *
   * @param models of members that others trained before, which it finds there
   */
  Project copy(Task task, long seed, List<Path> models) throws IOException {
    Path folder = folder(task.name(), seed);
    if (!isCurrent(task, folder)) {
      for (String member : project(source()).manifest().members().keySet()) {
        Files.deleteIfExists(model(folder, member));
      }
    }
    for (String file : SETTINGS) {
      AtomicFile.write(folder.resolve(file), settings(task, file));
    }
    for (Path model : models) {
      AtomicFile.write(
          folder.resolve(MODELS).resolve(model.getFileName()), Files.readAllBytes(model));
    }
    return project(folder);
  }

  /**
   * A member's model as a task left it; empty where it was not trained on this machine by these
   * settings, though its cell may be here.
   */
  Optional<Path> trained(Task task, long seed, String member) throws IOException {
    Path folder = folder(task.name(), seed);
    return Optional.of(model(folder, member))
        .filter(Files::exists)
        .filter(file -> isCurrent(task, folder));
  }

  private static Path model(Path folder, String member) {
    return folder.resolve(MODELS).resolve(member + ".onnx");
  }

  /** Whether a copy has the settings that it would get now. */
  private boolean isCurrent(Task task, Path folder) {
    try {
      for (String file : SETTINGS) {
        Path copied = folder.resolve(file);
        if (!Files.exists(copied)
            || !Arrays.equals(Files.readAllBytes(copied), settings(task, file))) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One of the project's files as a task has it. */
  private byte[] settings(Task task, String file) throws IOException {
    String text = Files.readString(source().resolve(file));
    return (file.equals(TRAINING) ? text + task.addition() : text).getBytes(StandardCharsets.UTF_8);
  }

  private Path folder(String task, long seed) {
    return Home.path(".upcall/studies").resolve(data).resolve(task + "-" + seed);
  }

  private static Project project(Path folder) {
    QuantProjects.nameData();
    return ProjectLoader.load(folder);
  }
}
