package dev.upcall.host.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.project.Project;
import dev.upcall.core.wire.Ack;
import dev.upcall.core.wire.Answer;
import dev.upcall.core.wire.Bytes;
import dev.upcall.core.wire.Header;
import dev.upcall.core.wire.Message;
import dev.upcall.core.wire.UpcallRequest;
import dev.upcall.host.testing.Devices;
import dev.upcall.host.testing.RecordingConnection;
import dev.upcall.host.testing.TinyProject;
import dev.upcall.host.transport.Connection;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * RELIABILITY R16: an exception out of every call that the gateway makes to its journal, to the way
 * to a device and to its listeners, one at a time. Nobody else notices, and neither does the device
 * once it asks again.
 */
class GatewayFaultsTest {
  private static final byte[] INPUT = {-127, -126, -125, -120};
  private static final int FAULTS = 1000;
  private static final Set<String> CALLED =
      Set.of("answer", "answered", "asked", "isDurable", "name", "ran", "send", "store");

  @TempDir Path folder;
  private final ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor();
  private final ScriptedJournal journal = new ScriptedJournal();
  private final Map<String, Integer> thrown = new ConcurrentSkipListMap<>();
  private final AtomicInteger callsLeft = new AtomicInteger(Integer.MAX_VALUE);
  private final Gateway gateway =
      new Gateway(faulty(Journal.class, journal), System::nanoTime, loop);
  private Project project;

  @BeforeEach
  void serve() {
    journal.durable = true;
    project = TinyProject.in(folder.resolve("tiny"));
    gateway.serve(project);
    gateway.onAnswer(faulty(AnswerListener.class, answered -> {}));
  }

  @AfterEach
  void stop() {
    gateway.close();
    loop.shutdownNow();
  }

  @Test
  void noExceptionInAHandlerHarmsAnybodyElse() throws Exception {
    int boot = 0;
    while (faults() < FAULTS) {
      int before;
      int call = 0;
      do {
        before = faults();
        failOneCall(++call, ++boot);
      } while (faults() > before);
    }
    System.out.printf("R16: %d exceptions: %s%n", faults(), thrown);
    assertEquals(CALLED, thrown.keySet());
    assertTrue(gateway.counters().get(GatewayCounter.HANDLER_FAILURES) > 0);
  }

  private int faults() {
    return thrown.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** All that a device can cause, with an exception out of the call of that number. */
  private void failOneCall(int call, int boot) throws Exception {
    RecordingConnection device = new RecordingConnection();
    Connection way = faulty(Connection.class, device);
    Header header = Devices.header(project, 1, boot, 1);
    callsLeft.set(call);
    gateway.received(way, Devices.birth(project, 1, boot));
    gateway.received(way, upcall(header, INPUT));
    gateway.received(way, upcall(header.withFlags(Header.AUDIT).withAttempt(1), INPUT));
    gateway.received(way, upcall(header, new byte[1]));
    gateway.received(way, new Answer(header, 0, 1, 1));
    awaitNothingOpen();
    callsLeft.set(Integer.MAX_VALUE);
    device.rest();
    gateway.received(device, upcall(header, INPUT));
    awaitAnswer(device, header);
    RecordingConnection other = new RecordingConnection();
    Header others = Devices.header(project, 2, boot, 1);
    gateway.received(other, upcall(others, INPUT));
    awaitAnswer(other, others);
  }

  private static UpcallRequest upcall(Header header, byte[] input) {
    return new UpcallRequest(header, 0, Bytes.of((byte) 3, (byte) 2), Bytes.of(input));
  }

  /** Acknowledgements that it is stored may come first. */
  private static void awaitAnswer(RecordingConnection device, Header upcall) throws Exception {
    Message message = device.next(Message.class);
    while (message instanceof Ack) {
      message = device.next(Message.class);
    }
    assertEquals(upcall.sequence(), ((Answer) message).header().sequence());
  }

  private void awaitNothingOpen() throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (gateway.status().get(20, TimeUnit.SECONDS).open() > 0) {
      assertTrue(System.nanoTime() < end, () -> "an upcall is open for ever after " + thrown);
    }
  }

  /** Does as another does, but for the one call whose turn it is. */
  private <T> T faulty(Class<T> type, T inner) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              if (callsLeft.getAndDecrement() == 1) {
                thrown.merge(method.getName(), 1, Integer::sum);
                throw new IllegalStateException("told to fail");
              }
              try {
                return method.invoke(inner, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }
}
