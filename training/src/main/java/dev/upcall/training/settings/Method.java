package dev.upcall.training.settings;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the members are trained for. */
public enum Method {
  /** Each member by itself; no heads are written, and of the members only those asked for. */
  SINGLE(false, false),

  /** Each member by itself, then the heads on what they came to: the baseline of MEL. */
  INDEPENDENT(false, true),

  /** Every subset's head at once: members learn to be good together (arXiv 2506.20094). */
  MEL(true, true),

  /** Each member by itself, from the labels and from the scores of a larger one. */
  DISTIL(false, true),

  /** Each member by itself, and side exits with it as the section {@code exits} says. */
  EARLY_EXIT(false, true),

  /** Each member by itself, then its branches for hard classes (MEANet, arXiv 2109.06440). */
  MEANET(false, true),

  /** Each member as its file has it, tuned for integers where the settings ask for that. */
  FINE_TUNE(false, true);

  private final boolean joint;
  private final boolean heads;

  Method(boolean joint, boolean heads) {
    this.joint = joint;
    this.heads = heads;
  }

  /** Whether members with features are trained together. */
  public boolean isJoint() {
    return joint;
  }

  /** Whether subsets of members get heads; those are refitted to frozen features in any case. */
  public boolean hasHeads() {
    return heads;
  }

  /** As settings and options write it. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public static Optional<Method> of(String key) {
    return Arrays.stream(values()).filter(method -> method.key().equals(key)).findFirst();
  }

  public static List<String> keys() {
    return Arrays.stream(values()).map(Method::key).toList();
  }
}
