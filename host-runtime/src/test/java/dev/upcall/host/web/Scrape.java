package dev.upcall.host.web;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Prometheus' text format 0.0.4, read strictly: every line is a comment of the two kinds or a
 * sample.
 *
 * @param values by name and labels, as written
 * @param names of the samples
 */
record Scrape(Map<String, Double> values, Set<String> names) {
  private static final String NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
  private static final String LABEL = "[a-zA-Z_][a-zA-Z0-9_]*=\"(?:[^\"\\\\\n]|\\\\[\\\\\"n])*\"";
  private static final Pattern SAMPLE =
      Pattern.compile(
          "(("
              + NAME
              + ")(?:\\{"
              + LABEL
              + "(?:,"
              + LABEL
              + ")*,?})?) (-?[0-9.]+(?:E-?[0-9]+)?|NaN|\\+Inf)");
  private static final Pattern COMMENT =
      Pattern.compile(
          "# (?:HELP " + NAME + " .*|TYPE " + NAME + " (counter|gauge|histogram|summary))");

  static Scrape of(String text) {
    Map<String, Double> values = new LinkedHashMap<>();
    Set<String> names = new TreeSet<>();
    for (String line : text.split("\n")) {
      Matcher sample = SAMPLE.matcher(line);
      if (sample.matches()) {
        String value = sample.group(3).replace("+Inf", "Infinity");
        assertTrue(values.put(sample.group(1), Double.parseDouble(value)) == null, line);
        names.add(sample.group(2));
      } else {
        assertTrue(COMMENT.matcher(line).matches(), line);
      }
    }
    return new Scrape(values, names);
  }

  double value(String series) {
    Double value = values.get(series);
    assertTrue(value != null, series + " is not among " + values.keySet());
    return value;
  }

  /** Over all samples of a name. */
  double sum(String name) {
    return values.entrySet().stream()
        .filter(entry -> entry.getKey().equals(name) || entry.getKey().startsWith(name + "{"))
        .mapToDouble(Map.Entry::getValue)
        .sum();
  }
}
