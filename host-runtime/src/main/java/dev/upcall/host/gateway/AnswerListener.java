package dev.upcall.host.gateway;

import java.time.Duration;

/**
 * Is told of every upcall that the ensemble answered: the harvest store, metrics and the web page.
 */
@FunctionalInterface
public interface AnswerListener {
  /**
   * An upcall was answered; its device has been sent the answer already. Once per upcall that this
   * gateway works on, never for repetitions that get the same answer again.
   *
   * <p>Called on the gateway's loop, so it must not wait. What it throws is counted as a failure of
   * a handler and harms nothing else.
   */
  void answered(AnsweredUpcall answered);

  /**
   * The ensemble is asked. Called on the gateway's loop, as {@link #answered} is.
   *
   * @param project its name
   * @param size upcalls asked about together
   */
  default void asked(String project, int size) {}

  /**
   * A member has its outputs for a batch. Called on the gateway's loop, as {@link #answered} is.
   *
   * @param project its name
   * @param took from the asking on, the way there and back included
   */
  default void ran(String project, String member, Duration took) {}
}
