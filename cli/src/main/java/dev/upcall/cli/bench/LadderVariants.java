package dev.upcall.cli.bench;

import java.util.List;

/**
 * Ladders of an example's networks that its manifest does not have.
 *
 * @param scored every stage of all these ladders once, as a manifest writes them; empty for the
 *     example's own ladder alone
 * @param own which of these the example's own ladder has
 */
record LadderVariants(List<String> scored, List<Integer> own, List<LadderVariant> variants) {
  static final LadderVariants NONE = new LadderVariants(List.of(), List.of(), List.of());

  private static final String FASHION = "fashion-mnist";
  private static final String THRESHOLD = "policy: {use: Threshold, theta: tuned}}";

  LadderVariants {
    scored = List.copyOf(scored);
    own = List.copyOf(own);
    variants = List.copyOf(variants);
  }

  /**
   * @param data as rows call the example's own
   */
  static LadderVariants of(String data) {
    return switch (data) {
      case FASHION -> mel();
      case "fashion-exits" -> meanet();
      default -> NONE;
    };
  }

  private static LadderVariants mel() {
    String small = "{run: small, " + THRESHOLD;
    String deep = "{run: deep, " + THRESHOLD;
    String both = "{run: [deep, wide], " + THRESHOLD;
    return new LadderVariants(
        List.of(small, deep, both),
        List.of(0),
        List.of(
            // Two members, their logits combined on the device; and the second only where the
            // first is unsure.
            fashion("mel", List.of(both), List.of(2)),
            fashion("melCascade", List.of(deep, both), List.of(1, 2)),
            // One of them below, and all above, or the full model alone.
            fashion("melMember", List.of(deep), List.of(1)),
            new LadderVariant(
                FASHION, "melMemberToFull", List.of("full"), List.of(deep), List.of(1))));
  }

  private static LadderVariants meanet() {
    String extension =
        "{run: backbone, exit: extension, classes: [T-shirt/top, Pullover, Dress, Coat, Shirt]}";
    return new LadderVariants(
        List.of(
            "{run: backbone, exit: early, " + THRESHOLD,
            "{run: backbone, exit: middle, " + THRESHOLD,
            "{run: backbone, " + THRESHOLD,
            extension),
        List.of(0, 2),
        List.of(
            fashion(
                MeanetRows.SYSTEM,
                List.of(
                    "{run: backbone, exit: middle, policy: {use: Meanet, bound: tuned,"
                        + " hard: [1, 0, 1, 1, 1, 0, 1, 0, 0, 0]}}",
                    extension),
                List.of(1, 3))));
  }

  private static LadderVariant fashion(String system, List<String> stages, List<Integer> from) {
    return new LadderVariant(FASHION, system, List.of(), stages, from);
  }
}
