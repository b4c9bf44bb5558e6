package dev.upcall.host.security;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.Diagnostics;
import dev.upcall.host.HostCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * Users and the hashes of their passwords, from a file as {@code mosquitto_passwd} writes it, so
 * that one file does for both brokers and the page: {@code name:$7$iterations$salt$hash}, PBKDF2
 * with HMAC SHA-512, salt and hash in Base64.
 */
public final class PasswordFile {
  private static final Pattern LINE =
      Pattern.compile("([^:]*):\\$7\\$([1-9]\\d{0,6})\\$([A-Za-z0-9+/=]+)\\$([A-Za-z0-9+/=]+)");
  private static final int HASH_BYTES = 64;
  private static final int MIN_SALT_BYTES = 8;

  private final Map<String, Hash> hashes;

  /** What a password is compared with whose user is none: as much work as any. */
  private final Hash nobody;

  private PasswordFile(Map<String, Hash> hashes) {
    this.hashes = Map.copyOf(hashes);
    int most = hashes.values().stream().mapToInt(Hash::iterations).max().orElseThrow();
    this.nobody = new Hash(most, new byte[MIN_SALT_BYTES], new byte[HASH_BYTES]);
  }

  private record Hash(int iterations, byte[] salt, byte[] hash) {}

  /**
   * Reads a file.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException UP3126 with every line that is no user; what
   *     it says but the name is not repeated
   */
  public static PasswordFile read(Path file) {
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (IOException e) {
      throw Diagnostic.of(HostCode.USERS_FILE, file)
          .found("it cannot be read (%s)", e.getClass().getSimpleName())
          .fix("mosquitto_passwd -c %s NAME", file)
          .toException();
    }
    Diagnostics problems = new Diagnostics();
    Map<String, Hash> hashes = new HashMap<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      String problem = add(line, hashes);
      if (!problem.isEmpty()) {
        problems.add(
            Diagnostic.of(HostCode.USERS_FILE, file)
                .at("%s:%d", file, i + 1)
                .found("%s", problem)
                .need("a name of letters, digits, - and _, and the hash of its password")
                .fix("mosquitto_passwd %s NAME", file));
      }
    }
    if (hashes.isEmpty() && problems.isEmpty()) {
      problems.add(
          Diagnostic.of(HostCode.USERS_FILE, file)
              .found("no user")
              .fix("mosquitto_passwd %s NAME", file));
    }
    problems.throwIfAny();
    return new PasswordFile(hashes);
  }

  /** What is wrong with a line; empty: nothing, and it is in {@code hashes}. */
  private static String add(String line, Map<String, Hash> hashes) {
    Matcher matcher = LINE.matcher(line);
    if (!matcher.matches()) {
      return "a line that is no user, or a password hashed otherwise or not at all";
    }
    String name = matcher.group(1);
    if (!AccessRules.isName(name)) {
      return "a name that could mean other topics";
    }
    byte[] salt;
    byte[] hash;
    try {
      salt = Base64.getDecoder().decode(matcher.group(3));
      hash = Base64.getDecoder().decode(matcher.group(4));
    } catch (IllegalArgumentException e) {
      return "damaged Base64 of user " + name;
    }
    if (hash.length != HASH_BYTES || salt.length < MIN_SALT_BYTES) {
      return "a hash of another length of user " + name;
    }
    return hashes.put(name, new Hash(Integer.parseInt(matcher.group(2)), salt, hash)) == null
        ? ""
        : "user " + name + " a second time";
  }

  /** All names. */
  public Set<String> users() {
    return hashes.keySet();
  }

  /** Whether a user has this password; takes as long for a user that is none. */
  public boolean accepts(String user, char[] password) {
    Hash known = hashes.getOrDefault(user, nobody);
    PBEKeySpec spec = new PBEKeySpec(password, known.salt(), known.iterations(), 8 * HASH_BYTES);
    try {
      byte[] hash =
          SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512").generateSecret(spec).getEncoded();
      return MessageDigest.isEqual(hash, known.hash()) && hashes.containsKey(user);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no PBKDF2", e);
    } finally {
      spec.clearPassword();
    }
  }
}
