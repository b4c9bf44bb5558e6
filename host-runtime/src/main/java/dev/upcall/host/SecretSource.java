package dev.upcall.host;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.file.RegularFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Where a secret is, never the secret: the name of a file or of an environment variable. What is
 * read from it is not kept here and not in any error's text.
 *
 * @param kind of place
 * @param name path of the file, or the variable's name
 */
public record SecretSource(Kind kind, String name) {
  private static final int MAX_BYTES = 1 << 20;

  /** Kinds of places; their names in the configuration file. */
  public enum Kind {
    FILE("file"),
    ENVIRONMENT("environment");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }
  }

  public SecretSource {
    Objects.requireNonNull(kind);
    if (name.isBlank()) {
      throw new IllegalArgumentException("a secret in nothing");
    }
  }

  public static SecretSource file(Path file) {
    return new SecretSource(Kind.FILE, file.toString());
  }

  /** A variable of this process's environment. */
  public static SecretSource environment(String variable) {
    return new SecretSource(Kind.ENVIRONMENT, variable);
  }

  /**
   * The lines of the secret, without line ends.
   *
   * @param environment of this process, {@link System#getenv()}
   * @throws dev.upcall.core.diagnostic.UpcallException UP3150 if there is no such file or variable
   */
  public List<String> lines(Map<String, String> environment) {
    return kind == Kind.FILE ? fileLines() : variable(environment).lines().toList();
  }

  private String variable(Map<String, String> environment) {
    String value = environment.get(name);
    if (value == null || value.isBlank()) {
      throw Diagnostic.of(HostCode.SECRET, this)
          .found(value == null ? "no such variable" : "an empty variable")
          .fix("set it for the gateway's process, in systemd by EnvironmentFile=")
          .toException();
    }
    return value;
  }

  private List<String> fileLines() {
    try (InputStream in = RegularFile.open(Path.of(name))) {
      return new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw Diagnostic.of(HostCode.SECRET, this)
          .found("%s", e.getClass().getSimpleName())
          .need("a file that the gateway's user may read")
          .toException();
    }
  }

  /** {@code file /etc/upcall/keys}; may be shown to anybody. */
  @Override
  public String toString() {
    return kind.label() + " " + name;
  }
}
