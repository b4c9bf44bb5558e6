package dev.upcall.core.wire;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** The wire's C as a program, and what Java makes of a serial line in that program's words. */
final class LineTwin {
  private LineTwin() {}

  /** Builds {@code wire_twin.c} and starts it. */
  static CProgram build(Path folder) throws IOException, InterruptedException {
    return CProgram.start(
        folder,
        List.of("wire_twin.c"),
        List.of("UPCALL_INPUT_BYTES=3072"),
        List.of(
            "upcall_crc32c.c",
            "upcall_cobs.c",
            "upcall_wire.c",
            "upcall_serial_rx.c",
            "upcall_serial_tx.c"));
  }

  /** What the bytes of a line complete, an event a line. */
  static String heard(SerialDeframer deframer, byte[] line) {
    StringBuilder heard = new StringBuilder();
    for (SerialEvent event : deframer.push(line, 0, line.length)) {
      heard.append(describe(event));
    }
    return heard.toString();
  }

  private static String describe(SerialEvent event) {
    if (event instanceof SerialEvent.Acknowledge acknowledge) {
      return String.format(Locale.ROOT, "acknowledge %08x%n", acknowledge.mark());
    } else if (event instanceof SerialEvent.Acknowledged acknowledged) {
      return String.format(Locale.ROOT, "acknowledged %08x%n", acknowledged.mark());
    } else if (event instanceof SerialEvent.Hello hello) {
      return "hello " + hello.window() + "\n";
    } else if (event instanceof SerialEvent.Received received) {
      Message message = received.message();
      byte[] bytes = MessageCodec.encode(message);
      String hex = HexFormat.of().formatHex(bytes, Header.BYTES, bytes.length - Integer.BYTES);
      return String.format(
          Locale.ROOT,
          "message %d %08x %d%s%n",
          message.typeId(),
          message.header().sequence(),
          message.payloadBytes(),
          hex.isEmpty() ? "" : " " + hex);
    } else if (event instanceof SerialEvent.Dropped dropped) {
      return "dropped " + dropped.error().name() + "\n";
    }
    return "";
  }
}
