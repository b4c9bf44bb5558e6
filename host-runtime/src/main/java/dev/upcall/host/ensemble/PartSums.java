package dev.upcall.host.ensemble;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.project.Project;
import dev.upcall.host.HostCode;
import dev.upcall.host.member.LocalMember;
import dev.upcall.host.member.MemberOutput;
import dev.upcall.host.member.OrtHead;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Heads without running them: a linear head on features side by side is a sum over its members, W·g
 * + b = Σ W_i·g_i + b, of which each member's file has its parts, for all heads that it is in,
 * smaller ones first, then by key (MEL, arXiv 2506.20094). Whoever has the parts of a subset's
 * members adds them: fewer numbers to send than features, and no server whose loss is the end.
 */
final class PartSums {
  /** Of a logit: the sums round otherwise than the head, over some hundreds of features. */
  private static final float TOLERANCE = 1e-3f;

  private final int classes;

  /** By member, the heads that it is in, in the order of their parts. */
  private final Map<String, List<String>> order;

  private PartSums(int classes, Map<String, List<String>> order) {
    this.classes = classes;
    this.order = order;
  }

  /**
   * The sums of a project whose members' files have their parts, where these are fewer numbers than
   * the features; the same for every gateway of the project, so that all give the same bits.
   *
   * @param members the host's that have features
   */
  static Optional<PartSums> of(Project project, Collection<LocalMember> members) {
    int classes = project.manifest().classes().size();
    Map<String, List<String>> order = new HashMap<>();
    int parts = 0;
    int features = 0;
    for (LocalMember member : members) {
      List<String> heads = headsOf(member.name(), project);
      order.put(member.name(), heads);
      if (member.parts() == 0 || member.parts() != heads.size() * classes) {
        return Optional.empty();
      }
      parts += member.parts();
      features += member.features();
    }
    return parts < features ? Optional.of(new PartSums(classes, order)) : Optional.empty();
  }

  private static List<String> headsOf(String member, Project project) {
    return project.manifest().heads().keySet().stream()
        .filter(key -> HeadsCombiner.names(key).contains(member))
        .sorted(
            Comparator.comparingInt((String key) -> HeadsCombiner.names(key).size())
                .thenComparing(Comparator.naturalOrder()))
        .toList();
  }

  /**
   * The logits of a head for one sample.
   *
   * @param names its members, sorted: the order in which the same parts give the same bits
   */
  float[] logits(SortedMap<String, List<MemberOutput>> outputs, List<String> names, int sample) {
    String key = String.join("+", names);
    float[] sum = new float[classes];
    for (String name : names) {
      float[] parts = outputs.get(name).get(sample).parts();
      int from = order.get(name).indexOf(key) * classes;
      for (int c = 0; c < classes; c++) {
        sum[c] += parts[from + c];
      }
    }
    return sum;
  }

  /**
   * Compares sums with heads on one sample.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException UP3009 if the members' files are of another
   *     training than a head
   */
  void check(Map<String, OrtHead> heads, Map<String, LocalMember> members) {
    SortedMap<String, List<MemberOutput>> outputs = new TreeMap<>();
    order.keySet().forEach(name -> outputs.put(name, members.get(name).probe()));
    heads.forEach(
        (key, head) -> {
          List<String> names = HeadsCombiner.names(key);
          float[] sum = logits(outputs, names, 0);
          float[] whole =
              head.run(new float[][] {HeadsCombiner.concatenate(outputs, names, 0)}).get(0);
          for (int c = 0; c < classes; c++) {
            if (!(Math.abs(sum[c] - whole[c]) <= TOLERANCE * Math.max(1, Math.abs(whole[c])))) {
              throw Diagnostic.of(HostCode.MODEL_PARTS, key)
                  .at("class %d of a sample", c)
                  .found("the members' %s add up to %s", LocalMember.PARTS, sum[c])
                  .need("%s, as the head says", whole[c])
                  .fix("export members and heads from one training")
                  .toException();
            }
          }
        });
  }
}
