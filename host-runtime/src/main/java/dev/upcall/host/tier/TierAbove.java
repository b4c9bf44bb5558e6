package dev.upcall.host.tier;

import dev.upcall.core.wire.Answer;
import dev.upcall.core.wire.UpcallRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Whoever answers what a gateway is unsure of. Called on the gateway's loop only. */
public interface TierAbove {
  /**
   * Whether an answer is to be left to the tier above.
   *
   * @param confidence the ensemble's, in (0,1]
   */
  boolean isUnsure(float confidence);

  /**
   * Asks. Never blocks.
   *
   * @param patience how long the answer is waited for
   * @param classes of the project, which the answer has to be one of
   * @param done told the answer once, on the loop and after this call has returned; nothing where
   *     there is none in time
   */
  void ask(UpcallRequest upcall, Duration patience, int classes, Consumer<Optional<Answer>> done);
}
