package dev.upcall.host.ensemble;

import dev.upcall.host.member.LocalMember;
import dev.upcall.host.member.MemberOutput;
import dev.upcall.host.member.Wanted;

/**
 * What a member elsewhere has to say about each sample.
 *
 * @param classes logits
 * @param wanted besides them
 * @param others how many of these
 */
public record OutputShape(int classes, Wanted wanted, int others) {
  private static final float[] NONE = {};

  /** As a member's file and its project's heads have it. */
  public static OutputShape of(EnsembleModels models, String name) {
    LocalMember loaded = models.members().get(name);
    Wanted wanted = models.wanted(name);
    int others =
        switch (wanted) {
          case LOGITS -> 0;
          case FEATURES -> loaded.features();
          case PARTS -> loaded.parts();
        };
    return new OutputShape(models.project().manifest().classes().size(), wanted, others);
  }

  /**
   * What a member said about one sample.
   *
   * @param rest what was wanted besides the logits
   */
  public MemberOutput output(float[] logits, float[] rest) {
    return wanted == Wanted.PARTS
        ? new MemberOutput(logits, NONE, rest)
        : new MemberOutput(logits, rest);
  }
}
