package dev.upcall.host.remote;

import dev.upcall.core.diagnostic.UpcallException;
import java.nio.ByteBuffer;
import java.util.Locale;

/** The kinds of messages between gateways and members, in the order of their numbers. */
enum MemberType {
  REQUEST(Request::read),
  RESPONSE(Response::read),
  REFUSAL(Refusal::read),
  BEAT(Beat::read);

  /** Reads a payload, and nothing else but it. */
  @FunctionalInterface
  private interface Reader {
    MemberMessage read(int id, long signature, int samples, ByteBuffer in);
  }

  private final Reader reader;

  MemberType(Reader reader) {
    this.reader = reader;
  }

  /** The type's number on the wire. */
  int id() {
    return ordinal() + 1;
  }

  static MemberType of(int id) {
    if (id < 1 || id > values().length) {
      throw MemberError.TYPE
          .with(id)
          .need("1 to %d", values().length)
          .fix("run gateway and members of the same release")
          .toException();
    }
    return values()[id - 1];
  }

  MemberMessage read(int id, long signature, int samples, ByteBuffer in) {
    return reader.read(id, signature, samples, in);
  }

  /** Refuses a payload that is not as long as what it says of itself. */
  void requireSize(long found, long need) {
    if (found != need) {
      throw MemberError.SIZE
          .with(word())
          .found("%d bytes of payload", found)
          .need("%d", need)
          .toException();
    }
  }

  /** Refuses a payload that has not even room for its first fields. */
  void requireRoom(int found, int need) {
    if (found < need) {
      throw MemberError.SIZE
          .with(word())
          .found("%d bytes of payload", found)
          .need("%d or more", need)
          .toException();
    }
  }

  UpcallException value(String field, Object found, String need) {
    return MemberError.VALUE.with(word()).found("%s %s", field, found).need(need).toException();
  }

  private String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
