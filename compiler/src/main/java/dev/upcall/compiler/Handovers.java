package dev.upcall.compiler;

import dev.upcall.compiler.Ladder.Member;
import dev.upcall.compiler.decision.PolicySource;
import dev.upcall.compiler.plan.Handover;
import dev.upcall.compiler.plan.Payload;
import dev.upcall.compiler.quant.QuantGraph;
import dev.upcall.compiler.quant.QuantOptions;
import dev.upcall.core.decision.Verdict;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.project.Manifest;
import dev.upcall.core.project.Manifest.StageSpec;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.Send;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Decides whether a project's device sends feature maps, and cuts its network there. */
final class Handovers {
  private Handovers() {}

  /**
   * Outputs of a project's member that only its host reads, beside the exits; none where the device
   * sends its input.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException UP2350 if the manifest wants feature maps
   *     that cannot be
   */
  static List<String> results(Project project, CompileRequest request, List<String> exits) {
    Manifest manifest = project.manifest();
    if (manifest.send() == Send.INPUT) {
      return List.of();
    }
    Optional<Diagnostic> unfit = unfit(manifest, request);
    if (unfit.isPresent()) {
      require(manifest, unfit.get());
      return List.of();
    }
    String member = manifest.host().members().get(0);
    List<String> results = new ArrayList<>(List.of(Ladder.END));
    manifest.members().get(member).features().ifPresent(results::add);
    results.removeAll(exits);
    return results;
  }

  /** What keeps the host from going on where the device stopped, whatever the network is like. */
  private static Optional<Diagnostic> unfit(Manifest manifest, CompileRequest request) {
    List<String> device =
        manifest.stages().stream().map(StageSpec::run).flatMap(List::stream).distinct().toList();
    List<String> host = manifest.host().members();
    Diagnostic wrong = Diagnostic.of(CompilerCode.FEATURE_MAP, manifest.name());
    if (manifest.before().isPresent()) {
      return Optional.of(
          wrong
              .at("device.before of ensemble.yaml")
              .found("a policy on the input, which sends it before anything is computed")
              .need("policies behind stages alone")
              .fix("send: input"));
    }
    if (device.size() > 1) {
      return Optional.of(
          wrong
              .at("device.stages of ensemble.yaml")
              .found("member \"%s\" beside \"%s\"", device.get(1), device.get(0))
              .need("stages that are exits of one member, of which the host computes the rest")
              .fix("send: input"));
    }
    Optional<String> other = host.stream().filter(name -> !device.contains(name)).findFirst();
    if (host.isEmpty() || other.isPresent()) {
      return Optional.of(
          wrong
              .at("host.members of ensemble.yaml")
              .found(
                  "%s",
                  other
                      .map(name -> "member \"" + name + "\", which starts from the input")
                      .orElse("no host"))
              .need("member \"%s\" alone, which the device begins", device.get(0))
              .fix("leave other members away, or send: input"));
    }
    boolean plain =
        request.quantization().equals(QuantOptions.STANDARD)
            && !request.precision().isFloat()
            && !request.keepConstantChannels();
    return plain
        ? Optional.empty()
        : Optional.of(
            wrong
                .at("the command's options")
                .found("numbers other than those that the host goes on with")
                .need("int8 as it is without --precision, --keep-constant-channels and the like")
                .fix("leave these options away, or send: input"));
  }

  /**
   * The ladder as the device computes it.
   *
   * @param ladder with the outputs that {@link #results} named
   * @throws dev.upcall.core.diagnostic.UpcallException UP2350 if the manifest wants feature maps
   *     that cannot be
   */
  static Ladder<QuantGraph> cut(Ladder<QuantGraph> ladder) {
    Send send = ladder.project().map(project -> project.manifest().send()).orElse(Send.INPUT);
    if (send == Send.INPUT) {
      return ladder;
    }
    Manifest manifest = ladder.project().orElseThrow().manifest();
    Member<QuantGraph> member = ladder.members().get(0);
    Optional<Diagnostic> unknown = unfit(manifest, ladder.request());
    if (unknown.isPresent()) {
      return ladder.with(new Payload(Optional.empty(), unknown.get().found()));
    }
    List<Integer> results = new ArrayList<>();
    List<String> outputs = member.outputs();
    manifest
        .members()
        .get(member.name())
        .features()
        .ifPresent(features -> results.add(outputs.indexOf(features)));
    results.add(0, outputs.indexOf(Ladder.END));
    Handover handover =
        new Handover(member.model(), member.exits().size(), results, sending(ladder));
    Optional<Diagnostic> unfit = unfit(manifest, handover);
    unfit.ifPresent(diagnostic -> require(manifest, diagnostic));
    String why = unfit.map(Diagnostic::found).orElse("");
    if (why.isEmpty() && send == Send.SMALLEST && handover.bytes() >= handover.inputBytes()) {
      why = "a feature map of " + handover.bytes() + " bytes";
    }
    boolean maps = why.isEmpty() && handover.bytes() > 0;
    return ladder
        .withMembers(List.of(member.with(maps ? handover.device() : handover.deviceAlone())))
        .with(new Payload(maps ? Optional.of(handover) : Optional.empty(), why));
  }

  private static Optional<Diagnostic> unfit(Manifest manifest, Handover handover) {
    Diagnostic wrong = Diagnostic.of(CompilerCode.FEATURE_MAP, manifest.name());
    if (handover.hasStates()) {
      return Optional.of(
          wrong
              .at("member \"%s\"", manifest.host().members().get(0))
              .found("states that persist from sample to sample on the device")
              .need("a network whose every run is alike")
              .fix("send: input"));
    }
    return handover.boundaries().stream()
        .filter(handover::needsInput)
        .findFirst()
        .map(
            boundary ->
                wrong
                    .at("device.stages[%d] of ensemble.yaml", boundary - 1)
                    .found("a rest of the network that reads the input as well")
                    .need("one that goes on from what the stage has computed")
                    .fix("send: input"));
  }

  private static void require(Manifest manifest, Diagnostic unfit) {
    if (manifest.send() == Send.FEATURE_MAP) {
      throw unfit.toException();
    }
  }

  /** The boundaries behind stages whose policies may ask the host, whatever their parameters. */
  private static Set<Integer> sending(Ladder<?> ladder) {
    Project project = ladder.project().orElseThrow();
    List<StageSpec> stages = project.manifest().stages();
    Set<Integer> sending = new TreeSet<>();
    for (int stage = 0; stage < stages.size(); stage++) {
      boolean last = stage == stages.size() - 1;
      boolean asks =
          stages
              .get(stage)
              .policy()
              .map(spec -> last || mentions(PolicySource.find(spec, project.folder())))
              .orElse(false);
      if (asks) {
        sending.add(stage + 1);
      }
    }
    return sending;
  }

  private static boolean mentions(PolicySource policy) {
    return Stream.of(Verdict.values())
            .filter(Verdict::asks)
            .anyMatch(v -> policy.text().contains(v.name()))
        || policy.of().map(Handovers::mentions).orElse(false);
  }
}
