package dev.upcall.host.remote;

import dev.upcall.core.project.Manifest;
import dev.upcall.host.ensemble.EnsembleModels;
import dev.upcall.host.member.LocalMember;
import dev.upcall.host.member.MemberOutput;
import dev.upcall.host.member.Wanted;
import java.util.Arrays;
import java.util.List;

/**
 * A member as it is asked over the wire, and what its answers must look like.
 *
 * @param project its name, for people
 * @param signature of the project
 * @param member name in the manifest
 * @param classes logits per sample
 * @param wanted besides them
 * @param others how many of these per sample
 */
record Address(
    String project, long signature, String member, int classes, Wanted wanted, int others) {
  private static final float[] NONE = {};

  static Address of(EnsembleModels models, long signature, String name) {
    LocalMember loaded = models.members().get(name);
    Wanted wanted = models.wanted(name);
    int others =
        switch (wanted) {
          case LOGITS -> 0;
          case FEATURES -> loaded.features();
          case PARTS -> loaded.parts();
        };
    Manifest manifest = models.project().manifest();
    return new Address(manifest.name(), signature, name, manifest.classes().size(), wanted, others);
  }

  /** Whether a response is one to so many samples. */
  boolean fits(Response response, int samples) {
    return response.samples() == samples
        && response.classes() == classes
        && response.others() == others;
  }

  /** What a response says. */
  List<MemberOutput> outputs(Response response) {
    return response.rows().stream()
        .map(
            row -> {
              float[] logits = Arrays.copyOf(row, classes);
              float[] rest = Arrays.copyOfRange(row, classes, row.length);
              return wanted == Wanted.PARTS
                  ? new MemberOutput(logits, NONE, rest)
                  : new MemberOutput(logits, rest);
            })
        .toList();
  }

  @Override
  public String toString() {
    return member + " of " + project;
  }
}
