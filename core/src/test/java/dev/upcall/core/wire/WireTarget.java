package dev.upcall.core.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * What the fuzzer calls: any bytes as the script of a serial line, which Java and C have to read
 * alike. A script, so that the fuzzer need not guess checksums:
 *
 * <pre>
 *   kind u8, length u8, bytes      kind modulo 4
 *     0 those bytes come over the line as they are
 *     1 as a frame that lacks its checksum
 *     2 as a message, its length and checksum made right, in frames
 *     3 the same, each byte followed by as many others as it says
 * </pre>
 */
public final class WireTarget {
  private static final SerialTiming TIMING = SerialTiming.forBaud(115_200, 1);
  private static CProgram twin;

  private WireTarget() {}

  /** Builds the C, in the folder that {@code -Dupcall.fuzz.folder} names. */
  public static void fuzzerInitialize() throws IOException, InterruptedException {
    twin = LineTwin.build(Path.of(System.getProperty("upcall.fuzz.folder")));
  }

  /** Throws nothing, unless Java fails or C reads something else. */
  public static void fuzzerTestOneInput(byte[] script) {
    byte[] line = line(ByteBuffer.wrap(script));
    SerialLink.host(TIMING).receive(line, line.length, 0);
    twin.ask(new byte[] {'R'}, new byte[Integer.BYTES]);
    String java = LineTwin.heard(new SerialDeframer(), line);
    String c = new String(twin.ask(new byte[] {'L'}, line), StandardCharsets.US_ASCII);
    if (!java.equals(c)) {
      throw new AssertionError("Java:\n" + java + "C:\n" + c);
    }
  }

  private static byte[] line(ByteBuffer script) {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (script.remaining() > 2) {
      int kind = script.get() & 3;
      byte[] bytes = new byte[Math.min(script.get() & 0xff, script.remaining())];
      script.get(bytes);
      if (kind == 0) {
        line.writeBytes(bytes);
      } else if (kind == 1) {
        line.writeBytes(SerialFramer.line(checked(bytes)));
      } else {
        byte[] message = message(kind == 2 ? bytes : stretched(bytes));
        SerialFramer.frames(message).forEach(frame -> line.writeBytes(SerialFramer.line(frame)));
      }
    }
    return line.toByteArray();
  }

  private static byte[] message(byte[] bytes) {
    byte[] open = Arrays.copyOf(bytes, Math.max(bytes.length, Header.BYTES));
    ByteBuffer.wrap(open)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(Header.BYTES - Integer.BYTES, open.length - Header.BYTES);
    return checked(open);
  }

  /** Longer than a script, for messages of several frames. */
  private static byte[] stretched(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte one : bytes) {
      out.write(one);
      if (out.size() >= Header.BYTES) {
        out.writeBytes(new byte[one & 0xff]);
      }
    }
    return out.toByteArray();
  }

  private static byte[] checked(byte[] bytes) {
    return ByteBuffer.allocate(bytes.length + Integer.BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(bytes)
        .putInt(Crc32c.of(bytes, 0, bytes.length))
        .array();
  }
}
