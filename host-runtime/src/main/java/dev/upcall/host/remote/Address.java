package dev.upcall.host.remote;

import dev.upcall.host.ensemble.EnsembleModels;
import dev.upcall.host.ensemble.OutputShape;
import dev.upcall.host.member.MemberOutput;
import java.util.Arrays;
import java.util.List;

/**
 * A member as it is asked over the wire, and what its answers must look like.
 *
 * @param project its name, for people
 * @param signature of the project
 * @param member name in the manifest
 * @param shape of what it says about each sample
 */
record Address(String project, long signature, String member, OutputShape shape) {
  static Address of(EnsembleModels models, long signature, String name) {
    return new Address(
        models.project().manifest().name(), signature, name, OutputShape.of(models, name));
  }

  /** Whether a response is one to so many samples. */
  boolean fits(Response response, int samples) {
    return response.samples() == samples
        && response.classes() == shape.classes()
        && response.others() == shape.others();
  }

  /** What a response says. */
  List<MemberOutput> outputs(Response response) {
    int classes = shape.classes();
    return response.rows().stream()
        .map(
            row ->
                shape.output(
                    Arrays.copyOf(row, classes), Arrays.copyOfRange(row, classes, row.length)))
        .toList();
  }

  @Override
  public String toString() {
    return member + " of " + project;
  }
}
