package dev.upcall.core.project;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.yaml.YamlValue;
import java.util.regex.Pattern;

/**
 * What may be called how. Names end up in C identifiers, file names and MQTT topics, so they are
 * held to what is safe in all three.
 */
final class Names {
  private static final Pattern PROJECT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,47}");
  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,31}");

  private Names() {}

  static String project(YamlValue value) {
    String name = value.text();
    check(name, PROJECT, "letters, digits, _ and -, at most 48", value);
    return name;
  }

  /** A member's name; it becomes part of C identifiers as it is. */
  static void member(String name, YamlValue at) {
    check(name, IDENTIFIER, "a letter, then letters, digits and _, at most 32 in all", at);
  }

  /** A policy's parameter: a field of a Java class. */
  static void parameter(String name, YamlValue at) {
    member(name, at);
  }

  static boolean isIdentifier(String text) {
    return IDENTIFIER.matcher(text).matches();
  }

  private static void check(String name, Pattern allowed, String need, YamlValue at) {
    if (!at.isAbsent() && !name.isEmpty() && !allowed.matcher(name).matches()) {
      at.report(Diagnostic.of(ProjectCode.BAD_NAME, name).need("%s", need));
    }
  }
}
