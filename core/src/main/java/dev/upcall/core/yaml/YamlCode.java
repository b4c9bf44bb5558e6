package dev.upcall.core.yaml;

import dev.upcall.core.diagnostic.DiagnosticCode;
import dev.upcall.core.diagnostic.Exit;

/** What can be wrong with a YAML file before its meaning is looked at. */
public enum YamlCode implements DiagnosticCode {
  UNREADABLE("UP1100", "%s cannot be read"),
  SYNTAX("UP1101", "%s is not valid YAML"),
  LIMIT("UP1102", "%s is larger or deeper than such a file can be"),
  MISSING_KEY("UP1103", "key \"%s\" is missing"),
  UNKNOWN_KEY("UP1104", "unknown key \"%s\""),
  DUPLICATE_KEY("UP1105", "key \"%s\" is written twice"),
  WRONG_TYPE("UP1106", "%s has the wrong type"),
  WRONG_VALUE("UP1107", "%s has a value that cannot be used");

  private final String id;
  private final String pattern;

  YamlCode(String id, String pattern) {
    this.id = id;
    this.pattern = pattern;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String pattern() {
    return pattern;
  }

  @Override
  public Exit exit() {
    return Exit.BAD_INPUT;
  }
}
