package dev.upcall.cli.bench.gateway;

import dev.upcall.core.project.Project;
import dev.upcall.core.project.Signature;
import dev.upcall.core.wire.Ack;
import dev.upcall.core.wire.Answer;
import dev.upcall.core.wire.Birth;
import dev.upcall.core.wire.Bytes;
import dev.upcall.core.wire.Header;
import dev.upcall.core.wire.Message;
import dev.upcall.core.wire.MessageCodec;
import dev.upcall.core.wire.UpcallRequest;
import dev.upcall.host.DaemonThreads;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Devices in Java on one connection to a broker, made again when it is lost, each with one upcall
 * open at a time, repeated until it is answered. Every other device does as firmware does: once its
 * upcall is <i>stored</i> it has forgotten the sample, and does not ask again. All of it happens on
 * one thread.
 */
public final class RepeatingFleet implements AutoCloseable {
  private static final int BOOT = 7;
  private static final long REPEAT_MS = 500;
  private static final long TICK_MS = 50;

  /** For a machine with other work. */
  private static final long LIMIT_MS = 60_000;

  /** What the devices saw; numbers since the start. */
  public record Seen(
      int asked, int answered, int again, int different, int acrossKills, int open) {}

  private static final class Device {
    final int number;
    final boolean forgets;
    int sequence;
    UpcallRequest open;
    boolean stored;
    int storedBefore;
    long sent;
    UpcallRequest last;

    Device(int number) {
      this.number = number;
      this.forgets = number % 2 == 0;
    }
  }

  private final ScheduledExecutorService thread = DaemonThreads.scheduler("fleet");
  private final FleetLine line;
  private final Project project;
  private final int each;
  private final String topics;
  private final List<Device> devices = new ArrayList<>();
  private final Map<String, byte[]> answers = new HashMap<>();
  private int asked;
  private int again;
  private int different;
  private int acrossKills;
  private int kills;
  private boolean ending;

  /** Connects, announces the devices and has them ask until the {@link #end}. */
  public RepeatingFleet(Project project, String broker, String site, int size) {
    this(project, List.of(broker), site, size, Integer.MAX_VALUE);
  }

  /**
   * The same.
   *
   * @param brokers any of which will do
   * @param each upcalls of each device at most
   */
  public RepeatingFleet(Project project, List<String> brokers, String site, int size, int each) {
    this.project = project;
    this.each = each;
    this.topics = "upcall/v1/" + site + "/";
    for (int i = 1; i <= size; i++) {
      devices.add(new Device(i));
    }
    this.line =
        new FleetLine(brokers, "fleet", topics + "+/down", thread, this::arrived, this::announce);
    thread.execute(line::connect);
    thread.scheduleWithFixedDelay(this::tick, 0, TICK_MS, TimeUnit.MILLISECONDS);
  }

  private void announce() {
    for (Device device : devices) {
      Birth birth = JavaDevice.birth(project, header(device, 0), 1, "dev-" + device.number);
      publish(device, "birth", birth, true);
    }
  }

  /** The first answer to each upcall, by device and sequence. */
  public Map<String, byte[]> answers() {
    Map<String, byte[]> copy = new HashMap<>();
    call(() -> copy.putAll(answers));
    return copy;
  }

  /** The gateway or the broker was killed: what comes from here on comes from the next. */
  public void killed() {
    call(() -> kills++);
  }

  /** Has each device ask once more for its last answer, as if that had been lost. */
  public void askAgain() {
    call(
        () -> {
          for (Device device : devices) {
            if (device.last != null) {
              publish(device, "up", device.last, false);
            }
          }
        });
  }

  /** No new upcalls; the open ones are still repeated. */
  public void end() {
    call(() -> ending = true);
  }

  public Seen seen() {
    Seen[] seen = new Seen[1];
    call(
        () -> {
          int open = (int) devices.stream().filter(device -> device.open != null).count();
          seen[0] = new Seen(asked, answers.size(), again, different, acrossKills, open);
        });
    return seen[0];
  }

  private void call(Runnable work) {
    try {
      thread.submit(work).get(LIMIT_MS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the fleet stands still", e);
    }
  }

  private void tick() {
    long now = System.nanoTime();
    for (Device device : devices) {
      if (device.open == null && mayAsk(device)) {
        ask(device);
      } else if (device.open != null
          && !(device.forgets && device.stored)
          && now - device.sent > TimeUnit.MILLISECONDS.toNanos(REPEAT_MS)) {
        device.sent = now;
        publish(device, "up", device.open, false);
      }
    }
  }

  private boolean mayAsk(Device device) {
    return !ending && device.sequence < each;
  }

  private void ask(Device device) {
    device.sequence++;
    byte[] input = new byte[project.manifest().input().size()];
    Arrays.fill(input, (byte) (device.number * 31 + device.sequence * 7));
    byte[] scores = new byte[project.manifest().classes().size()];
    device.open =
        new UpcallRequest(header(device, device.sequence), 0, Bytes.of(scores), Bytes.of(input));
    device.stored = false;
    device.sent = System.nanoTime();
    asked++;
    publish(device, "up", device.open, false);
  }

  private void arrived(byte[] payload) {
    Message message = MessageCodec.decode(payload);
    Device device = devices.get(message.header().device() - 1);
    boolean isOpen =
        device.open != null && device.open.header().sequence() == message.header().sequence();
    if (message instanceof Ack ack && ack.code() == Ack.Code.STORED && isOpen && !device.stored) {
      device.stored = true;
      device.storedBefore = kills;
    } else if (message instanceof Answer) {
      byte[] before =
          answers.putIfAbsent(device.number + "/" + message.header().sequence(), payload);
      if (before != null) {
        again++;
        different += Arrays.equals(before, payload) ? 0 : 1;
      }
      if (isOpen) {
        acrossKills += device.stored && device.storedBefore < kills ? 1 : 0;
        device.last = device.open;
        device.open = null;
        if (mayAsk(device)) {
          ask(device);
        }
      }
    }
  }

  private Header header(Device device, int sequence) {
    long signature = Header.signatureOf(Signature.of(project));
    return new Header(device.number, BOOT, sequence, signature, 0, 0);
  }

  private void publish(Device device, String channel, Message message, boolean retained) {
    String topic = topics + "dev-" + device.number + "/" + channel;
    line.publish(topic, MessageCodec.encode(message), retained);
  }

  @Override
  public void close() {
    thread.shutdownNow();
    line.close();
  }
}
