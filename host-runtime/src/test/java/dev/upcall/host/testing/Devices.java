package dev.upcall.host.testing;

import dev.upcall.core.project.Project;
import dev.upcall.core.project.Signature;
import dev.upcall.core.wire.Birth;
import dev.upcall.core.wire.Bytes;
import dev.upcall.core.wire.Crc32c;
import dev.upcall.core.wire.Header;
import dev.upcall.core.wire.Message;
import dev.upcall.core.wire.MessageCodec;
import dev.upcall.core.wire.UpcallRequest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Messages as a device of a project would send them. */
public final class Devices {
  private static final int DEADLINE_MS = 50;

  private Devices() {}

  public static Header header(Project project, int device, int boot, int sequence) {
    long signature = Header.signatureOf(Signature.of(project));
    return new Header(device, boot, sequence, signature, 0, 0);
  }

  /** An upcall of device 1, boot 2. */
  public static UpcallRequest upcall(Project project, int sequence, byte... input) {
    return new UpcallRequest(
        header(project, 1, 2, sequence), 0, Bytes.of((byte) 3, (byte) 2), Bytes.of(input));
  }

  /** An upcall of any device, about a sample of zeros. */
  public static UpcallRequest upcallFrom(Project project, int device, int boot, int sequence) {
    return new UpcallRequest(
        header(project, device, boot, sequence),
        0,
        Bytes.of((byte) 3, (byte) 2),
        Bytes.of(new byte[project.manifest().input().size()]));
  }

  public static Birth birth(Project project, int device, int boot) {
    int bytes = project.manifest().input().size();
    return new Birth(
        header(project, device, boot, 0),
        Bytes.of(Signature.of(project)),
        1,
        1,
        project.manifest().classes().size(),
        bytes,
        bytes,
        8192,
        DEADLINE_MS,
        1,
        Birth.CAN_UPCALL,
        project.manifest().name(),
        "java",
        "dev-" + device,
        "test");
  }

  /** A message with another byte, and the checksum that goes with it, as a host reads it. */
  public static Message changed(Message message, int at, int value) {
    byte[] bytes = MessageCodec.encode(message);
    bytes[at] = (byte) value;
    int end = bytes.length - Integer.BYTES;
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(end, Crc32c.of(bytes, 0, end));
    return MessageCodec.read(bytes);
  }
}
