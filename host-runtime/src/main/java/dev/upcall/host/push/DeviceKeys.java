package dev.upcall.host.push;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.Diagnostics;
import dev.upcall.core.wire.Parameters;
import dev.upcall.host.HostCode;
import dev.upcall.host.SecretSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The keys of devices, from a file: a line for each, its name and 64 hexadecimal digits; digits
 * alone are the key of all others. Lines that begin with {@code #} are comments.
 */
public final class DeviceKeys {
  private static final String OTHERS = "";

  private final Map<String, byte[]> keys;

  private DeviceKeys(Map<String, byte[]> keys) {
    this.keys = keys;
  }

  /**
   * Reads a file.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException UP3033 if it cannot be read or has a line
   *     that is none of these; what the line says is not repeated
   */
  public static DeviceKeys read(Path file) {
    try {
      return of(Files.readAllLines(file), file.toString());
    } catch (IOException e) {
      throw Diagnostic.of(HostCode.KEYS)
          .at("%s", file)
          .found("it cannot be read: %s", e.getMessage())
          .fix("make a key: head -c 32 /dev/urandom | od -An -tx1 | tr -d ' \\n' > key")
          .toException();
    }
  }

  /**
   * Reads what a file or an environment variable has.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException UP3150 if there is no such variable, else as
   *     {@link #read(Path)}
   */
  public static DeviceKeys read(SecretSource source, Map<String, String> environment) {
    return source.kind() == SecretSource.Kind.FILE
        ? read(Path.of(source.name()))
        : of(source.lines(environment), source.toString());
  }

  /** The same lines from elsewhere. */
  public static DeviceKeys of(List<String> lines, String where) {
    Diagnostics problems = new Diagnostics();
    Map<String, byte[]> keys = new HashMap<>();
    for (int i = 0; i < lines.size(); i++) {
      String[] words = lines.get(i).strip().split("\\s+");
      if (words[0].isEmpty() || words[0].startsWith("#")) {
        continue;
      }
      String digits = words[words.length - 1];
      String name = words.length == 1 ? OTHERS : words[0];
      boolean sound = words.length <= 2 && digits.matches("[0-9a-fA-F]{64}");
      if (!sound || keys.put(name, HexFormat.of().parseHex(digits)) != null) {
        problems.add(
            Diagnostic.of(HostCode.KEYS)
                .at("%s:%d", where, i + 1)
                .found(sound ? "a second key for the same device" : "a line that is no key")
                .need(
                    "%d hexadecimal digits, or a device's name and these",
                    2 * Parameters.KEY_BYTES));
      }
    }
    problems.throwIfAny();
    return new DeviceKeys(keys);
  }

  /** The key of a device, by its name in birth messages. */
  public Optional<byte[]> of(String device) {
    return Optional.ofNullable(keys.getOrDefault(device, keys.get(OTHERS)));
  }
}
