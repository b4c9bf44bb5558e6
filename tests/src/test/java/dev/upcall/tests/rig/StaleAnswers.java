package dev.upcall.tests.rig;

import dev.upcall.core.wire.Answer;
import dev.upcall.core.wire.Birth;
import dev.upcall.core.wire.Message;
import dev.upcall.host.transport.Connection;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BiConsumer;

/**
 * Sends a device again what it was answered before, with another class in it, so that taking such
 * an answer shows: to each of its starts the answers to the starts before, and behind each of its
 * messages the answers to this one.
 */
public final class StaleAnswers implements BiConsumer<Connection, Message> {
  private static final int KEPT = 8;

  private final int classes;
  private final Deque<Answer> given = new ArrayDeque<>();
  private int sent;

  /** None so far. */
  public StaleAnswers(int classes) {
    this.classes = classes;
  }

  @Override
  public synchronized void accept(Connection connection, Message message) {
    if (message instanceof Answer answer) {
      int other = (answer.classIndex() + 1) % classes;
      given.addLast(new Answer(answer.header(), other, answer.confidence(), answer.members()));
      if (given.size() > KEPT) {
        given.removeFirst();
      }
    } else {
      for (Answer answer : given) {
        boolean ofThisStart = answer.header().boot() == message.header().boot();
        if ((message instanceof Birth || ofThisStart) && connection.send(answer)) {
          sent++;
        }
      }
    }
  }

  /** How many were sent so far. */
  public synchronized int sent() {
    return sent;
  }
}
