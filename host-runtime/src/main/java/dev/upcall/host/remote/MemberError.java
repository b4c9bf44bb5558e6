package dev.upcall.host.remote;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.DiagnosticCode;
import dev.upcall.core.diagnostic.Exit;

/** What can go wrong with members elsewhere: every way in which a message can be, and silence. */
enum MemberError implements DiagnosticCode {
  SHORT("UP3180", "member message is shorter than header and checksum"),
  VERSION("UP3181", "member message version %d is not spoken here"),
  CRC("UP3182", "member message checksum does not match"),
  TYPE("UP3183", "unknown type %d of member message"),
  SIZE("UP3184", "member message %s has the wrong size"),
  VALUE("UP3185", "member message %s has an impossible value"),

  SILENT("UP3190", "member %s does not answer");

  private final String id;
  private final String pattern;

  MemberError(String id, String pattern) {
    this.id = id;
    this.pattern = pattern;
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

  Diagnostic with(Object... arguments) {
    return Diagnostic.of(this, arguments);
  }
}
