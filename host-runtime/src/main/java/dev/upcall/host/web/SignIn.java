package dev.upcall.host.web;

import dev.upcall.core.wire.Bytes;
import dev.upcall.host.BoundedMap;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Asks who comes in over HTTP, by name and password (RFC 7617), where there are users. Of an
 * address that was wrong too often nothing is tried for a while; what was right before is
 * remembered, as a hash, so that whoever is in stays in, whatever others behind the same address
 * do.
 */
final class SignIn {
  /** What a browser is told to ask for. */
  static final String CHALLENGE = "Basic realm=\"Upcall gateway\", charset=\"UTF-8\"";

  static final int MAX_TRIES = 10;
  private static final long PAUSE_NS = 60_000_000_000L;
  private static final int MAX_REMEMBERED = 1000;
  private static final String SCHEME = "Basic ";
  private static final String ALGORITHM = "HmacSHA256";

  private final Optional<HttpUsers> users;
  private final HttpRefusals refusals;
  private final LongSupplier nanos;
  private final SecretKeySpec secret;
  private final Map<Bytes, Visitor> known = BoundedMap.forgettingUnused(MAX_REMEMBERED);
  private final Map<String, Tries> wrong = BoundedMap.forgettingOldest(MAX_REMEMBERED);

  private static final class Tries {
    private long since;
    private int count;
  }

  /** What came of it: a visitor, or why there is none. */
  record Answer(Optional<Visitor> visitor, HttpRefusal refusal) {
    private static Answer of(Visitor visitor) {
      return new Answer(Optional.of(visitor), HttpRefusal.PASSWORD);
    }

    private static Answer no(HttpRefusal refusal) {
      return new Answer(Optional.empty(), refusal);
    }
  }

  /**
   * @param users empty: everybody may look
   * @param nanos a clock such as {@link System#nanoTime}
   */
  SignIn(Optional<HttpUsers> users, HttpRefusals refusals, LongSupplier nanos) {
    this.users = users;
    this.refusals = refusals;
    this.nanos = nanos;
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    this.secret = new SecretKeySpec(random, ALGORITHM);
  }

  /**
   * Who somebody is.
   *
   * @param said value of the header Authorization, null if there was none
   * @param address that it came from
   */
  Answer ask(String said, String address) {
    if (users.isEmpty()) {
      return Answer.of(Visitor.ANYBODY);
    }
    if (said == null) {
      // As browsers do before they ask their user: nothing was tried.
      return Answer.no(HttpRefusal.PASSWORD);
    }
    Bytes hash = hash(said);
    synchronized (known) {
      Visitor visitor = known.get(hash);
      if (visitor != null) {
        return Answer.of(visitor);
      }
    }
    if (isTired(address)) {
      refusals.count(HttpRefusal.TRIES, address);
      return Answer.no(HttpRefusal.TRIES);
    }
    String[] parts = parts(said);
    Optional<Visitor> visitor = users.get().visitor(parts[0], parts[1]);
    if (visitor.isEmpty()) {
      failed(address);
      // A name that is nobody's may be a password in the wrong place.
      String name = users.get().knows(parts[0]) ? "user " + parts[0] : "an unknown user";
      refusals.count(HttpRefusal.PASSWORD, address + ", " + name);
      return Answer.no(HttpRefusal.PASSWORD);
    }
    synchronized (known) {
      known.put(hash, visitor.get());
    }
    return Answer.of(visitor.get());
  }

  /** Name and password; two that are nobody's where it is something else. */
  private static String[] parts(String said) {
    String[] nobody = {"", ""};
    if (!said.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return nobody;
    }
    try {
      byte[] decoded = Base64.getDecoder().decode(said.substring(SCHEME.length()).strip());
      String[] parts = new String(decoded, StandardCharsets.UTF_8).split(":", 2);
      return parts.length == 2 ? parts : nobody;
    } catch (IllegalArgumentException e) {
      return nobody;
    }
  }

  private boolean isTired(String address) {
    synchronized (wrong) {
      Tries tries = wrong.get(address);
      return tries != null
          && tries.count >= MAX_TRIES
          && nanos.getAsLong() - tries.since < PAUSE_NS;
    }
  }

  private void failed(String address) {
    long now = nanos.getAsLong();
    synchronized (wrong) {
      Tries tries = wrong.computeIfAbsent(address, unused -> new Tries());
      if (tries.count == 0 || now - tries.since >= PAUSE_NS) {
        tries.since = now;
        tries.count = 0;
      }
      tries.count++;
    }
  }

  private Bytes hash(String said) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(secret);
      return Bytes.of(mac.doFinal(said.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }
}
