package dev.upcall.host.ensemble;

import dev.upcall.core.diagnostic.Diagnostics;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.project.Project;
import dev.upcall.host.member.LocalMember;
import dev.upcall.host.member.MemberOutput;
import dev.upcall.host.member.OrtHead;
import dev.upcall.host.member.Wanted;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.IntStream;

/**
 * MEL: the head that was trained for exactly the subset at hand. Members without features take no
 * part in a head and are left out of the answer where one applies. A member alone needs no head:
 * its own logits are its answer.
 */
public final class HeadsCombiner implements Combiner {
  private final Map<String, OrtHead> heads;
  private final Set<String> withFeatures;
  private final Optional<PartSums> sums;

  /**
   * A combiner over loaded heads, which it closes.
   *
   * @param heads by the sorted names of their members, joined by {@code +}
   * @param withFeatures the members that feed heads
   * @param sums what the heads come to without being run, where members say their parts
   */
  HeadsCombiner(Map<String, OrtHead> heads, Set<String> withFeatures, Optional<PartSums> sums) {
    this.heads = Map.copyOf(heads);
    this.withFeatures = Set.copyOf(withFeatures);
    this.sums = sums;
  }

  /**
   * Loads the project's heads.
   *
   * @param members the host's members, by name
   * @throws UpcallException with one diagnostic per head that is missing or does not fit
   */
  static HeadsCombiner load(Project project, Map<String, LocalMember> members) {
    Diagnostics problems = new Diagnostics();
    Map<String, OrtHead> heads = new HashMap<>();
    for (String key : project.manifest().heads().keySet()) {
      List<String> names = names(key);
      // A head with a member that does not run on the host can never apply here.
      if (members.keySet().containsAll(names)) {
        int features = names.stream().mapToInt(name -> members.get(name).features()).sum();
        try {
          heads.put(key, OrtHead.open(project, key, features));
        } catch (UpcallException e) {
          e.diagnostics().forEach(problems::add);
        }
      }
    }
    Set<String> withFeatures = new HashSet<>(members.keySet());
    withFeatures.removeIf(name -> members.get(name).features() == 0);
    try {
      problems.throwIfAny();
      Optional<PartSums> sums =
          PartSums.of(project, withFeatures.stream().map(members::get).toList());
      sums.ifPresent(one -> one.check(heads, members));
      return new HeadsCombiner(heads, withFeatures, sums);
    } catch (UpcallException e) {
      heads.values().forEach(OrtHead::close);
      throw e;
    }
  }

  /** The members of a head by its key. */
  static List<String> names(String key) {
    return Arrays.asList(key.split("\\+"));
  }

  /** What a member has to say besides its logits. */
  Wanted wanted(String member) {
    if (!withFeatures.contains(member)) {
      return Wanted.LOGITS;
    }
    return sums.isPresent() ? Wanted.PARTS : Wanted.FEATURES;
  }

  @Override
  public Optional<List<CombinedAnswer>> combine(SortedMap<String, List<MemberOutput>> outputs) {
    if (outputs.size() == 1) {
      List<String> names = List.of(outputs.firstKey());
      return Optional.of(
          outputs.get(outputs.firstKey()).stream()
              .map(output -> CombinedAnswer.of(output.logits(), names))
              .toList());
    }
    List<String> names = outputs.keySet().stream().filter(withFeatures::contains).toList();
    OrtHead head = heads.get(String.join("+", names));
    if (head == null) {
      return Optional.empty();
    }
    int samples = outputs.get(outputs.firstKey()).size();
    return Optional.of(
        logits(head, outputs, names, samples).stream()
            .map(logits -> CombinedAnswer.of(logits, names))
            .toList());
  }

  private List<float[]> logits(
      OrtHead head,
      SortedMap<String, List<MemberOutput>> outputs,
      List<String> names,
      int samples) {
    if (sums.isPresent()) {
      return IntStream.range(0, samples)
          .mapToObj(i -> sums.get().logits(outputs, names, i))
          .toList();
    }
    float[][] features = new float[samples][];
    for (int i = 0; i < samples; i++) {
      features[i] = concatenate(outputs, names, i);
    }
    return head.run(features);
  }

  static float[] concatenate(
      SortedMap<String, List<MemberOutput>> outputs, List<String> names, int sample) {
    int width = 0;
    for (String name : names) {
      width += outputs.get(name).get(sample).features().length;
    }
    float[] all = new float[width];
    int offset = 0;
    for (String name : names) {
      float[] part = outputs.get(name).get(sample).features();
      System.arraycopy(part, 0, all, offset, part.length);
      offset += part.length;
    }
    return all;
  }

  @Override
  public void close() {
    heads.values().forEach(OrtHead::close);
  }
}
