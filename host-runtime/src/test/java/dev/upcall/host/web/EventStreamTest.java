package dev.upcall.host.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;

/** A page that reads when the test says so. */
class EventStreamTest {
  private final List<String> written = new ArrayList<>();
  private final Deque<Callback> unread = new ArrayDeque<>();
  private final List<String> ends = new ArrayList<>();
  private final EventStream stream =
      new EventStream(
          (last, buffer, callback) -> {
            assertFalse(last);
            written.add(StandardCharsets.UTF_8.decode(buffer).toString());
            unread.add(callback);
          },
          Callback.from(() -> ends.add("ended"), failure -> ends.add(failure.getMessage())));

  private boolean send(String event) {
    return stream.send(event.getBytes(StandardCharsets.UTF_8));
  }

  private void read() {
    unread.remove().succeeded();
  }

  @Test
  void oneIsWrittenAtATimeAndInOrder() {
    assertTrue(send("a"));
    assertTrue(send("b"));
    assertTrue(send("c"));
    assertEquals(List.of("a"), written);
    read();
    assertEquals(List.of("a", "b"), written);
    read();
    read();
    assertTrue(unread.isEmpty());
    assertTrue(send("d"));
    assertEquals(List.of("a", "b", "c", "d"), written);
    assertEquals(List.of(), ends);
  }

  @Test
  void aPageThatDoesNotReadIsLetGo() {
    int taken = 0;
    while (send("event")) {
      taken++;
      assertTrue(taken < 1000, "there is no bound");
    }
    assertEquals(65, taken, "one being written and 64 that wait");
    assertEquals(List.of("the page does not read"), ends);
    read();
    assertFalse(send("late"));
    assertEquals(1, written.size());
    assertEquals(1, ends.size());
  }

  @Test
  void aPageThatIsGoneEndsItsStreamOnce() {
    send("a");
    send("b");
    unread.remove().failed(new IOException("gone"));
    assertFalse(send("c"));
    stream.close();
    assertEquals(List.of("a"), written);
    assertEquals(List.of("gone"), ends);
  }

  @Test
  void afterTheEndNothingIsWritten() {
    send("a");
    send("b");
    stream.close();
    read();
    assertFalse(send("c"));
    stream.close();
    assertEquals(List.of("a"), written);
    assertEquals(List.of("ended"), ends);
  }
}
