package dev.upcall.host.ensemble;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.Diagnostics;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.model.TakeOver;
import dev.upcall.core.project.Preprocessor;
import dev.upcall.core.project.Project;
import dev.upcall.host.HostCode;
import dev.upcall.host.member.LocalMember;
import dev.upcall.host.member.MemberOutput;
import dev.upcall.host.member.Wanted;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A project's host members and combiner, loaded and checked. On its own it is the ensemble offline:
 * outputs of all members once, then any subset combined from them, with the arithmetic that the
 * gateway uses.
 */
public final class EnsembleModels implements AutoCloseable {
  /** Large enough to amortise a call, small enough to stay in the cache. */
  private static final int BATCH = 128;

  private final Project project;
  private final Preprocessor preprocessor;
  private final Map<String, LocalMember> members;
  private final Combiner combiner;
  private final Map<String, Wanted> wanted;

  private EnsembleModels(Project project, Map<String, LocalMember> members) {
    this.project = project;
    this.preprocessor = new Preprocessor(project.manifest().input());
    this.members = members;
    this.wanted = new HashMap<>();
    List<Combiner> order = new ArrayList<>();
    for (String rule : project.manifest().host().order()) {
      if (rule.equals("heads")) {
        HeadsCombiner heads = HeadsCombiner.load(project, members);
        members.keySet().forEach(name -> wanted.put(name, heads.wanted(name)));
        order.add(heads);
      } else {
        order.add(new MeanLogitsCombiner());
      }
    }
    this.combiner = new FirstApplicableCombiner(order);
  }

  /**
   * Loads every host member and head.
   *
   * @throws UpcallException with one diagnostic per file that is missing or does not fit
   */
  public static EnsembleModels load(Project project) {
    Diagnostics problems = new Diagnostics();
    Map<String, LocalMember> members = new LinkedHashMap<>();
    for (String name : project.manifest().host().members()) {
      try {
        members.put(name, LocalMember.open(project, name));
      } catch (UpcallException e) {
        e.diagnostics().forEach(problems::add);
      }
    }
    try {
      problems.throwIfAny();
      return new EnsembleModels(project, members);
    } catch (UpcallException e) {
      members.values().forEach(LocalMember::close);
      throw e;
    }
  }

  public Project project() {
    return project;
  }

  public Preprocessor preprocessor() {
    return preprocessor;
  }

  /** Members by name, in the manifest's order. */
  public Map<String, LocalMember> members() {
    return members;
  }

  /**
   * The member that goes on from the feature maps of devices; empty where they send their input.
   */
  public Optional<TakeOver> takeOver() {
    return members.values().stream().flatMap(member -> member.takeOver().stream()).findFirst();
  }

  /** What a member has to say besides its logits for the combiner to have what it needs. */
  public Wanted wanted(String member) {
    return wanted.getOrDefault(member, Wanted.LOGITS);
  }

  public Combiner combiner() {
    return combiner;
  }

  /**
   * Runs members over inputs.
   *
   * @param inputs int8 samples as the device would send them, each [H,W,C]
   * @param names the members to run
   * @return by member one output per input
   */
  public SortedMap<String, List<MemberOutput>> outputs(
      List<byte[]> inputs, Collection<String> names) {
    SortedMap<String, List<MemberOutput>> outputs = new TreeMap<>();
    names.forEach(name -> outputs.put(name, new ArrayList<>(inputs.size())));
    for (int first = 0; first < inputs.size(); first += BATCH) {
      float[][] batch =
          inputs.subList(first, Math.min(first + BATCH, inputs.size())).stream()
              .map(preprocessor::dequantize)
              .toArray(float[][]::new);
      outputs.forEach((name, list) -> list.addAll(member(name).run(batch)));
    }
    return outputs;
  }

  /**
   * Combines what a subset said.
   *
   * @param outputs of at least the members alive
   * @return one answer per sample
   * @throws UpcallException UP3011 if the manifest has no combiner for that subset
   */
  public List<CombinedAnswer> combine(
      SortedMap<String, List<MemberOutput>> outputs, Collection<String> alive) {
    SortedMap<String, List<MemberOutput>> subset = new TreeMap<>(outputs);
    subset.keySet().retainAll(alive);
    return combiner
        .combine(subset)
        .orElseThrow(() -> noCombiner(project.manifest().name(), subset.keySet()).toException());
  }

  static Diagnostic noCombiner(String project, Collection<String> alive) {
    return Diagnostic.of(HostCode.NO_COMBINER, project)
        .at("ensemble.yaml: host.combine.order")
        .found("members alive: %s", String.join(", ", alive))
        .fix("add meanLogits to host.combine.order, which works for every subset");
  }

  private LocalMember member(String name) {
    LocalMember member = members.get(name);
    if (member == null) {
      throw Diagnostic.of(HostCode.UNKNOWN_MEMBER, project.manifest().name(), name)
          .need("one of %s", members.keySet())
          .toException();
    }
    return member;
  }

  @Override
  public void close() {
    members.values().forEach(LocalMember::close);
    combiner.close();
  }
}
