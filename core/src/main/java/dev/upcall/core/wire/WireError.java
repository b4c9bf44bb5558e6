package dev.upcall.core.wire;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.DiagnosticCode;
import dev.upcall.core.diagnostic.Exit;
import dev.upcall.core.diagnostic.UpcallException;

/** Every way in which bytes from the wire, or a message for it, can be wrong. */
public enum WireError implements DiagnosticCode {
  SHORT_MESSAGE("UP1201", "message is shorter than header and checksum"),
  VERSION("UP1202", "wire version %d is not spoken here"),
  TYPE("UP1203", "unknown message type %d"),
  LENGTH("UP1204", "message length contradicts its header"),
  MESSAGE_CRC("UP1205", "message checksum does not match"),
  PAYLOAD_SIZE("UP1206", "payload of %s has the wrong size"),
  PAYLOAD_VALUE("UP1207", "payload of %s has an impossible value"),
  MESSAGE_TOO_LARGE("UP1208", "message is too large for its receiver"),
  SEAL_MISSING("UP1209", "%s without a seal"),
  SEAL("UP1210", "seal of %s does not hold"),

  FRAME_COBS("UP1211", "serial frame is not valid COBS"),
  FRAME_SHORT("UP1212", "serial frame is too short"),
  FRAME_LONG("UP1213", "serial frame is too long"),
  FRAME_CRC("UP1214", "serial frame checksum does not match"),
  FRAME_PART("UP1215", "serial frame has an impossible part number or size"),
  FRAME_ORDER("UP1216", "serial frame arrived before its predecessor"),
  FRAME_CONTROL("UP1217", "unknown control frame");

  private final String id;
  private final String pattern;

  WireError(String id, String pattern) {
    this.id = id;
    this.pattern = pattern;
  }

  /** Whether it is about a whole message, not about the frames that carry it over a line. */
  public boolean isOfMessage() {
    return compareTo(FRAME_COBS) < 0;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String pattern() {
    return pattern;
  }

  @Override
  public Exit exit() {
    return Exit.DEVICE_OR_NETWORK;
  }

  /** This error with the arguments of its headline. */
  Diagnostic with(Object... args) {
    return Diagnostic.of(this, args);
  }

  /** The wire error that {@code exception} carries, or null when it is of another area. */
  static WireError of(UpcallException exception) {
    return exception.diagnostics().get(0).code() instanceof WireError error ? error : null;
  }
}
