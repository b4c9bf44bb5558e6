package dev.upcall.host.harvest;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.host.HostCode;
import dev.upcall.host.SecretSource;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a harvest store lies: a folder for H2, which needs nothing else, or a PostgreSQL database.
 * A password comes from the environment or a file that it names and is never printed.
 *
 * @param url JDBC, without password
 * @param folder of H2; empty of PostgreSQL
 * @param password of PostgreSQL; empty leaves it to {@code .pgpass}
 */
public record HarvestPlace(String url, Optional<Path> folder, Optional<String> password) {
  /** The variable that holds the password, unless another place is named. */
  public static final String PASSWORD = "UPCALL_HARVEST_PASSWORD";

  private static final String POSTGRESQL = "jdbc:postgresql:";

  /** A password as parameter of the URL, or between user and host. */
  private static final Pattern SECRET = Pattern.compile("(?i)[?&](ssl)?password=|//[^/?@]*@");

  /**
   * In PostgreSQL's mode H2 takes the same statements. The first process that opens the files
   * serves the others, on the loopback interface.
   */
  private static final String H2 =
      "jdbc:h2:file:%s;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH"
          + ";AUTO_SERVER=TRUE;WRITE_DELAY=0";

  /**
   * The place that a user names: a folder, or {@code jdbc:postgresql://host/database?user=name}.
   *
   * @param secret where the password is, in its first line; empty: in {@link #PASSWORD}, if there
   *     is any
   * @param environment of this process
   * @throws UpcallException UP3200 if it names none, or has a password in it; UP3150 if the
   *     password is not where it should be
   */
  public static HarvestPlace of(
      String text, Optional<SecretSource> secret, Map<String, String> environment) {
    if (!text.startsWith("jdbc:")) {
      return folder(text);
    }
    Optional<SecretSource> source =
        secret.or(
            () ->
                Optional.of(SecretSource.environment(PASSWORD))
                    .filter(variable -> !environment.getOrDefault(PASSWORD, "").isBlank()));
    requirePostgresql(text);
    return new HarvestPlace(
        text,
        Optional.empty(),
        source.map(where -> where.lines(environment)).flatMap(lines -> lines.stream().findFirst()));
  }

  private static HarvestPlace folder(String text) {
    try {
      Path folder = Path.of(text).toAbsolutePath().normalize();
      String file = folder.resolve("harvest").toString();
      if (text.isBlank() || file.contains(";") || file.contains("\"")) {
        throw bad(text)
            .found("\"%s\"", text)
            .need("a folder's path without ; and \"")
            .toException();
      }
      return new HarvestPlace(
          String.format(Locale.ROOT, H2, file), Optional.of(folder), Optional.empty());
    } catch (InvalidPathException e) {
      throw bad(text).found("%s", e.getReason()).need("the path of a folder").toException();
    }
  }

  private static void requirePostgresql(String text) {
    if (!text.startsWith(POSTGRESQL)) {
      throw bad(text)
          .need("a folder, or %s//host:port/database?user=name", POSTGRESQL)
          .fix("other databases are not known here")
          .toException();
    }
    if (SECRET.matcher(text).find()) {
      String shown = text.replaceAll("(//|[?&]).*", "$1...");
      throw bad(shown)
          .found("a user's secret in the address, which every process here can read")
          .need("the address without it, the user as ?user=name")
          .fix("put it into the variable %s, or into a file", PASSWORD)
          .toException();
    }
  }

  private static Diagnostic bad(String shown) {
    return Diagnostic.of(HostCode.HARVEST_PLACE, shown);
  }

  /** The folder, or the database without its parameters: what may be shown and logged. */
  @Override
  public String toString() {
    return folder.map(Path::toString).orElse(url.replaceAll("[?&].*", ""));
  }
}
