package dev.upcall.core.decision.tune;

import dev.upcall.core.decision.Policy;
import dev.upcall.core.decision.Verdict;
import java.util.Arrays;
import java.util.List;

/**
 * Policies over recorded samples, one sample behind the other as a device has them. Where the
 * host's answers are recorded each is told to the policy that asked, before the next sample comes.
 * Policies that remember have to be new.
 */
public final class LadderRun {
  /** In place of a stage's index: no stage ran. */
  private static final int NONE = -1;

  private final LadderSamples samples;
  private final int stages;

  /** By sample the last stage that ran. */
  private final int[] last;

  /** By sample the last verdict, UPCALL for CONTINUE behind the last stage. */
  private final Verdict[] said;

  private LadderRun(LadderSamples samples, List<? extends Policy> policies) {
    this.samples = samples;
    stages = policies.size();
    last = new int[samples.size()];
    said = new Verdict[samples.size()];
    for (int i = 0; i < last.length; i++) {
      run(i, policies);
    }
  }

  /** Runs the policies themselves, one behind each stage; none: the host answers everything. */
  public static LadderRun of(List<? extends Policy> policies, LadderSamples samples) {
    return new LadderRun(samples, policies);
  }

  private void run(int sample, List<? extends Policy> policies) {
    last[sample] = NONE;
    Verdict verdict = samples.isGated(sample) ? Verdict.UPCALL : Verdict.CONTINUE;
    while (verdict == Verdict.CONTINUE && last[sample] + 1 < stages) {
      last[sample]++;
      verdict = policies.get(last[sample]).decide(samples.scores(last[sample], sample));
    }
    said[sample] = verdict.behindLastStage();
    if (last[sample] != NONE && said[sample].asks()) {
      samples.tell(policies.get(last[sample]), last[sample], sample, verdict == Verdict.AUDIT);
    }
  }

  /** The stage that answered a sample, -1 where the host did. */
  public int acceptedBy(int sample) {
    return said[sample].isLocal() ? last[sample] : NONE;
  }

  /** Whether a stage ran on a sample. */
  public boolean reaches(int sample, int stage) {
    return last[sample] >= stage;
  }

  public LadderCount count() {
    int[] reached = new int[stages];
    int[] acceptedAt = new int[stages];
    int acceptedRight = 0;
    int right = 0;
    for (int i = 0; i < last.length; i++) {
      for (int k = 0; k <= last[i]; k++) {
        reached[k]++;
      }
      if (said[i].isLocal()) {
        acceptedAt[last[i]]++;
        acceptedRight += samples.isRight(last[i], i) ? 1 : 0;
      } else {
        right += samples.isHostRight(i) ? 1 : 0;
      }
    }
    return new LadderCount(
        last.length,
        LadderCount.list(reached),
        LadderCount.list(acceptedAt),
        acceptedRight,
        acceptedRight + right,
        said(Verdict.AUDIT) + said(Verdict.LATER));
  }

  /**
   * Of the device's own answers those that are more than that.
   *
   * @param audits checked by the host
   * @param later corrected by the host later
   * @param degraded given because the host may not be asked
   * @param gained right answers more, once the host's have come; may be negative
   */
  public record Habits(int audits, int later, int degraded, int gained) {}

  /** What of the device's own answers was checked, corrected or degraded. */
  public Habits habits() {
    int gained = 0;
    for (int i = 0; i < said.length; i++) {
      if (said[i].isLocal() && said[i].asks()) {
        gained += (samples.isHostRight(i) ? 1 : 0) - (samples.isRight(last[i], i) ? 1 : 0);
      }
    }
    return new Habits(said(Verdict.AUDIT), said(Verdict.LATER), said(Verdict.DEGRADE), gained);
  }

  private int said(Verdict verdict) {
    return (int) Arrays.stream(said).filter(verdict::equals).count();
  }
}
