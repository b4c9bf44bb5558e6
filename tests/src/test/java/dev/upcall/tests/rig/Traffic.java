package dev.upcall.tests.rig;

import dev.upcall.core.wire.Answer;
import dev.upcall.core.wire.Message;
import dev.upcall.core.wire.UpcallRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The upcalls of one device and their answers, in the order of the upcalls; repetitions once. */
public final class Traffic {
  private final Map<Integer, UpcallRequest> upcalls = new LinkedHashMap<>();
  private final Map<Integer, Answer> answers = new LinkedHashMap<>();

  synchronized void see(Message message) {
    int sequence = message.header().sequence();
    if (message instanceof UpcallRequest upcall) {
      upcalls.putIfAbsent(sequence, upcall);
    } else if (message instanceof Answer answer) {
      answers.putIfAbsent(sequence, answer);
    }
  }

  /** All upcalls so far. */
  public synchronized List<UpcallRequest> upcalls() {
    return new ArrayList<>(upcalls.values());
  }

  /** The answer that went to an upcall; null if none has. */
  public synchronized Answer answerTo(UpcallRequest upcall) {
    return answers.get(upcall.header().sequence());
  }
}
