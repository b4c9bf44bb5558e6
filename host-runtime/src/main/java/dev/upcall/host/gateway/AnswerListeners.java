package dev.upcall.host.gateway;

import dev.upcall.core.wire.Answer;
import dev.upcall.core.wire.Birth;
import dev.upcall.core.wire.UpcallRequest;
import dev.upcall.host.ensemble.CombinedAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Those who are told of answers. Told on the gateway's loop; any thread may add one. */
final class AnswerListeners {
  private final List<AnswerListener> listeners = new CopyOnWriteArrayList<>();
  private final Map<Integer, Birth> devices;
  private final GatewayLoop loop;

  /**
   * Nobody yet.
   *
   * @param devices that announced themselves, by number
   */
  AnswerListeners(Map<Integer, Birth> devices, GatewayLoop loop) {
    this.devices = devices;
    this.loop = loop;
  }

  void add(AnswerListener listener) {
    listeners.add(listener);
  }

  /** Tells all that a project's ensemble is asked about some upcalls. */
  void asked(String project, int size) {
    listeners.forEach(listener -> loop.guarded(() -> listener.asked(project, size)));
  }

  /** Tells all how long a member of a project took for a batch. */
  void ran(String project, String member, Duration took) {
    listeners.forEach(listener -> loop.guarded(() -> listener.ran(project, member, took)));
  }

  /** Tells all. */
  void tell(
      ServedProject served,
      UpcallRequest upcall,
      Answer answer,
      CombinedAnswer combined,
      Duration took) {
    if (listeners.isEmpty()) {
      return;
    }
    AnsweredUpcall answered =
        new AnsweredUpcall(
            served.project(),
            served.signature(),
            Optional.ofNullable(devices.get(answer.header().device())),
            upcall,
            answer,
            combined,
            Instant.now().minus(took),
            took);
    listeners.forEach(listener -> loop.guarded(() -> listener.answered(answered)));
  }
}
