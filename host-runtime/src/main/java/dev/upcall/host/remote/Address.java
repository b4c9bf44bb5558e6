package dev.upcall.host.remote;

import dev.upcall.host.member.LocalMember;
import dev.upcall.host.member.MemberOutput;
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
  static Address of(String project, long signature, int classes, LocalMember loaded) {
    Wanted wanted = loaded.features() > 0 ? Wanted.FEATURES : Wanted.LOGITS;
    return new Address(project, signature, loaded.name(), classes, wanted, loaded.features());
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
              return new MemberOutput(logits, rest);
            })
        .toList();
  }

  @Override
  public String toString() {
    return member + " of " + project;
  }
}
