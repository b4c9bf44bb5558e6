package dev.upcall.core.wire;

import dev.upcall.core.diagnostic.UpcallException;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One end of a serial line, without the line: bytes in, bytes out, the time passed in. No threads,
 * no clock, no waiting; whoever owns the port calls
 *
 * <pre>
 *   messages = link.receive(bytes, n, now);   // after each read
 *   port.write(link.poll(now));               // after each read, and at link.wakeAt(now)
 * </pre>
 *
 * The host's end says hello until the device's birth arrives and holds messages back until then. A
 * birth with another boot than before means that the device restarted: what was queued for the
 * former start is dropped and counted. A device whose birth cannot be read here may be told so, and
 * is sent nothing else. Not thread-safe.
 */
public final class SerialLink {
  /**
   * Frames that this end takes unacknowledged; it handles them one by one, so any number will do.
   */
  public static final int WINDOW = 4;

  /** A device whose birth cannot be read is told that, and nothing else. */
  private static final int REFUSAL_BYTES = Message.OVERHEAD_BYTES + Ack.PAYLOAD_BYTES;

  /** However large a window the other end grants. */
  private static final int MAX_WINDOW = 16;

  /** Which end of the line this is. */
  private enum Role {
    HOST,
    DEVICE
  }

  private final Role role;
  private final SerialTiming timing;
  private final Optional<SealedLine> seal;
  private final FrameSender sender;
  private final SerialDeframer deframer;
  private final Deque<Message> queue = new ArrayDeque<>();
  private final ByteArrayOutputStream control = new ByteArrayOutputStream();
  private Message underWay;
  private Birth birth;

  /** Of the device's last birth, in whatever version. */
  private Header announced;

  private int window = 1;
  private boolean helloArrived;
  private long helloAt = Long.MIN_VALUE;
  private long mayGreetAt = Long.MIN_VALUE;
  private long discarded;
  private long delivered;

  private SerialLink(Role role, SerialTiming timing, Optional<SealedLine> seal) {
    this.role = role;
    this.timing = timing;
    this.seal = seal;
    this.sender = new FrameSender(timing);
    this.deframer = seal.map(line -> new SerialDeframer(line::read)).orElseGet(SerialDeframer::new);
  }

  /** The host's end: opens the conversation. */
  public static SerialLink host(SerialTiming timing) {
    return new SerialLink(Role.HOST, timing, Optional.empty());
  }

  /** The host's end of a line whose device proves who it is. */
  public static SerialLink host(SerialTiming timing, SealedLine seal) {
    return new SerialLink(Role.HOST, timing, Optional.of(seal));
  }

  /** A device's end, for simulated devices: see {@link #takeHello}. */
  public static SerialLink device(SerialTiming timing) {
    return new SerialLink(Role.DEVICE, timing, Optional.empty());
  }

  /**
   * Queues {@code message}. One queued before the device is known and then found to be too large
   * for it is dropped and counted.
   *
   * @throws UpcallException when it is larger than the device, as far as known, or any serial line
   *     can take
   */
  public void send(Message message) {
    if (bytes(message) > limit()) {
      throw WireError.MESSAGE_TOO_LARGE
          .with()
          .at("%s %d", message.label(), message.header().sequence())
          .found("%d bytes", message.bytes())
          .need("at most %d", limit())
          .toException();
    }
    queue.addLast(message);
  }

  /** Takes {@code data[0..length)} from the line; returns the messages it completes. */
  public List<Message> receive(byte[] data, int length, long now) {
    List<Message> messages = new ArrayList<>();
    for (SerialEvent event : deframer.push(data, 0, length)) {
      if (event instanceof SerialEvent.Received received) {
        noteBirth(received.message());
        messages.add(received.message());
      } else if (event instanceof SerialEvent.Acknowledge acknowledge) {
        SerialFrame.Acknowledgement frame = new SerialFrame.Acknowledgement(acknowledge.mark());
        control.writeBytes(SerialFramer.line(FrameCodec.encode(frame)));
      } else if (event instanceof SerialEvent.Acknowledged acknowledged) {
        if (sender.acknowledged(acknowledged.mark(), now)) {
          underWay = null;
          delivered++;
        }
      } else if (event instanceof SerialEvent.Hello hello && role == Role.DEVICE) {
        restart(hello);
      }
    }
    greetIfDue(now);
    return messages;
  }

  /** Bytes to write now; empty when there are none. */
  public byte[] poll(long now) {
    greetIfDue(now);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(control.toByteArray());
    control.reset();
    if (!isUp()) {
      if (now >= helloAt) {
        helloAt = now + timing.helloMs();
        SerialFrame.Hello hello =
            new SerialFrame.Hello(
                Header.VERSION,
                WINDOW,
                seal.map(SealedLine::challenge).orElse(SerialFrame.Hello.NONE));
        out.writeBytes(SerialFramer.line(FrameCodec.encode(hello)));
      }
      return out.toByteArray();
    }
    startNext();
    for (byte[] frame = sender.poll(now, window); frame != null; frame = sender.poll(now, window)) {
      out.writeBytes(SerialFramer.line(frame));
    }
    return out.toByteArray();
  }

  /** When {@link #poll} has something to do next, if nothing arrives; at most now when it has. */
  public long wakeAt(long now) {
    if (control.size() > 0) {
      return now;
    }
    if (!isUp()) {
      return helloAt;
    }
    long next = underWay == null && !queue.isEmpty() ? now : sender.wakeAt(now, window);
    return isDoubted() ? Math.min(next, mayGreetAt) : next;
  }

  /**
   * Whether messages go out: a device's always, the host's once the device has announced itself,
   * even if it did so in another version of the wire.
   */
  public boolean isUp() {
    return role == Role.DEVICE || announced != null;
  }

  /** The device's last birth, if it could be read; at the host's end only. */
  public Optional<Birth> birth() {
    return Optional.ofNullable(birth);
  }

  /** Messages that wait, with the one whose frames are not all acknowledged. */
  public int waiting() {
    return queue.size() + (underWay == null ? 0 : 1);
  }

  /**
   * Whether the host said hello since the last call. Everything queued was dropped then, so that
   * the device's birth goes first; it sends what is still open after it.
   */
  public boolean takeHello() {
    boolean arrived = helloArrived;
    helloArrived = false;
    return arrived;
  }

  /** How often received bytes were dropped, by reason. */
  public Map<WireError, Long> dropped() {
    return deframer.dropped();
  }

  /** Frames that were sent again. */
  public long repeated() {
    return sender.repeated();
  }

  /** Messages dropped unsent: the device had restarted, or can't take one of that size. */
  public long discarded() {
    return discarded;
  }

  /**
   * Messages that this end is done with, counted in the order in which they were queued: the other
   * end has acknowledged them whole, or they were dropped unsent.
   */
  public long settled() {
    return delivered + discarded;
  }

  private void startNext() {
    while (underWay == null && !queue.isEmpty()) {
      Message message = queue.removeFirst();
      if (bytes(message) > limit()) {
        discarded++;
      } else {
        underWay = message;
        sender.start(
            SerialFramer.frames(
                seal.isPresent() ? seal.get().write(message) : MessageCodec.encode(message)));
      }
    }
  }

  private int bytes(Message message) {
    return seal.map(line -> line.bytes(message)).orElse(message.bytes());
  }

  private int limit() {
    int line = SerialFramer.MAX_MESSAGE_BYTES;
    if (birth == null) {
      return announced == null ? line : REFUSAL_BYTES;
    }
    return Math.min(line, birth.receiveBytes());
  }

  private void noteBirth(Message message) {
    if (role == Role.DEVICE) {
      return;
    }
    if (message instanceof Birth born) {
      birth = born;
      window = Math.min(born.window(), MAX_WINDOW);
    } else if (message instanceof Foreign foreign && foreign.isBirth()) {
      birth = null;
      window = 1;
    } else {
      return;
    }
    boolean restarted = announced != null && announced.boot() != message.header().boot();
    announced = message.header();
    if (restarted) {
      discard();
    }
  }

  private boolean isDoubted() {
    return seal.filter(SealedLine::isRefused).isPresent();
  }

  /**
   * A seal does not hold: the device has started anew, or has heard another hello than ours. It
   * hears ours now, but not more often than while nobody answers, whatever somebody else says.
   */
  private void greetIfDue(long now) {
    if (announced == null || now < mayGreetAt || !isDoubted()) {
      return;
    }
    mayGreetAt = now + timing.helloMs();
    seal.ifPresent(SealedLine::forget);
    birth = null;
    announced = null;
    helloAt = now;
    discard();
  }

  private void restart(SerialEvent.Hello hello) {
    deframer.reset();
    discard();
    window = Math.min(hello.window(), MAX_WINDOW);
    helloArrived = true;
  }

  private void discard() {
    discarded += waiting();
    queue.clear();
    underWay = null;
    sender.cancel();
  }
}
