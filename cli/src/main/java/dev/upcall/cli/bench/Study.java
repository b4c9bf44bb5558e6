package dev.upcall.cli.bench;

import dev.upcall.cli.firmware.Home;
import dev.upcall.core.file.AtomicFile;
import dev.upcall.core.project.Manifest;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.ProjectLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * One data set on which every way to train is compared: a project in {@code training/studies},
 * whose schedule, data and seeds all of them share. Its members are the full model {@code base},
 * the light ones that have features
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

  /** What is trained, in this order. */
  List<Task> tasks() {
    Manifest manifest = project(source()).manifest();
    List<String> light = light(manifest);
    List<Task> tasks = new ArrayList<>();
    tasks.add(new Task(BASE, "single", List.of(BASE)));
    tasks.add(new Task("mel", "mel", light));
    tasks.add(new Task("independent", "independent", light));
    tasks.add(new Task("distil", "distil", light));
    tasks.add(new Task("earlyExit", "early-exit", List.of(BASE)));
    tasks.add(new Task("meanet", "meanet", List.of(MAIN)));
    return tasks;
  }

  /** The members that may be combined. */
  List<String> light() {
    return light(project(source()).manifest());
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
    MessageDigest digest = sha256();
    for (String file : SETTINGS) {
      digest.update(Files.readAllBytes(source().resolve(file)));
    }
    return HexFormat.of().formatHex(digest.digest(), 0, 8);
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
    Path base = folder(BASE, seed).resolve(BASE_FILE);
    if (task.method().equals("distil") && Files.exists(base)) {
      AtomicFile.write(folder.resolve(BASE_FILE), Files.readAllBytes(base));
    }
    return project(folder);
  }

  private Path folder(String task, long seed) {
    return Home.path(".upcall/studies").resolve(data).resolve(task + "-" + seed);
  }

  private static Project project(Path folder) {
    QuantProjects.nameData();
    return ProjectLoader.load(folder);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
