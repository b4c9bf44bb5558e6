package dev.upcall.host.testing;

import dev.upcall.core.wire.Message;
import dev.upcall.host.transport.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A connection that keeps what is sent over it. */
public class RecordingConnection implements Connection {
  private final BlockingQueue<Message> sent = new LinkedBlockingQueue<>();

  @Override
  public String name() {
    return "test";
  }

  @Override
  public boolean send(Message message) {
    return sent.add(message);
  }

  @Override
  public long bytesIn() {
    return 0;
  }

  @Override
  public long bytesOut() {
    return 0;
  }

  /** The next message that was sent, of the kind that is expected. */
  public <M extends Message> M next(Class<M> type) throws InterruptedException {
    Message message = sent.poll(10, TimeUnit.SECONDS);
    if (message == null) {
      throw new AssertionError("nothing was sent");
    }
    return type.cast(message);
  }

  /** All that was sent and not yet taken. */
  public List<Message> rest() {
    List<Message> rest = new ArrayList<>();
    sent.drainTo(rest);
    return rest;
  }
}
