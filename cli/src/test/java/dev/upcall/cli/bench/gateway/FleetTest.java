package dev.upcall.cli.bench.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.cli.firmware.Home;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.ProjectLoader;
import dev.upcall.core.wire.Answer;
import dev.upcall.core.wire.Message;
import dev.upcall.core.wire.MessageCodec;
import dev.upcall.host.transport.EmbeddedBroker;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class FleetTest {
  private static final Project PROJECT = ProjectLoader.load(Home.path("examples/digits"));

  private static UpcallSource source() {
    return new UpcallSource(PROJECT, List.of(new byte[64], new byte[64]), 3);
  }

  @Test
  void everyUpcallHasAKeyOfItsOwnAndIsWhatTheCodecReads() {
    UpcallSource source = source();
    Set<Long> keys = new HashSet<>();
    for (int i = 0; i < 10; i++) {
      long key = LoadMessage.key(source.device(), source.sequence());
      byte[] upcall = source.take();
      Message message = MessageCodec.decode(upcall);
      assertEquals(i % 3, message.header().device());
      assertEquals(key, LoadMessage.key(upcall));
      assertTrue(keys.add(key));
    }
  }

  @Test
  void anEchoIsTakenForAnAnswerAndAsLongAsOne() {
    byte[] upcall = source().take();
    byte[] echo = LoadMessage.echo(upcall);
    byte[] answer =
        MessageCodec.encode(new Answer(MessageCodec.decode(upcall).header(), 1, 0.5f, 3));
    assertTrue(LoadMessage.isAnswer(echo));
    assertTrue(LoadMessage.isAnswer(answer));
    assertFalse(LoadMessage.isAnswer(upcall));
    assertEquals(answer.length, echo.length);
    assertEquals(LoadMessage.key(answer), LoadMessage.key(echo));
  }

  @Test
  void allUpcallsOfAFleetAreCountedOnce() throws InterruptedException {
    Duration time = Duration.ofMillis(300);
    try (EmbeddedBroker broker = EmbeddedBroker.start(0);
        Fleet fleet = new Fleet(broker.uri(), "load", source())) {
      try (EchoService echo = new EchoService(broker.uri(), "load")) {
        LoadResult load = fleet.closed(4, Duration.ZERO, time);
        assertEquals(0, load.lost());
        // What was under way at the end was answered, but after the time that counts.
        assertTrue(load.answered() > 0 && load.sent() - load.answered() <= 4, load.toString());
        assertTrue(load.p50Ms() > 0 && load.p50Ms() <= load.p99Ms(), load.toString());
        LoadResult slow = fleet.open(20, Duration.ZERO, time);
        assertTrue(slow.sent() <= 6 && slow.lost() == 0, slow.toString());
      }
    }
  }

  @Test
  void withoutAnAnswerThereIsNoPercentile() {
    assertThrows(IllegalStateException.class, () -> new Latencies().percentile(0.99));
  }
}
