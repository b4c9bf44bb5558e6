package dev.upcall.compiler.decision;

/**
 * Prints the functions through which the host's values reach a policy's parameters: one says
 * whether all are in the ranges that the source declares, one takes them, one reads them. Values
 * are floats, one after the other; those of a wrapped policy come behind its own.
 */
final class CPushed {
  private static final String INDENT = "    ";

  private CPushed() {}

  /** Values of the policy's own pushed parameters. */
  static int count(PolicyValues values) {
    return values.pushed().stream().mapToInt(p -> values.all().get(p.name()).size()).sum();
  }

  static String declarations(PolicyPlace place) {
    if (place.pushed().isEmpty()) {
      return "";
    }
    return """

        /* Whether values for %s are in their ranges; takes them; and those in use. */
        %s;
        %s;
        %s;
        """
        .formatted(
            String.join(", ", place.pushed()), head(place, "fits"), head(place, "set"), get(place));
  }

  static String functions(PolicyValues values, PolicyPlace place) {
    if (place.pushed().isEmpty()) {
      return "";
    }
    StringBuilder fits = new StringBuilder();
    StringBuilder set = new StringBuilder();
    StringBuilder get = new StringBuilder();
    int at = 0;
    for (PolicyParameter parameter : values.pushed()) {
      int length = values.all().get(parameter.name()).size();
      String value = element("values", parameter.array(), at);
      String own = CIdentifiers.parameter(parameter.name()) + (parameter.array() ? "[i]" : "");
      String refuse = INDENT + "return false;\n";
      loop(fits, parameter, length, "if (" + outside(parameter, value) + ") {", refuse, "}");
      boolean integer = parameter.integer();
      String taken = integer ? "upcall_java_to_int(" + value + ")" : value;
      loop(set, parameter, length, own + " = " + taken + ";");
      loop(get, parameter, length, value + " = " + (integer ? "(float)" : "") + own + ";");
      at += length;
    }
    String verdict = "true";
    if (!WrappedPolicy.innerNames(place.pushed()).isEmpty()) {
      String inner = place.ofInner().cName();
      String rest = "(values" + (at == 0 ? "" : " + " + at) + ")";
      verdict = inner + "_fits" + rest;
      set.append(INDENT).append(inner).append("_set").append(rest).append(";\n");
      get.append(INDENT).append(inner).append("_get").append(rest).append(";\n");
    }
    fits.append(INDENT).append("return ").append(verdict).append(";\n");
    return body(head(place, "fits"), fits) + body(head(place, "set"), set) + body(get(place), get);
  }

  /** A statement of one or more lines, for each of the parameter's values. */
  private static void loop(
      StringBuilder out, PolicyParameter parameter, int length, String... lines) {
    String indent = INDENT;
    if (parameter.array()) {
      out.append(indent).append("for (int32_t i = 0; i < %d; i++) {\n".formatted(length));
      indent += INDENT;
    }
    for (String line : lines) {
      out.append(indent).append(line.stripTrailing()).append("\n");
    }
    out.append(parameter.array() ? INDENT + "}\n" : "");
  }

  private static String element(String array, boolean several, int at) {
    return array + "[" + (several ? (at == 0 ? "i" : at + " + i") : String.valueOf(at)) + "]";
  }

  /** True for NaN too. */
  private static String outside(PolicyParameter parameter, String value) {
    String range =
        value
            + " >= "
            + TermPrinter.floating(parameter.min())
            + " && "
            + value
            + " <= "
            + TermPrinter.floating(parameter.max());
    String whole = " && (float)upcall_java_to_int(" + value + ") == " + value;
    return "!(" + range + (parameter.integer() ? whole : "") + ")";
  }

  private static String body(String head, CharSequence statements) {
    return "\n" + head + "\n{\n" + statements + "}\n";
  }

  private static String head(PolicyPlace place, String function) {
    String type = function.equals("fits") ? "bool " : "void ";
    return type + place.cName() + "_" + function + "(const float *values)";
  }

  private static String get(PolicyPlace place) {
    return "void " + place.cName() + "_get(float *values)";
  }
}
