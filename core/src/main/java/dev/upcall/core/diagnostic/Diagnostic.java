package dev.upcall.core.diagnostic;

import java.util.Locale;
import java.util.Objects;

/**
 * One error a person can act on: what is wrong, where, what was found, what is needed, how to fix
 * it. Rendered as
 *
 * <pre>
 * error UP2104: BatchNormalization cannot be folded
 *   at    kws_small.onnx, node #17 "conv4/BatchNorm" (opset 15)
 *   found input from Relu %6
 *   need  a Conv or Gemm directly before it
 *   fix   export with fused BatchNorm
 * </pre>
 *
 * Empty parts are left out. Text may come from hostile files, so control characters are replaced.
 */
public record Diagnostic(
    DiagnosticCode code, String title, String at, String found, String need, String fix) {

  public Diagnostic {
    Objects.requireNonNull(code);
    title = clean(title).replace('\n', '?');
    at = clean(at);
    found = clean(found);
    need = clean(need);
    fix = clean(fix);
  }

  /** A diagnostic with its headline alone; add the other parts with the withers. */
  public static Diagnostic of(DiagnosticCode code, Object... args) {
    return new Diagnostic(code, String.format(Locale.ROOT, code.pattern(), args), "", "", "", "");
  }

  public Diagnostic at(String pattern, Object... args) {
    return new Diagnostic(code, title, format(pattern, args), found, need, fix);
  }

  public Diagnostic found(String pattern, Object... args) {
    return new Diagnostic(code, title, at, format(pattern, args), need, fix);
  }

  public Diagnostic need(String pattern, Object... args) {
    return new Diagnostic(code, title, at, found, format(pattern, args), fix);
  }

  public Diagnostic fix(String pattern, Object... args) {
    return new Diagnostic(code, title, at, found, need, format(pattern, args));
  }

  /** This diagnostic as an exception, for code that cannot go on. */
  public UpcallException toException() {
    return new UpcallException(this);
  }

  @Override
  public String toString() {
    StringBuilder out = new StringBuilder("error ").append(code.id()).append(": ").append(title);
    line(out, "at", at);
    line(out, "found", found);
    line(out, "need", need);
    line(out, "fix", fix);
    return out.toString();
  }

  private static void line(StringBuilder out, String label, String text) {
    if (!text.isEmpty()) {
      out.append(
          String.format(Locale.ROOT, "%n  %-5s %s", label, text.replace("\n", "\n        ")));
    }
  }

  private static String format(String pattern, Object[] args) {
    return args.length == 0 ? pattern : String.format(Locale.ROOT, pattern, args);
  }

  private static String clean(String text) {
    return text.replaceAll("[\\p{Cntrl}&&[^\n]]", "?");
  }
}
