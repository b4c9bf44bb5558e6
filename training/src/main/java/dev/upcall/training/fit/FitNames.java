package dev.upcall.training.fit;

import java.util.Set;

/** Names of the fits of several members; the fit of one has the member's own name. */
public final class FitNames {
  /** The members that share heads. */
  public static final String MEMBERS = "members";

  /** Hidden layers of heads that no member was trained with. */
  public static final String HEADS = "heads";

  /** Ends the name of the fit that tunes a member for integers. */
  public static final String QUANTIZED = "quantized";

  private static final Set<String> ALL = Set.of(MEMBERS, HEADS);

  private FitNames() {}

  /** Whether a member cannot be called so, since its fit would be taken for another. */
  public static boolean contains(String name) {
    return ALL.contains(name);
  }
}
