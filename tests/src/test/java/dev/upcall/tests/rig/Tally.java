package dev.upcall.tests.rig;

import dev.upcall.host.gateway.AnswerListener;
import dev.upcall.host.gateway.AnsweredUpcall;
import dev.upcall.host.gateway.UpcallKey;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How often a gateway in this process worked on each upcall. */
public final class Tally implements AnswerListener {
  private final Map<UpcallKey, Integer> times = new ConcurrentHashMap<>();

  @Override
  public void answered(AnsweredUpcall answered) {
    times.merge(answered.key(), 1, Integer::sum);
  }

  /** Upcalls that were answered. */
  public int upcalls() {
    return times.size();
  }

  /** Of these, worked on more than once. */
  public long repeated() {
    return times.values().stream().filter(n -> n > 1).count();
  }
}
