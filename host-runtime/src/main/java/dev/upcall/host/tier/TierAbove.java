package dev.upcall.host.tier;

import dev.upcall.core.decision.Policy;
import dev.upcall.core.decision.Surroundings;
import dev.upcall.core.wire.Answer;
import dev.upcall.core.wire.UpcallRequest;
import java.time.Duration;

/** Whoever answers what a gateway is unsure of. Called on the gateway's loop only. */
public interface TierAbove {
  /**
   * What says which answers are left to the tier above.
   *
   * @param classes of the scores
   * @return one that has seen nothing yet
   */
  Policy policy(int classes);

  /** What the policy may know besides scores: the gateway's clock, and whether there is a way. */
  Surroundings surroundings();

  /** Who asks: told one of these once, on the loop and after the call of {@link #ask} returned. */
  interface Asker {
    void answered(Answer answer);

    void unanswered(Silence why);
  }

  /**
   * Asks. Never blocks.
   *
   * @param patience how long the answer is waited for
   * @param classes of the project, which the answer has to be one of
   */
  void ask(UpcallRequest upcall, Duration patience, int classes, Asker asker);
}
