package dev.upcall.host.web;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.Callback;

/**
 * Server-sent events to one page. Writes one at a time and no thread waits for them; a page that
 * does not read is let go, and connects again.
 */
final class EventStream {
  private static final int MAX_WAITING = 64;

  private final Content.Sink page;
  private final Callback end;
  private final Deque<byte[]> waiting = new ArrayDeque<>();
  private boolean writing;
  private boolean ended;

  /**
   * @param end told when the stream is over
   */
  EventStream(Content.Sink page, Callback end) {
    this.page = page;
    this.end = end;
  }

  /** Sends an event, or ends the stream; false when it has ended. */
  boolean send(byte[] event) {
    boolean full;
    synchronized (this) {
      if (ended) {
        return false;
      }
      full = waiting.size() >= MAX_WAITING;
      ended = full;
      waiting.addLast(event);
      if (writing && !full) {
        return true;
      }
      writing = true;
    }
    if (full) {
      end.failed(new IllegalStateException("the page does not read"));
    } else {
      next();
    }
    return !full;
  }

  private void next() {
    byte[] event;
    synchronized (this) {
      event = ended ? null : waiting.pollFirst();
      writing = event != null;
    }
    if (event != null) {
      page.write(false, ByteBuffer.wrap(event), Callback.from(this::next, this::failed));
    }
  }

  private void failed(Throwable failure) {
    synchronized (this) {
      if (ended) {
        return;
      }
      ended = true;
    }
    end.failed(failure);
  }

  /** Ends the stream in order. */
  void close() {
    synchronized (this) {
      if (ended) {
        return;
      }
      ended = true;
    }
    end.succeeded();
  }
}
