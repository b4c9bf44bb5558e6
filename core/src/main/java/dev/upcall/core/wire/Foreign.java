package dev.upcall.core.wire;

import dev.upcall.core.diagnostic.Diagnostic;
import java.nio.ByteBuffer;

/**
 * A message that came intact and cannot be read here: of another version of the wire, of a type
 * that this one does not have, or with a payload that makes no sense. Header, checksum and ack are
 * the same in all versions, so that it can be refused by name, and passed on as it is.
 *
 * @param payload as it came
 * @param reason why it cannot be read, one of {@link WireError}
 */
public record Foreign(Header header, int wireVersion, int typeId, Bytes payload, Diagnostic reason)
    implements Message {

  /** What this version says in an ack, as one of the version that {@code about} is of. */
  static Foreign inVersionOf(Foreign about, Ack ack) {
    ByteBuffer payload = ByteBuffer.allocate(ack.payloadBytes());
    ack.writePayload(payload);
    return new Foreign(
        ack.header(), about.wireVersion, ack.typeId(), Bytes.of(payload.array()), about.reason);
  }

  /** Why it cannot be read. */
  public WireError error() {
    return (WireError) reason.code();
  }

  /** Whether it announces a device, as far as its type says. */
  public boolean isBirth() {
    return plainType() == MessageType.BIRTH.id();
  }

  /** Whether it is about a message of the other end's, so that it is not answered. */
  public boolean isReply() {
    return plainType() == MessageType.ANSWER.id() || plainType() == MessageType.ACK.id();
  }

  private int plainType() {
    return typeId & ~Seal.SEALED;
  }

  /** The word to its sender that it is not taken, in its own version. */
  public Message refusal() {
    Ack.Code code =
        switch (error()) {
          case VERSION -> Ack.Code.OTHER_VERSION;
          case TYPE -> Ack.Code.UNSUPPORTED;
          default -> Ack.Code.MALFORMED;
        };
    Ack ack = new Ack(header.withFlags(0).withStage(0), typeId, code);
    return wireVersion == Header.VERSION ? ack : inVersionOf(this, ack);
  }

  @Override
  public String label() {
    return MessageType.of(typeId).map(MessageType::label).orElse("message of type " + typeId);
  }

  @Override
  public int payloadBytes() {
    return payload.length();
  }

  @Override
  public void writePayload(ByteBuffer out) {
    payload.write(out);
  }
}
