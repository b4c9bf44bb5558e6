package dev.upcall.host.member;

import java.util.Objects;

/**
 * What a member says about one sample.
 *
 * @param logits one per class
 * @param features what feeds the heads; empty when the member feeds none
 */
public record MemberOutput(float[] logits, float[] features) {
  public MemberOutput {
    Objects.requireNonNull(logits);
    Objects.requireNonNull(features);
  }
}
