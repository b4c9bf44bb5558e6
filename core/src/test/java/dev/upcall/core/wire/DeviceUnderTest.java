package dev.upcall.core.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** The firmware's runtime in C with a host's link at the other end, in virtual milliseconds. */
final class DeviceUnderTest implements AutoCloseable {
  static final int DEVICE = 0xC0FFEE;
  static final long SIGNATURE = 0x0102030405060708L;
  static final int OK = 0;
  static final int NOTHING = 1;
  static final int BUSY = 2;
  private static final int POLLED_BYTES = 21;

  /** The runtime but for its main function. */
  static final List<String> SOURCES =
      List.of(
          "upcall.c",
          "upcall_tickets.c",
          "upcall_feed.c",
          "upcall_surroundings.c",
          "upcall_inbox.c",
          "upcall_outbox.c",
          "upcall_parameters.c",
          "upcall_seal.c",
          "upcall_sha256.c",
          "upcall_serial.c",
          "upcall_serial_rx.c",
          "upcall_serial_tx.c",
          "upcall_crc32c.c",
          "upcall_cobs.c",
          "upcall_wire.c");

  /** What upcall_poll yielded. */
  record Outcome(
      int sequence,
      int source,
      int stage,
      int classIndex,
      int deviceClass,
      float confidence,
      int members,
      int firstLogit) {}

  /** What upcall_submit returned. */
  record Submitted(int status, int sequence) {}

  final List<Message> atHost = new ArrayList<>();
  final List<Outcome> outcomes = new ArrayList<>();
  private final CProgram program;
  private final Random random = new Random(41);
  private SerialLink host = newHost();
  private boolean connected = true;
  private double damaged;
  private int now;
  private int idleMs;

  private DeviceUnderTest(CProgram program) {
    this.program = program;
  }

  static DeviceUnderTest build(Path folder, String... defines)
      throws IOException, InterruptedException {
    return new DeviceUnderTest(
        CProgram.start(folder, List.of("device.c", "fake_board.c"), List.of(defines), SOURCES));
  }

  /** Starts the device anew, before anything else and whenever it is to forget. */
  DeviceUnderTest boot(int boot) {
    program.tell(head('B'), bytes(boot));
    return this;
  }

  /** What the device has from its next start on. */
  enum Equipment {
    KEY,
    STORE,
    /** What is stored changes by a bit. */
    DAMAGE,
    /** Its firmware was built with other parameters. */
    REBUILT,
    /** Nothing is stored. */
    ERASED
  }

  DeviceUnderTest with(Equipment... equipment) {
    int bits = 0;
    for (Equipment one : equipment) {
      bits |= 1 << one.ordinal();
    }
    program.tell(head('K'), new byte[] {(byte) bits});
    return this;
  }

  DeviceUnderTest at(int time) {
    now = time;
    return this;
  }

  int now() {
    return now;
  }

  DeviceUnderTest withoutHost() {
    connected = false;
    return this;
  }

  /** The line is there again, and the same gateway has noticed nothing. */
  DeviceUnderTest with(SerialLink same) {
    host = same;
    connected = true;
    return this;
  }

  /** Another gateway takes over the line. */
  DeviceUnderTest withNewHost() {
    host = newHost();
    connected = true;
    return this;
  }

  /** Share of the writes to the line in which a bit flips. */
  DeviceUnderTest damage(double share) {
    damaged = share;
    return this;
  }

  /** Bytes the line takes from the device in a millisecond; 0: any number. */
  DeviceUnderTest capacity(int bytes) {
    program.tell(head('C'), new byte[] {(byte) bytes});
    return this;
  }

  SerialLink host() {
    return host;
  }

  /** What upcall_idle_ms said after the last poll. */
  int idleMs() {
    return idleMs;
  }

  Submitted submit(byte[] input) {
    ByteBuffer reply = wrap(program.ask(head('S'), input));
    return new Submitted(reply.get(), reply.getInt());
  }

  /** Lets {@code milliseconds} pass. */
  DeviceUnderTest run(int milliseconds) {
    for (int i = 0; i < milliseconds; i++) {
      now++;
      poll(connected ? harm(host.poll(Integer.toUnsignedLong(now))) : new byte[0]);
    }
    return this;
  }

  /** One poll of the device, with {@code received} on its line. */
  void poll(byte[] received) {
    byte[] reply = program.ask(head('P'), received);
    ByteBuffer fields = wrap(reply);
    idleMs = fields.get(POLLED_BYTES - 1);
    if (fields.get() == OK) {
      outcomes.add(
          new Outcome(
              fields.getInt(),
              fields.get(),
              fields.get(),
              fields.getShort() & 0xffff,
              fields.getShort() & 0xffff,
              fields.getFloat(),
              fields.getInt(),
              fields.get()));
    }
    if (connected) {
      byte[] line = harm(Arrays.copyOfRange(reply, POLLED_BYTES, reply.length));
      atHost.addAll(host.receive(line, line.length, Integer.toUnsignedLong(now)));
    }
  }

  /** The only message of that type that reached the host. */
  <T extends Message> T only(Class<T> type) {
    List<T> found = all(type);
    if (found.size() != 1) {
      throw new AssertionError(found.size() + " of " + type.getSimpleName() + ": " + atHost);
    }
    return found.get(0);
  }

  <T extends Message> List<T> all(Class<T> type) {
    return atHost.stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** A header for a message to the device. */
  static Header header(int boot, int sequence) {
    return new Header(DEVICE, boot, sequence, SIGNATURE, 0, 0);
  }

  private byte[] harm(byte[] line) {
    if (line.length > 0 && random.nextDouble() < damaged) {
      line[random.nextInt(line.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return line;
  }

  private static SerialLink newHost() {
    return SerialLink.host(SerialTiming.forBaud(115_200, 1));
  }

  private byte[] head(char op) {
    ByteBuffer head = ByteBuffer.allocate(5).order(ByteOrder.LITTLE_ENDIAN);
    return head.put((byte) op).putInt(now).array();
  }

  private static byte[] bytes(int value) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
  }

  private static ByteBuffer wrap(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public void close() throws IOException, InterruptedException {
    program.close();
  }
}
