package dev.upcall.core.project;

import java.util.Arrays;

/**
 * What an upcall carries: the int8 input, or the feature map behind the stage that decided, from
 * which the host computes the rest of the same network.
 */
public enum Send {
  INPUT("input"),
  FEATURE_MAP("featureMap"),
  /** The feature map where the host can go on from it and it has fewer bytes; else the input. */
  SMALLEST("smallest");

  private final String word;

  Send(String word) {
    this.word = word;
  }

  /** As manifests have it. */
  public String word() {
    return word;
  }

  static String[] words() {
    return Arrays.stream(values()).map(Send::word).toArray(String[]::new);
  }

  /** The one that manifests call so; {@link #INPUT} for any other text, which has been reported. */
  static Send of(String word) {
    return Arrays.stream(values()).filter(s -> s.word.equals(word)).findFirst().orElse(INPUT);
  }
}
