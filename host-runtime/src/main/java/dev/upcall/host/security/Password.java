package dev.upcall.host.security;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.host.HostCode;
import dev.upcall.host.SecretSource;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A password, read where it is when it is needed, so that it may be changed meanwhile; printed by
 * nobody.
 */
public final class Password {
  private final String where;
  private final Supplier<List<String>> lines;

  private Password(String where, Supplier<List<String>> lines) {
    this.where = where;
    this.lines = lines;
  }

  /** One in a file or a variable. */
  public static Password in(SecretSource source, Map<String, String> environment) {
    return new Password(source.toString(), () -> source.lines(environment));
  }

  /** One made by this process. */
  static Password made(String text) {
    return new Password("made at the start", () -> List.of(text));
  }

  /**
   * Reads it.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException UP3150 if it is not there, UP3124 if it is
   *     empty or has several lines
   */
  public char[] read() {
    List<String> text = lines.get();
    if (text.size() != 1 || text.get(0).isEmpty()) {
      throw Diagnostic.of(HostCode.PASSWORD)
          .at("%s", where)
          .found(text.size() > 1 ? "several lines" : "nothing")
          .need("one line, the password")
          .toException();
    }
    return text.get(0).toCharArray();
  }

  /** Where it is, not what it is. */
  @Override
  public String toString() {
    return where;
  }
}
