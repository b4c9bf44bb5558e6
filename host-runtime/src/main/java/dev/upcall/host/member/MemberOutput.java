package dev.upcall.host.member;

import java.util.Objects;

/**
 * What a member says about one sample.
 *
 * @param logits one per class
 * @param features what feeds the heads; empty when the member feeds none
 * @param parts what it adds to the logits of each head that it is in, one per class each; empty
 *     when its file does not say
 */
public record MemberOutput(float[] logits, float[] features, float[] parts) {
  private static final float[] NONE = {};

  public MemberOutput {
    Objects.requireNonNull(logits);
    Objects.requireNonNull(features);
    Objects.requireNonNull(parts);
  }

  /** Of a member that does not say its parts. */
  public MemberOutput(float[] logits, float[] features) {
    this(logits, features, NONE);
  }

  /** What is wanted besides the logits. */
  public float[] others(Wanted wanted) {
    return switch (wanted) {
      case LOGITS -> NONE;
      case FEATURES -> features;
      case PARTS -> parts;
    };
  }
}
