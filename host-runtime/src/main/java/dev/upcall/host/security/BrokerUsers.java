package dev.upcall.host.security;

import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.host.security.AccessRules.Access;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Who a client of the broker inside may be, and which topics it may have. Beside the users of the
 * file there is the gateway itself, under a name and a password made at every start.
 */
public final class BrokerUsers {
  private static final int NAME_BYTES = 16;
  private static final int PASSWORD_BYTES = 24;
  private static final Pattern CLIENT_ID = Pattern.compile("[A-Za-z0-9_-]{1,128}");

  /** What firmware puts before a device's name. */
  private static final String DEVICE_PREFIX = "upcall-";

  private final Optional<PasswordFile> passwords;
  private final AccessRules rules;
  private final String gateway;
  private final String password;

  private BrokerUsers(
      Optional<PasswordFile> passwords, AccessRules rules, String gateway, String password) {
    this.passwords = passwords;
    this.rules = rules;
    this.gateway = gateway;
    this.password = password;
  }

  /**
   * Reads the files.
   *
   * @param site whose topics the gateway has
   * @throws UpcallException UP3126 or UP3127 if one is broken
   */
  public static BrokerUsers of(BrokerSecurity security, String site) {
    String gateway = "gateway-" + random(NAME_BYTES);
    AccessRules standard = AccessRules.standard(site, gateway);
    return new BrokerUsers(
        security.users().map(PasswordFile::read),
        security
            .acl()
            .map(file -> AccessRules.read(file).and(AccessRules.gateway(site, gateway)))
            .orElse(standard),
        gateway,
        random(PASSWORD_BYTES));
  }

  private static String random(int size) {
    byte[] bytes = new byte[size];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** Those of the gateway in this process; empty where everybody may do everything. */
  public Optional<Credentials> gateway() {
    return passwords.map(file -> new Credentials(gateway, Password.made(password)));
  }

  /** Whether a user, null for none, may come in with this password, null for none. */
  public boolean accepts(String user, String given) {
    if (passwords.isEmpty()) {
      return true;
    }
    if (user == null || given == null) {
      return false;
    }
    if (user.equals(gateway)) {
      return MessageDigest.isEqual(
          given.getBytes(StandardCharsets.UTF_8), password.getBytes(StandardCharsets.UTF_8));
    }
    return passwords.get().accepts(user, given.toCharArray());
  }

  /**
   * Whether a client id is sound, and none that another might want, who would lose its connection
   * and what waits for it: the user's name, with the firmware's prefix too, or the name, a dash and
   * more. Where the names of two users begin an id, it is that of the longer one.
   */
  public boolean acceptsClient(String user, String id) {
    if (id == null || !CLIENT_ID.matcher(id).matches()) {
      return false;
    }
    if (passwords.isEmpty()) {
      return true;
    }
    return user != null
        && (owner(id).equals(Optional.of(user))
            || id.equals(DEVICE_PREFIX + user) && owner(id).isEmpty());
  }

  /** The user whose name is the longest that an id is or begins with. */
  private Optional<String> owner(String id) {
    return Stream.concat(Stream.of(gateway), passwords.orElseThrow().users().stream())
        .filter(name -> id.equals(name) || id.startsWith(name + "-"))
        .max(Comparator.comparingInt(String::length));
  }

  /**
   * Whether a user may have a topic.
   *
   * @param topic MQTT topic to write to, or topic filter to read
   */
  public boolean allow(String user, Access access, String topic) {
    return passwords.isEmpty() || user != null && rules.allow(user, access, topic);
  }
}
