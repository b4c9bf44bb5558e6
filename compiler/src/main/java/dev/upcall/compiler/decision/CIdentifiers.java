package dev.upcall.compiler.decision;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Names for C: never a keyword, a macro of the headers, or a name used twice in one file. */
final class CIdentifiers {
  private static final Set<String> RESERVED =
      Set.of(
          // C11 keywords that are not Java's, the macros of stdbool.h, and those of gnu dialects.
          "auto",
          "extern",
          "inline",
          "register",
          "restrict",
          "signed",
          "sizeof",
          "struct",
          "typedef",
          "union",
          "unsigned",
          "bool",
          "true",
          "false",
          "asm",
          "typeof",
          "unix",
          "linux",
          "errno",
          "assert",
          "arm",
          "i386",
          "mips",
          "sparc",
          "vax");

  private final Map<String, Integer> functions = new HashMap<>();

  /** A local variable: as written where that is safe. No name of file scope looks like it. */
  static String local(String name) {
    boolean safe = name.matches("[a-z][A-Za-z0-9]*") && !RESERVED.contains(name);
    return safe ? name : "local_" + plain(name);
  }

  /** A member of the policy's state. */
  static String member(String name) {
    return local(name);
  }

  static String parameter(String name) {
    return "param_" + plain(name);
  }

  /** The type of a record. No function, macro or local variable looks like it. */
  static String struct(String name) {
    return "record_" + plain(name) + "_t";
  }

  /** A function, e.g. {@code scores_max_probability}; overloads are numbered. */
  String function(String prefix, String method) {
    String snake = plain(method).replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    String name = prefix + "_" + snake;
    int count = functions.merge(name, 1, Integer::sum);
    return count == 1 ? name : name + "_" + count;
  }

  /** Letters, digits and underscores alone; anything else becomes its code point in hex. */
  private static String plain(String name) {
    StringBuilder out = new StringBuilder();
    name.codePoints()
        .forEach(
            c -> {
              if (c < 128 && (Character.isLetterOrDigit(c) || c == '_')) {
                out.appendCodePoint(c);
              } else {
                out.append(String.format(Locale.ROOT, "u%04x", c));
              }
            });
    return out.toString();
  }
}
