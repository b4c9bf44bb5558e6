package dev.upcall.tests.rig;

/**
 * How much a test of reliability does: a little with {@code ./upcall test}, much with {@code
 * ./upcall soak}, which sets {@code -Dupcall.soak=true}.
 */
public final class Amount {
  private static final boolean SOAK = Boolean.getBoolean("upcall.soak");

  private Amount() {}

  /** One of the two. */
  public static int of(int ci, int soak) {
    return SOAK ? soak : ci;
  }
}
