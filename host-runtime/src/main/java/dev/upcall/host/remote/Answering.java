package dev.upcall.host.remote;

import dev.upcall.core.project.Manifest;
import dev.upcall.core.project.Preprocessor;
import dev.upcall.core.project.Project;
import dev.upcall.host.member.LocalMember;
import dev.upcall.host.member.MemberOutput;
import dev.upcall.host.member.Question;
import dev.upcall.host.member.Wanted;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What a member's process answers to a request. Used on one thread but for {@link #busy}. */
final class Answering implements AutoCloseable {
  private final Manifest manifest;
  private final Preprocessor preprocessor;
  private final LocalMember model;
  private final long signature;
  private final int boot;

  /** Takes the model over. */
  Answering(Project project, LocalMember model, long signature, int boot) {
    this.manifest = project.manifest();
    this.preprocessor = new Preprocessor(manifest.input());
    this.model = model;
    this.signature = signature;
    this.boot = boot;
  }

  MemberMessage to(Request request) {
    Optional<String> unfit = unfit(request);
    if (unfit.isPresent()) {
      return refusal(request, Refusal.Reason.UNFIT, unfit.get());
    }
    if (request.samples() == 0) {
      return new Response(request.id(), signature, boot, 0, 0, List.of());
    }
    try {
      return response(request, question(request).ask(model));
    } catch (RuntimeException | Error e) {
      // An Error (a missing native, say) ends one answer, not the process.
      return refusal(request, Refusal.Reason.FAILED, String.valueOf(e.getMessage()));
    }
  }

  Refusal busy(Request request) {
    return refusal(request, Refusal.Reason.BUSY, "as many requests wait as may");
  }

  private Refusal refusal(Request request, Refusal.Reason reason, String text) {
    return new Refusal(request.id(), signature, boot, reason, text);
  }

  private Question question(Request request) {
    return request.boundary() == 0
        ? Question.inputs(request.carried(), preprocessor)
        : Question.maps(request.boundary(), request.carried());
  }

  private Response response(Request request, List<MemberOutput> outputs) {
    List<float[]> rows = new ArrayList<>(outputs.size());
    int classes = outputs.get(0).logits().length;
    for (MemberOutput output : outputs) {
      float[] others = output.others(request.wanted());
      float[] row = Arrays.copyOf(output.logits(), classes + others.length);
      System.arraycopy(others, 0, row, classes, others.length);
      rows.add(row);
    }
    return new Response(request.id(), signature, boot, classes, rows.get(0).length - classes, rows);
  }

  /** Why a request cannot be answered; empty if it can. */
  private Optional<String> unfit(Request request) {
    if (request.signature() != signature || !request.member().equals(model.name())) {
      return Optional.of(model.name() + " of " + manifest.name() + " runs here");
    }
    if (request.wanted() == Wanted.FEATURES && model.features() == 0) {
      return Optional.of(model.name() + " has no features");
    }
    if (request.wanted() == Wanted.PARTS && model.parts() == 0) {
      return Optional.of(model.name() + " does not say its parts of heads");
    }
    if (request.samples() == 0) {
      return Optional.empty();
    }
    int boundary = request.boundary();
    OptionalInt bytes =
        boundary == 0
            ? OptionalInt.of(manifest.input().size())
            : model.takeOver().map(rest -> rest.bytes(boundary)).orElse(OptionalInt.empty());
    if (bytes.isEmpty()) {
      return Optional.of("nothing goes on behind stage " + boundary);
    }
    boolean fits =
        request.carried().stream()
            .allMatch(
                sample ->
                    sample.length == bytes.getAsInt()
                        && (boundary == 0 || model.takeOver().orElseThrow().isOurs(sample)));
    return fits ? Optional.empty() : Optional.of("samples are of " + bytes.getAsInt() + " bytes");
  }

  @Override
  public void close() {
    model.close();
  }
}
