package dev.upcall.training.export;

import dev.upcall.training.mel.LinearHead;
import dev.upcall.training.mel.MelNetwork;
import dev.upcall.training.mel.Subset;
import java.util.List;
import java.util.Map;

/**
 * What each member has to add to the logits of every subset that it is in. A linear head on
 * features side by side is a sum, W * g + b = sum of W_i * g_i + b, so that a member can send its
 * part, and whoever has those of all members of a subset adds them (MEL, arXiv 2506.20094). The
 * bias goes with the subset's first member.
 */
final class PartialLogits {
  private final MelNetwork network;
  private final Map<Subset, LinearHead> heads;

  PartialLogits(MelNetwork network, Map<Subset, LinearHead> heads) {
    this.network = network;
    this.heads = heads;
  }

  /**
   * The subsets of two and more that a member is in: the order of the blocks, of one logit per
   * class each, in what it sends.
   */
  List<Subset> subsets(String member) {
    return network.subsets().stream()
        .filter(subset -> subset.size() > 1 && subset.members().contains(member))
        .toList();
  }

  /** A linear layer from the member's pooled features to all its blocks. */
  LinearHead layer(String member) {
    List<Subset> subsets = subsets(member);
    int classes = network.classes();
    int features = network.sent(member).channels();
    float[] weight = new float[subsets.size() * classes * features];
    float[] bias = new float[subsets.size() * classes];
    for (int s = 0; s < subsets.size(); s++) {
      LinearHead head = heads.get(subsets.get(s));
      int from = offset(subsets.get(s), member);
      for (int c = 0; c < classes; c++) {
        System.arraycopy(
            head.weight(),
            c * head.features() + from,
            weight,
            (s * classes + c) * features,
            features);
        bias[s * classes + c] = from == 0 ? head.bias()[c] : 0;
      }
    }
    return new LinearHead(weight, bias);
  }

  /** Where the member's features begin among the subset's. */
  private int offset(Subset subset, String member) {
    return subset.members().subList(0, subset.members().indexOf(member)).stream()
        .mapToInt(name -> network.sent(name).channels())
        .sum();
  }

  /**
   * A subset's logits.
   *
   * @param sent by member, [N][what it sends]; of the subset's at least
   * @return [N][classes]
   */
  float[][] sum(Subset subset, Map<String, float[][]> sent) {
    int samples = sent.get(subset.members().get(0)).length;
    float[][] logits = new float[samples][network.classes()];
    for (String member : subset.members()) {
      int from = subsets(member).indexOf(subset) * network.classes();
      for (int n = 0; n < samples; n++) {
        for (int c = 0; c < logits[n].length; c++) {
          logits[n][c] += sent.get(member)[n][from + c];
        }
      }
    }
    return logits;
  }
}
