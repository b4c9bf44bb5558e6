package dev.upcall.core.wire;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * A serial line between two links, in virtual milliseconds. Each write of a frame is lost, doubled,
 * delayed beyond the next or damaged with the given probabilities; a delay takes at least 1 ms.
 */
final class SimulatedLine {
  private record Delivery(long at, long order, boolean toDevice, byte[] bytes) {}

  final SerialLink host;
  final SerialLink device;
  final List<Message> atHost = new ArrayList<>();
  final List<Message> atDevice = new ArrayList<>();

  private final Random random;
  private final PriorityQueue<Delivery> underWay =
      new PriorityQueue<>(Comparator.comparingLong(Delivery::at).thenComparing(Delivery::order));
  private long order;
  private long now;
  private long bytes;
  private double lost;
  private double doubled;
  private double late;
  private double damaged;

  SimulatedLine(long seed) {
    this(seed, SerialTiming.forBaud(115_200, 1));
  }

  SimulatedLine(long seed, SerialTiming timing) {
    random = new Random(seed);
    host = SerialLink.host(timing);
    device = SerialLink.device(timing);
  }

  SimulatedLine faults(double lostShare, double doubledShare, double lateShare, double bad) {
    lost = lostShare;
    doubled = doubledShare;
    late = lateShare;
    damaged = bad;
    return this;
  }

  long now() {
    return now;
  }

  /** Bytes written by both ends. */
  long bytes() {
    return bytes;
  }

  /** Goes on until nothing waits at either end or {@code limitMs} have passed. */
  void run(long limitMs, Runnable onHello) {
    long end = now + limitMs;
    while (now < end) {
      write(host.poll(now), true);
      write(device.poll(now), false);
      boolean idle = host.isUp() && host.waiting() == 0 && device.waiting() == 0;
      if (idle && underWay.isEmpty()) {
        return;
      }
      long next = Math.min(host.wakeAt(now), device.wakeAt(now));
      if (!underWay.isEmpty()) {
        next = Math.min(next, underWay.peek().at());
      }
      now = Math.max(next, now);
      while (!underWay.isEmpty() && underWay.peek().at() <= now) {
        deliver(underWay.remove(), onHello);
      }
    }
  }

  private void deliver(Delivery delivery, Runnable onHello) {
    byte[] data = delivery.bytes();
    if (delivery.toDevice()) {
      atDevice.addAll(device.receive(data, data.length, now));
      if (device.takeHello()) {
        onHello.run();
      }
    } else {
      atHost.addAll(host.receive(data, data.length, now));
    }
  }

  /** One frame at a time, so that faults hit frames and not whole windows. */
  private void write(byte[] data, boolean toDevice) {
    bytes += data.length;
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    for (int i = 0; i < data.length; i++) {
      frame.write(data[i]);
      if (data[i] == 0 && frame.size() > 1) {
        send(frame.toByteArray(), toDevice);
        frame.reset();
      }
    }
    send(frame.toByteArray(), toDevice);
  }

  private void send(byte[] frame, boolean toDevice) {
    if (frame.length == 0 || random.nextDouble() < lost) {
      return;
    }
    byte[] sent = frame;
    if (random.nextDouble() < damaged) {
      sent = Arrays.copyOf(frame, frame.length);
      sent[random.nextInt(sent.length)] ^= (byte) (1 << random.nextInt(8));
    }
    long delay = random.nextDouble() < late ? 1 + random.nextInt(900) : 1;
    underWay.add(new Delivery(now + delay, order++, toDevice, sent));
    if (random.nextDouble() < doubled) {
      underWay.add(new Delivery(now + delay + random.nextInt(3), order++, toDevice, sent));
    }
  }
}
