package dev.upcall.host.tier;

import static dev.upcall.host.testing.Eventually.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.upcall.core.wire.Ack;
import dev.upcall.core.wire.Answer;
import dev.upcall.core.wire.Bytes;
import dev.upcall.core.wire.Header;
import dev.upcall.core.wire.Message;
import dev.upcall.core.wire.MessageType;
import dev.upcall.core.wire.UpcallRequest;
import dev.upcall.host.DaemonThreads;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OpenAboveTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private final ScheduledExecutorService loop = DaemonThreads.scheduler("loop");
  private final List<Object> told = new CopyOnWriteArrayList<>();
  private final TierAbove.Asker asker =
      new TierAbove.Asker() {
        @Override
        public void answered(Answer answer) {
          told.add(answer);
        }

        @Override
        public void unanswered(Silence why) {
          told.add(why);
        }
      };
  private final List<Message> sent = new CopyOnWriteArrayList<>();
  private boolean reachable = true;
  private final OpenAbove above =
      new OpenAbove(
          message -> {
            sent.add(message);
            return reachable;
          },
          loop);

  @AfterEach
  void stop() {
    loop.shutdownNow();
  }

  @Test
  void theUpcallGoesUpAsItIsAndItsAnswerComesBack() throws Exception {
    ask(7, LONG);
    assertEquals(List.of(upcall(7)), sent);
    Answer answer = new Answer(header(7), 1, 0.95f, 3);
    arrived(answer);
    arrived(answer);
    assertEquals(List.of(answer), told);
  }

  @Test
  void whatIsNoAnswerToItIsNobodys() throws Exception {
    ask(7, LONG);
    arrived(new Answer(header(8), 1, 0.95f, 3));
    arrived(new Answer(new Header(1, 2, 7, 6, 0, 0), 1, 0.95f, 3));
    // There are two classes.
    arrived(new Answer(header(7), 2, 0.95f, 3));
    arrived(new Ack(header(7), MessageType.UPCALL, Ack.Code.STORED));
    arrived(upcall(7));
    assertEquals(List.of(), told);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "STORED")
  void aRefusalEndsTheWaitingAtOnce(Ack.Code refusal) throws Exception {
    ask(7, LONG);
    arrived(new Ack(header(7), MessageType.UPCALL, refusal));
    assertEquals(List.of(Silence.REFUSED), told);
  }

  @Test
  void nobodyIsWaitedForLongerThanMayBe() throws Exception {
    ask(7, Duration.ofMillis(20));
    await(() -> told.equals(List.of(Silence.LATE)));
    arrived(new Answer(header(7), 1, 0.95f, 3));
    ask(8, Duration.ofMillis(-1));
    assertEquals(List.of(Silence.LATE, Silence.LATE), told);
    assertEquals(1, sent.size());
  }

  @Test
  void whatCannotBeSentIsNotWaitedFor() throws Exception {
    reachable = false;
    ask(7, LONG);
    assertEquals(List.of(Silence.AWAY), told);
  }

  @Test
  void moreThanMayBeOpenAreNotAsked() throws Exception {
    for (int sequence = 0; sequence <= 1024; sequence++) {
      ask(sequence, LONG);
    }
    assertEquals(1024, sent.size());
    assertEquals(List.of(Silence.FULL), told);
  }

  private static Header header(int sequence) {
    return new Header(1, 2, sequence, 5, 0, 0);
  }

  private static UpcallRequest upcall(int sequence) {
    return new UpcallRequest(
        header(sequence), 0, Bytes.of((byte) 3, (byte) 2), Bytes.of((byte) 1, (byte) 2));
  }

  private void ask(int sequence, Duration patience) throws Exception {
    onLoop(() -> above.ask(upcall(sequence), patience, 2, asker));
    onLoop(() -> {});
  }

  private void arrived(Message message) throws Exception {
    onLoop(() -> above.arrived(message));
  }

  private void onLoop(Runnable work) throws Exception {
    loop.submit(work).get(10, TimeUnit.SECONDS);
  }
}
