package dev.upcall.host.serving;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.host.member.LocalMember;
import dev.upcall.host.member.MemberOutput;
import dev.upcall.host.member.Wanted;
import java.util.List;
import java.util.Optional;

/**
 * A sample and what the member's own file says about it: shapes alone do not tell a model from one
 * of another training.
 *
 * @param sample reals in the manifest's order
 */
record Probe(float[] sample, MemberOutput output) {
  /**
   * Of the largest number: servers may compute with half precision, other trainings are far off.
   */
  private static final float TOLERANCE = 0.02f;

  /** Asks the member's own file. */
  static Probe of(LocalMember member, int elements) {
    float[] sample = new float[elements];
    for (int i = 0; i < elements; i++) {
      sample[i] = (i % 7 - 3) / 4f;
    }
    return new Probe(sample, member.run(new float[][] {sample}).get(0));
  }

  /** What is wrong with a served model's words about the sample; empty if nothing is. */
  Optional<Diagnostic> differs(MemberOutput served, Wanted wanted, Diagnostic unfit) {
    return differs("class scores", output.logits(), served.logits(), unfit)
        .or(() -> differs("features", output.others(wanted), served.others(wanted), unfit));
  }

  private static Optional<Diagnostic> differs(
      String what, float[] own, float[] served, Diagnostic unfit) {
    float largest = 1;
    float difference = 0;
    for (int i = 0; i < own.length; i++) {
      largest = Math.max(largest, Math.abs(own[i]));
      difference = Math.max(difference, Math.abs(own[i] - served[i]));
    }
    return difference <= TOLERANCE * largest
        ? Optional.empty()
        : Optional.of(
            unfit
                .at("%s of a sample", what)
                .found("a difference of %s", difference)
                .need("at most %s from what the member's own file says", TOLERANCE * largest)
                .fix("deploy the member's own file: this one is of another training"));
  }

  /** As a batch of one. */
  List<float[]> batch() {
    return List.of(sample);
  }
}
