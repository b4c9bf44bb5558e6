package dev.upcall.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.OptionalDouble;

/** What rows are to reach, by name: the resource {@code targets.json}, which says where from. */
final class Targets {
  private final JsonNode targets;

  private Targets(JsonNode targets) {
    this.targets = targets;
  }

  static Targets read() {
    try (InputStream in = Targets.class.getResourceAsStream("targets.json")) {
      return new Targets(new ObjectMapper().readTree(in).path("targets"));
    } catch (IOException e) {
      throw new UncheckedIOException("targets.json", e);
    }
  }

  OptionalDouble of(String row) {
    JsonNode target = targets.path(row);
    return target.isNumber() ? OptionalDouble.of(target.asDouble()) : OptionalDouble.empty();
  }

  /** The row with its target, if it has one. */
  BenchRow set(BenchRow row) {
    OptionalDouble target = of(row.name());
    return target.isPresent() ? row.target(target.getAsDouble()) : row;
  }
}
