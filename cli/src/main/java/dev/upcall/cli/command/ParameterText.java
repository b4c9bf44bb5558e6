package dev.upcall.cli.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A policy's parameters for people. */
final class ParameterText {
  /** A list up to here is printed value by value. */
  private static final int SHORT = 16;

  private ParameterText() {}

  /** A line for each parameter; for one of many values how many they are, and their range. */
  static List<String> lines(Map<String, Double> parameters) {
    Map<String, Map<String, Double>> byName = new LinkedHashMap<>();
    parameters.forEach(
        (name, value) ->
            byName
                .computeIfAbsent(name.replaceAll("\\[\\d+]$", ""), key -> new LinkedHashMap<>())
                .put(name, value));
    List<String> lines = new ArrayList<>();
    byName.forEach(
        (name, values) -> {
          if (values.size() > SHORT) {
            double least = values.values().stream().min(Double::compare).orElseThrow();
            double most = values.values().stream().max(Double::compare).orElseThrow();
            lines.add(
                String.format(
                    Locale.ROOT, "%-12s %d values, %s to %s", name, values.size(), least, most));
          } else {
            values.forEach((key, value) -> lines.add(String.format("%-12s %s", key, value)));
          }
        });
    return lines;
  }
}
