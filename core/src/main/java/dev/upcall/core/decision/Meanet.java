package dev.upcall.core.decision;

/**
 * MEANet's decision behind its main block (arXiv 2109.06440): a sample whose entropy is over a
 * bound is complex and goes to the tier above; else an easy class is the answer, and a hard one
 * goes on to the next stage, the extension block.
 *
 * @param bound of the entropy, in nats; the paper has 0.8 at 100 classes
 * @param hard one per class: 1 for the classes that the extension block knows
 */
public record Meanet(
    @Parameter(min = 0) float bound,
    @Parameter(min = 0, max = 1) int[] hard,
    @Parameter(min = 0.01f, max = 100, standard = 1) float temperature)
    implements Policy {

  @Override
  public Verdict decide(Scores scores) {
    if (scores.entropy(temperature) > bound) {
      return Verdict.UPCALL;
    }
    return hard[scores.top1()] == 1 ? Verdict.CONTINUE : Verdict.ACCEPT;
  }
}
