package dev.upcall.host.testing;

import dev.upcall.core.project.Manifest;
import dev.upcall.core.project.Manifest.HostSpec;
import dev.upcall.core.project.Manifest.InputSpec;
import dev.upcall.core.project.Manifest.MemberSpec;
import dev.upcall.core.project.Manifest.StageSpec;
import dev.upcall.core.project.Project;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A project of three members over samples [1,2,2] (one row, two pixels, two channels) and two
 * classes, where every subset gives an answer of its own: member {@code a} says channel 0 of pixel
 * 0 against channel 1, {@code b} the opposite, {@code c} looks at pixel 1; the head of a subset
 * scores class 0 by the number of its members.
 */
public final class TinyProject {
  public static final List<String> MEMBERS = List.of("a", "b", "c");

  /** Reals are raw bytes, so int8 is real - 128. */
  public static final InputSpec INPUT =
      new InputSpec(List.of(1, 2, 2), 0, 255, List.of(1f), List.of(0f), "frame");

  /** So long that no member misses it, however busy the machine is. */
  private static final int DEADLINE_MS = 20_000;

  private static final long[] SHAPE = {2, 1, 2};

  private TinyProject() {}

  /** Writes the models and returns the project. */
  public static Project in(Path folder) {
    return named(folder, "tiny", 1);
  }

  /** The same with weights times {@code factor}, so that its signature is another. */
  public static Project named(Path folder, String name, float factor) {
    // Model order is [C,H,W]: elements c0p0, c0p1, c1p0, c1p1.
    member(folder, "a", new float[][] {{factor, 0, 0, 0}, {0, 0, factor, 0}});
    member(folder, "b", new float[][] {{0, 0, factor, 0}, {factor, 0, 0, 0}});
    member(folder, "c", new float[][] {{0, factor, 0, 0}, {0, 0, 0, factor}});
    Map<String, String> heads = new LinkedHashMap<>();
    for (String key : List.of("a+b", "a+c", "b+c", "a+b+c")) {
      head(folder, key);
      heads.put(key, "heads/" + key + ".onnx");
    }
    List<String> order = List.of("heads", "meanLogits");
    return new Project(folder, manifest(name, heads, order, Optional.of("gap")), 0);
  }

  /** The project in a folder that was written before, with members that feed no head. */
  public static Project withoutFeatures(Path folder) {
    return new Project(
        folder, manifest("plain", Map.of(), List.of("meanLogits"), Optional.empty()), 0);
  }

  /** A project in a folder that was written before, with other rules for combination. */
  public static Project withOrder(Path folder, Map<String, String> heads, List<String> order) {
    return new Project(folder, manifest("tiny", heads, order, Optional.of("gap")), 0);
  }

  /** The same devices' project on a host that has some of the members. */
  public static Project with(Project whole, List<String> members, int deadlineMs) {
    Manifest all = whole.manifest();
    Manifest some =
        new Manifest(
            all.name(),
            all.classes(),
            all.input(),
            all.data(),
            all.members(),
            all.heads(),
            all.stages(),
            new HostSpec(members, all.host().order(), deadlineMs));
    return new Project(whole.folder(), some, 0);
  }

  /**
   * A project whose inputs are 3072 B, as CIFAR-10's are: [32,32,3], every member scoring class 1
   * by the last value of the last channel.
   */
  public static Project large(Path folder) {
    float[][] weights = new float[2][3072];
    weights[1][3071] = 1;
    for (String member : MEMBERS) {
      TinyOnnx.member(new long[] {3, 32, 32}, weights, false)
          .write(folder.resolve("members/" + member + ".onnx"));
    }
    InputSpec input = new InputSpec(List.of(32, 32, 3), 0, 255, List.of(1f), List.of(0f), "frame");
    Manifest plain = manifest("large", Map.of(), List.of("meanLogits"), Optional.empty());
    Manifest large =
        new Manifest(
            plain.name(),
            plain.classes(),
            input,
            plain.data(),
            plain.members(),
            plain.heads(),
            plain.stages(),
            plain.host());
    return new Project(folder, large, 0);
  }

  private static Manifest manifest(
      String name, Map<String, String> heads, List<String> order, Optional<String> features) {
    Map<String, MemberSpec> members = new LinkedHashMap<>();
    for (String member : MEMBERS) {
      members.put(member, new MemberSpec("members/" + member + ".onnx", features));
    }
    return new Manifest(
        name,
        List.of("zero", "one"),
        INPUT,
        Optional.empty(),
        members,
        heads,
        List.of(new StageSpec(List.of("a"), Optional.empty(), List.of(), Optional.empty())),
        new HostSpec(MEMBERS, order, DEADLINE_MS));
  }

  private static void member(Path folder, String name, float[][] weights) {
    TinyOnnx.member(SHAPE, weights, true).write(folder.resolve("members/" + name + ".onnx"));
  }

  /** Scores class 0 by the sum of the features, class 1 by nothing. */
  private static void head(Path folder, String key) {
    int features = 2 * key.split("\\+").length;
    float[][] weights = new float[2][features];
    Arrays.fill(weights[0], 1);
    TinyOnnx.head(weights).write(folder.resolve("heads/" + key + ".onnx"));
  }
}
