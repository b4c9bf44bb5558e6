package dev.upcall.cli.bench;

import dev.upcall.cli.firmware.Home;
import dev.upcall.core.file.AtomicFile;
import dev.upcall.core.file.Sha256;
import dev.upcall.core.project.Manifest;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.ProjectLoader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

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

  private static final String BASE_FILE = "members/base.onnx";
  private static final List<String> SETTINGS = List.of("ensemble.yaml", "training.yaml");

  /** The studies there are, the quickest first. */
  static List<Study> all() {
    return List.of(new Study("digits"), new Study("fashion-mnist"), new Study("cifar10"));
  }

  /**
   * One training.
   *
   * @param name of its cell in the table
   * @param members that it trains
   */
  record Task(String name, String method, List<String> members) {}

  /** The full model by itself. */
  static Task base() {
    return new Task(BASE, "single", List.of(BASE));
  }

  /** What is trained, in this order. */
  List<Task> tasks() {
    Manifest manifest = project(source()).manifest();
    List<String> light = light(manifest);
    List<Task> tasks = new ArrayList<>();
    tasks.add(base());
    tasks.add(new Task("mel", "mel", light));
    tasks.add(new Task("independent", "independent", light));
    tasks.add(new Task("distil", "distil", light));
    tasks.add(new Task("earlyExit", "early-exit", List.of(BASE)));
    tasks.add(new Task("meanet", "meanet", List.of(MAIN)));
    return tasks;
  }

  private static List<String> light(Manifest manifest) {
    return manifest.members().entrySet().stream()
        .filter(member -> member.getValue().features().isPresent())
        .map(member -> member.getKey())
        .toList();
  }

  /** The project as it is committed, without models. */
  private Path source() {
    return Home.path("training/studies").resolve(data);
  }

  /** Changes with every setting: a cell that was trained by others is trained anew. */
  String settings() throws IOException {
    ByteArrayOutputStream settings = new ByteArrayOutputStream();
    for (String file : SETTINGS) {
      settings.write(Files.readAllBytes(source().resolve(file)));
    }
    return HexFormat.of().formatHex(Sha256.of(settings.toByteArray()), 0, 8);
  }

  /**
   * A copy to train in. {@code distil} finds the base of the same seed there, unless that was
   * trained elsewhere: then it trains it again.
   */
  Project copy(Task task, long seed) throws IOException {
    Path folder = folder(task.name(), seed);
    for (String file : SETTINGS) {
      AtomicFile.write(folder.resolve(file), Files.readAllBytes(source().resolve(file)));
    }
    Path base = trainedBase(seed);
    if (!task.name().equals(BASE) && Files.exists(base)) {
      AtomicFile.write(folder.resolve(BASE_FILE), Files.readAllBytes(base));
    }
    return project(folder);
  }

  /** The model that {@code distil} learns from; not there where its cell came from elsewhere. */
  Path trainedBase(long seed) {
    return folder(BASE, seed).resolve(BASE_FILE);
  }

  private Path folder(String task, long seed) {
    return Home.path(".upcall/studies").resolve(data).resolve(task + "-" + seed);
  }

  private static Project project(Path folder) {
    QuantProjects.nameData();
    return ProjectLoader.load(folder);
  }
}
