package dev.upcall.host.serving;

import dev.upcall.host.SecretSource;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * What a serving cluster knows this gateway by (RFC 6750), read where it is whenever a server is
 * looked at, so that it may be changed meanwhile; printed by nobody.
 */
public final class Token {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

  private final String where;
  private final Supplier<List<String>> lines;

  private Token(String where, Supplier<List<String>> lines) {
    this.where = where;
    this.lines = lines;
  }

  /** One in a file or a variable. */
  public static Token in(SecretSource source, Map<String, String> environment) {
    return new Token(source.toString(), () -> source.lines(environment));
  }

  /**
   * Reads it.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException UP3150 if it is not there, UP3223 if it is
   *     none
   */
  String read() {
    List<String> text = lines.get();
    if (text.size() != 1 || !FORM.matcher(text.get(0)).matches()) {
      throw ServingCode.TOKEN
          .with()
          .at("%s", where)
          .found(text.size() == 1 ? "what is no bearer token" : text.size() + " lines")
          .need("one line, the token")
          .toException();
    }
    return text.get(0);
  }

  /** Where it is, not what it is. */
  @Override
  public String toString() {
    return where;
  }
}
