package dev.upcall.core.project;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A small correct project, from which each test spoils one thing. */
public final class Manifests {
  public static final String GOOD =
      """
      name: tiny
      classes: [no, yes]
      input:
        shape: [2, 2, 1]
        raw: uint8
        preprocess: {scale: 0.5, offset: 0}
      data:
        source: data/tiny.csv
        splits: {seed: 7, train: 0.5, tune: 0.25, test: 0.25}
      members:
        small: {model: members/small.onnx, features: gap}
        deep:  {model: members/deep.onnx, features: gap}
        full:  {model: members/full.onnx}
      heads:
        small+deep: heads/both.onnx
      device:
        stages:
          - {run: small, exit: early, policy: {use: Threshold, on: maxProbability, theta: tuned}}
          - {run: small, policy: {use: LogisticRegression, bias: -1.5, p1: tuned}}
      host:
        members: [small, deep, full]
        combine: {order: [heads, meanLogits], deadlineMs: 200}
      """;

  private Manifests() {}

  /** The good manifest with one text replaced, which has to occur in it. */
  public static String with(String text, String replacement) {
    if (!GOOD.contains(text)) {
      throw new IllegalArgumentException("not in the manifest: " + text);
    }
    return GOOD.replace(text, replacement);
  }

  /** Writes a manifest into a folder and loads it. */
  public static Project load(Path folder, String manifest) {
    try {
      Files.writeString(folder.resolve("ensemble.yaml"), manifest);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ProjectLoader.load(folder);
  }
}
