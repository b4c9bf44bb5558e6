package dev.upcall.training.data;

import java.util.Random;

/**
 * {@link Random}'s own sequence, bit for bit, whose place can be written down and returned to: the
 * 48-bit linear congruential generator that Java specifies. No lock is taken; one thread uses it.
 */
public final class Sequence extends Random {
  private static final long serialVersionUID = 1;
  private static final long MULTIPLIER = 0x5DEECE66DL;
  private static final long MASK = (1L << 48) - 1;

  private long state;

  public Sequence(long seed) {
    super(seed);
  }

  /** Called by the constructor of {@link Random} too. */
  @Override
  public void setSeed(long seed) {
    super.setSeed(seed);
    state = (seed ^ MULTIPLIER) & MASK;
  }

  @Override
  protected int next(int bits) {
    state = (state * MULTIPLIER + 0xBL) & MASK;
    return (int) (state >>> (48 - bits));
  }

  /**
   * The place the sequence is at. The second half of a pair of normally distributed numbers that
   * waits to be drawn is given up, so that those who go on and those who come back draw the same.
   */
  public long place() {
    goTo(state);
    return state;
  }

  /** Returns to where {@link #place} was called. */
  public void goTo(long place) {
    setSeed(place ^ MULTIPLIER);
  }
}
