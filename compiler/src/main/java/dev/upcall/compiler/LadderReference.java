package dev.upcall.compiler;

import dev.upcall.compiler.quant.ExecutableGraph;
import dev.upcall.compiler.quant.ScoreRule;
import dev.upcall.compiler.reference.Reference;
import dev.upcall.core.decision.Scores;
import java.util.List;

/**
 * A device's ladder by the reference: what each stage of the firmware hands to its policy; of
 * integers the same bytes. Keeps the networks' states, if they have some; for one thread.
 */
public final class LadderReference {
  private final List<Reference> networks;
  private final List<ScoreRule> stages;

  /**
   * @param ladder of networks with int8 logits, as a project's are
   */
  public LadderReference(Ladder<? extends ExecutableGraph> ladder) {
    networks = ladder.members().stream().map(member -> Reference.of(member.model())).toList();
    stages = Rungs.scores(ladder);
  }

  /** How many stages there are. */
  public int stages() {
    return stages.size();
  }

  /**
   * The scores of every stage, whether a policy would let it run or not.
   *
   * @param input int8, as preprocessed
   */
  public List<Scores> scores(byte[] input) {
    List<List<byte[]>> logits = networks.stream().map(network -> network.outputs(input)).toList();
    return stages.stream().map(stage -> stage.of(stage.select(logits))).toList();
  }
}
