package dev.upcall.core.wire;

/** A message of this version of the wire, of a type that it has. */
public sealed interface KnownMessage extends Message
    permits Birth, UpcallRequest, Answer, Parameters, Sample, Result, Stats, Ack {

  MessageType type();

  @Override
  default int wireVersion() {
    return Header.VERSION;
  }

  @Override
  default int typeId() {
    return type().id();
  }

  @Override
  default String label() {
    return type().label();
  }
}
