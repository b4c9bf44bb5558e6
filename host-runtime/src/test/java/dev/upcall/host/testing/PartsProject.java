package dev.upcall.host.testing;

import dev.upcall.core.project.Manifest;
import dev.upcall.core.project.Manifest.HostSpec;
import dev.upcall.core.project.Manifest.InputSpec;
import dev.upcall.core.project.Manifest.MemberSpec;
import dev.upcall.core.project.Manifest.StageSpec;
import dev.upcall.core.project.Project;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * A project of three members with 32 random features each and a random linear head for every subset
 * of them, whose files may say what each member adds to each head: 9 numbers instead of 32.
 */
public final class PartsProject {
  private static final int CHANNELS = 32;
  private static final int CLASSES = 3;
  private static final List<String> HEADS = List.of("a+b", "a+c", "b+c", "a+b+c");

  private PartsProject() {}

  /** Writes it; the same weights with parts as without. */
  public static Project in(Path folder, boolean parts) {
    return in(folder, parts, HEADS);
  }

  /** The same with those heads alone in its manifest. */
  public static Project in(Path folder, boolean parts, List<String> inManifest) {
    Random random = new Random(7);
    Map<String, float[][]> heads = new LinkedHashMap<>();
    for (String key : HEADS) {
      heads.put(key, random(random, CHANNELS * key.split("\\+").length));
    }
    heads.forEach((key, weights) -> TinyOnnx.head(weights).write(head(folder, key)));
    for (String name : TinyProject.MEMBERS) {
      TinyOnnx member =
          TinyOnnx.member(new long[] {CHANNELS, 1, 2}, random(random, 2 * CHANNELS), true);
      if (parts) {
        member.parts(parts(name, heads));
      }
      member.write(folder.resolve("members/" + name + ".onnx"));
    }
    return new Project(folder, manifest(inManifest), 0);
  }

  /** Writes another head in the place of one. */
  public static void retrain(Path folder, String key) {
    TinyOnnx.head(random(new Random(8), CHANNELS * key.split("\\+").length))
        .write(head(folder, key));
  }

  /** Random int8 samples. */
  public static List<byte[]> samples(int count) {
    Random random = new Random(9);
    List<byte[]> samples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] sample = new byte[2 * CHANNELS];
      random.nextBytes(sample);
      samples.add(sample);
    }
    return samples;
  }

  private static Path head(Path folder, String key) {
    return folder.resolve("heads/" + key + ".onnx");
  }

  /** The member's columns of each of its heads, one below the other. */
  private static float[][] parts(String name, Map<String, float[][]> heads) {
    List<float[]> rows = new ArrayList<>();
    heads.forEach(
        (key, weights) -> {
          int at = List.of(key.split("\\+")).indexOf(name);
          for (float[] row : at < 0 ? new float[0][] : weights) {
            float[] own = new float[CHANNELS];
            System.arraycopy(row, at * CHANNELS, own, 0, CHANNELS);
            rows.add(own);
          }
        });
    return rows.toArray(float[][]::new);
  }

  private static float[][] random(Random random, int columns) {
    float[][] weights = new float[CLASSES][columns];
    for (float[] row : weights) {
      for (int i = 0; i < columns; i++) {
        row[i] = (float) random.nextGaussian();
      }
    }
    return weights;
  }

  private static Manifest manifest(List<String> keys) {
    Map<String, MemberSpec> members = new LinkedHashMap<>();
    for (String member : TinyProject.MEMBERS) {
      members.put(member, new MemberSpec("members/" + member + ".onnx", Optional.of("gap")));
    }
    Map<String, String> heads = new LinkedHashMap<>();
    keys.forEach(key -> heads.put(key, "heads/" + key + ".onnx"));
    return new Manifest(
        "parts",
        List.of("zero", "one", "two"),
        new InputSpec(List.of(1, 2, CHANNELS), 0, 255, List.of(1 / 64f), List.of(-2f), "frame"),
        Optional.empty(),
        members,
        heads,
        List.of(new StageSpec(List.of("a"), Optional.empty(), List.of(), Optional.empty())),
        new HostSpec(TinyProject.MEMBERS, List.of("heads", "meanLogits"), 20_000));
  }
}
