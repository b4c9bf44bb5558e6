package dev.upcall.core.project;

import dev.upcall.core.audio.AudioSpec;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.project.Manifest.InputSpec;
import dev.upcall.core.yaml.YamlMap;
import dev.upcall.core.yaml.YamlValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Section {@code input}: the shape of a sample and how raw values become real numbers. */
final class InputParser {
  private static final int MAX_SIDE = 1 << 16;

  /** More than any microcontroller's RAM; keeps products of sides in an int. */
  private static final long MAX_VALUES = 1 << 24;

  private static final double MAX_FACTOR = 1e6;

  private final YamlMap map;

  InputParser(YamlMap map) {
    this.map = map;
  }

  InputSpec parse() {
    boolean audio = map.get("raw").choice("uint8", "int16").equals("int16");
    List<Integer> shape = shape(map.get("shape"));
    if (audio) {
      map.allow("shape", "raw", "preprocess", "feed");
      AudioSpec spec = new AudioParser(map.get("preprocess").map()).parse(map.get("shape"), shape);
      List<Float> none = List.of();
      return new InputSpec(
          shape, Short.MIN_VALUE, Short.MAX_VALUE, none, none, feed(), Optional.of(spec));
    }
    map.allow("shape", "raw", "range", "preprocess", "feed");
    int channels = shape.size() == 3 ? shape.get(2) : 1;
    List<Integer> range = map.find("range").map(this::range).orElse(List.of(0, 255));
    Optional<YamlMap> preprocess = map.find("preprocess").map(YamlValue::map);
    preprocess.ifPresent(InputParser::allowBytes);
    List<Float> scale = factors(preprocess.flatMap(p -> p.find("scale")), 1f, channels);
    List<Float> offset = factors(preprocess.flatMap(p -> p.find("offset")), 0f, channels);
    preprocess.flatMap(p -> p.find("scale")).ifPresent(value -> checkScale(value, scale));
    return new InputSpec(shape, range.get(0), range.get(1), scale, offset, feed());
  }

  private String feed() {
    return map.find("feed").map(value -> value.choice("frame", "rows")).orElse("frame");
  }

  private static void allowBytes(YamlMap preprocess) {
    for (AudioSpec.Kind kind : AudioSpec.Kind.values()) {
      Optional<YamlValue> found = preprocess.find(kind.key());
      if (found.isPresent()) {
        found
            .get()
            .report(
                Diagnostic.of(ProjectCode.AUDIO)
                    .found("%s of raw uint8", kind.key())
                    .need("samples of 16 bits")
                    .fix("write raw: int16"));
        return;
      }
    }
    preprocess.allow("scale", "offset");
  }

  private static List<Integer> shape(YamlValue value) {
    List<YamlValue> sides = value.list();
    Diagnostic wrong =
        Diagnostic.of(ProjectCode.SHAPE)
            .need("[height, width, channels] or [values], at most %d values", MAX_VALUES);
    if (value.isList() && sides.size() != 1 && sides.size() != 3) {
      value.report(wrong.found("%d sides", sides.size()));
      return List.of(1);
    }
    List<Integer> shape = new ArrayList<>();
    long values = 1;
    for (YamlValue side : sides) {
      int length = (int) side.integer(1, MAX_SIDE);
      shape.add(length);
      values *= length;
    }
    if (values > MAX_VALUES) {
      value.report(wrong.found("%s, %d values", shape, values));
      return List.of(1);
    }
    return shape;
  }

  private List<Integer> range(YamlValue value) {
    List<Integer> bounds = new ArrayList<>();
    value.list().forEach(bound -> bounds.add((int) bound.integer(0, 255)));
    if (bounds.size() == 2 && bounds.get(0) < bounds.get(1)) {
      return bounds;
    }
    if (value.isList()) {
      value.report(
          Diagnostic.of(ProjectCode.PREPROCESS)
              .found("range %s", bounds)
              .need("range: [least, greatest] raw value, least below greatest"));
    }
    return List.of(0, 255);
  }

  private static List<Float> factors(Optional<YamlValue> value, float standard, int channels) {
    if (value.isEmpty()) {
      return List.of(standard);
    }
    List<Float> factors = new ArrayList<>();
    value.get().listOrOne().forEach(v -> factors.add((float) v.number(-MAX_FACTOR, MAX_FACTOR)));
    if (factors.size() != 1 && factors.size() != channels) {
      value
          .get()
          .report(
              Diagnostic.of(ProjectCode.PREPROCESS)
                  .found("%d numbers", factors.size())
                  .need("one number, or one per channel (%d)", channels));
    }
    return factors;
  }

  private static void checkScale(YamlValue value, List<Float> scale) {
    // 1e-6 keeps the int8 scale a normal float with its full precision.
    if (scale.stream().anyMatch(factor -> Math.abs(factor) < 1e-6f)) {
      value.report(
          Diagnostic.of(ProjectCode.PREPROCESS)
              .found("scale %s", scale)
              .need("a scale of at least 0.000001, or the input would be constant"));
    }
  }
}
