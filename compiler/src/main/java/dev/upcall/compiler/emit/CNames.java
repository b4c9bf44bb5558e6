package dev.upcall.compiler.emit;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Makes the tails of C identifiers from names that may hold anything: lower case, digits and
 * underscores, none given twice. Always printed behind a prefix, so that neither keywords nor
 * leading digits matter.
 */
final class CNames {
  /** Keeps file names and symbols readable. */
  private static final int MAX_LENGTH = 40;

  private final Set<String> given = new HashSet<>();

  /** A tail for {@code name} that this object has not given before. */
  String unique(String name) {
    String base = tail(name);
    String candidate = base;
    for (int i = 2; !given.add(candidate); i++) {
      candidate = base + "_" + i;
    }
    return candidate;
  }

  private static String tail(String name) {
    String safe = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
    String cut = safe.length() > MAX_LENGTH ? safe.substring(0, MAX_LENGTH) : safe;
    return cut.isEmpty() ? "_" : cut;
  }
}
