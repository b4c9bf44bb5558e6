package dev.upcall.core.diagnostic;

/**
 * What a kind of error is called. Each area has one enum of these, so that a code is declared once
 * and can be looked up; ids are unique over all areas (a test holds that).
 */
public interface DiagnosticCode {
  /** Stable id, {@code UP} and four digits; the first two name the area. */
  String id();

  /** Headline as a {@link String#format} pattern. */
  String pattern();

  /** What the command exits with when this is the gravest error. */
  Exit exit();
}
