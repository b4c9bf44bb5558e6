package dev.upcall.core.wire;

import dev.upcall.core.diagnostic.UpcallException;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;

/** The kinds of message, with their number on the wire. */
public enum MessageType {
  /** Device announces itself: after a start and whenever the host says hello. */
  BIRTH(1, Birth::read),
  /** Device asks the tier above. */
  UPCALL(2, UpcallRequest::read),
  /** Host's answer to an upcall. */
  ANSWER(3, Answer::read),
  /** Host sets new values of a policy's parameters. */
  PARAMETERS(4, Parameters::read),
  /** Host gives the device an input, for validation on the target. */
  SAMPLE(5, Sample::read),
  /** Device's result for such a sample. */
  RESULT(6, Result::read),
  /** Device's counters; without payload: the host asks for them. */
  STATS(7, Stats::read),
  /** A message was stored, or is refused, by name of the reason. */
  ACK(8, Ack::read);

  private interface Reader {
    KnownMessage read(Header header, ByteBuffer payload);
  }

  private final int id;
  private final Reader reader;

  MessageType(int id, Reader reader) {
    this.id = id;
    this.reader = reader;
  }

  public int id() {
    return id;
  }

  /** Name as the documentation has it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<MessageType> of(int id) {
    return id >= 1 && id <= values().length ? Optional.of(values()[id - 1]) : Optional.empty();
  }

  /** The message whose payload are all remaining bytes of {@code payload}. */
  KnownMessage read(Header header, ByteBuffer payload) {
    return reader.read(header, payload);
  }

  /** Refuses a payload that is not {@code need} bytes long. */
  void requireSize(int found, int need) {
    if (found != need) {
      throw size(found, need + " bytes");
    }
  }

  UpcallException size(int found, String need) {
    return WireError.PAYLOAD_SIZE
        .with(label())
        .found("%d bytes", found)
        .need("%s", need)
        .toException();
  }

  UpcallException value(String field, Object found, String need) {
    return WireError.PAYLOAD_VALUE
        .with(label())
        .at("field %s", field)
        .found("%s", found)
        .need("%s", need)
        .toException();
  }
}
