package dev.upcall.core.decision.tune;

import dev.upcall.core.decision.Scores;

/**
 * Isotonic calibration: the probability of being right by the lead of the greatest int8 logit over
 * the second, which never falls where the lead grows. Pool-adjacent-violators (Ayer et al. 1955)
 * finds the steps; between their centres the table is linear (Oron and Flournoy 2017), so that
 * leads keep their order, which plain steps would lose.
 */
public final class Isotonic {
  /** Leads of two int8, none included. */
  public static final int LEADS = 256;

  /** Neighbouring leads with one share of right answers. */
  private record Block(double leads, double right, double samples) {
    Block with(Block other) {
      return new Block(leads + other.leads, right + other.right, samples + other.samples);
    }

    double centre() {
      return leads / samples;
    }

    double share() {
      return right / samples;
    }
  }

  private Isotonic() {}

  /** How far the stage's class leads, in int8 steps: 0..255. */
  public static int lead(Scores scores) {
    return scores.logit(scores.top1()) - scores.logit(scores.top2());
  }

  /**
   * Fits.
   *
   * @return by lead, 0..1, never falling; a straight line from 0 to 1 for no samples
   */
  public static float[] fit(LabelledScores samples) {
    int[] right = new int[LEADS];
    int[] all = new int[LEADS];
    for (int i = 0; i < samples.size(); i++) {
      int lead = lead(samples.scores().get(i));
      all[lead]++;
      right[lead] += samples.isRight(i) ? 1 : 0;
    }
    Block[] blocks = new Block[LEADS];
    int count = 0;
    for (int lead = 0; lead < LEADS; lead++) {
      if (all[lead] > 0) {
        blocks[count++] = new Block((double) lead * all[lead], right[lead], all[lead]);
        while (count > 1 && blocks[count - 1].share() <= blocks[count - 2].share()) {
          count--;
          blocks[count - 1] = blocks[count - 1].with(blocks[count]);
        }
      }
    }
    float[] table = new float[LEADS];
    int block = 0;
    for (int lead = 0; lead < LEADS; lead++) {
      while (block + 1 < count && blocks[block + 1].centre() <= lead) {
        block++;
      }
      table[lead] =
          count == 0
              ? lead / (LEADS - 1f)
              : (float) at(lead, blocks[block], blocks[Math.min(block + 1, count - 1)]);
    }
    return table;
  }

  /** Beyond the first and the last centre as there. */
  private static double at(int lead, Block here, Block next) {
    if (lead <= here.centre() || next == here) {
      return here.share();
    }
    double part = (lead - here.centre()) / (next.centre() - here.centre());
    return here.share() + part * (next.share() - here.share());
  }
}
