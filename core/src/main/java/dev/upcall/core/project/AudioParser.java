package dev.upcall.core.project;

import dev.upcall.core.audio.AudioSpec;
import dev.upcall.core.audio.AudioSpec.Kind;
import dev.upcall.core.audio.AudioTables;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.yaml.YamlMap;
import dev.upcall.core.yaml.YamlValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code input.preprocess} of raw int16: a front end, and whether it can be built. */
final class AudioParser {
  private static final int MAX_RATE = 192_000;
  private static final int MAX_MELS = 128;
  private static final double LEAST_DECIBELS = -140;
  private static final long MAX_SAMPLES = 1 << 22;

  private final YamlMap map;

  AudioParser(YamlMap map) {
    this.map = map;
  }

  /**
   * Reads {@code logMel} or {@code mfcc}.
   *
   * @param shape the input's, [frames, columns, 1]
   */
  AudioSpec parse(YamlValue place, List<Integer> shape) {
    map.allow(Kind.LOG_MEL.key(), Kind.MFCC.key());
    boolean cepstrum = map.find(Kind.MFCC.key()).isPresent();
    Kind kind = cepstrum ? Kind.MFCC : Kind.LOG_MEL;
    if (cepstrum && map.find(Kind.LOG_MEL.key()).isPresent()) {
      map.report(Diagnostic.of(ProjectCode.AUDIO).found("logMel and mfcc").need("one of the two"));
    }
    YamlValue section = map.get(kind.key());
    AudioSpec spec = spec(kind, section.map());
    if (!section.isAbsent() && !place.isAbsent()) {
      check(spec, section);
      checkShape(spec, place, shape);
    }
    return spec;
  }

  private static AudioSpec spec(Kind kind, YamlMap fields) {
    if (kind == Kind.MFCC) {
      fields.allow(
          "rate", "window", "stride", "mels", "coefficients", "lifter", "band", "decibels");
    } else {
      fields.allow("rate", "window", "stride", "mels", "band", "decibels");
    }
    int rate = (int) fields.get("rate").integer(1000, MAX_RATE);
    int window = (int) fields.get("window").integer(AudioSpec.MIN_WINDOW, AudioSpec.MAX_WINDOW);
    int stride = (int) fields.get("stride").integer(1, AudioSpec.MAX_WINDOW);
    int mels = whole(fields, "mels", 40, 2, MAX_MELS);
    int coefficients = kind == Kind.MFCC ? whole(fields, "coefficients", 10, 1, MAX_MELS) : mels;
    int lifter = kind == Kind.MFCC ? whole(fields, "lifter", 22, 0, 2 * MAX_MELS) : 0;
    List<Double> band = pair(fields, "band", List.of(20.0, rate / 2.0), 0, rate / 2.0);
    List<Double> decibels = pair(fields, "decibels", List.of(-90.0, -10.0), LEAST_DECIBELS, 0);
    return new AudioSpec(
        kind,
        rate,
        window,
        stride,
        mels,
        coefficients,
        band.get(0),
        band.get(1),
        decibels.get(0),
        decibels.get(1),
        lifter);
  }

  private static int whole(YamlMap fields, String key, int standard, int lo, int hi) {
    return fields.find(key).map(value -> (int) value.integer(lo, hi)).orElse(standard);
  }

  /** Two numbers, the first at least 1 below the second. */
  private static List<Double> pair(
      YamlMap fields, String key, List<Double> standard, double lo, double hi) {
    Optional<YamlValue> value = fields.find(key);
    if (value.isEmpty()) {
      return standard;
    }
    List<Double> numbers = new ArrayList<>();
    value.get().list().forEach(number -> numbers.add(number.number(lo, hi)));
    if (numbers.size() == 2 && numbers.get(0) + 1 <= numbers.get(1)) {
      return numbers;
    }
    if (value.get().isList()) {
      value
          .get()
          .report(
              Diagnostic.of(ProjectCode.AUDIO)
                  .found("%s %s", key, numbers)
                  .need("%s: [least, greatest], at least 1 apart", key));
    }
    return standard;
  }

  private static void check(AudioSpec spec, YamlValue section) {
    if (spec.window() % 2 == 1) {
      report(section, "a window of " + spec.window() + " samples", "an even number");
    }
    if (spec.stride() > spec.window()) {
      report(
          section,
          "a stride of %d behind a window of %d".formatted(spec.stride(), spec.window()),
          "a stride of at most the window, or no frame would hear what lies between");
    }
    if (spec.kind() == Kind.MFCC && spec.coefficients() > spec.mels()) {
      report(
          section,
          "%d coefficients of %d mels".formatted(spec.coefficients(), spec.mels()),
          "at most as many coefficients as mels");
    }
    if (spec.columns() > 2 * spec.stride()) {
      report(
          section,
          "%d features for each %d samples".formatted(spec.columns(), spec.stride()),
          "at most two features a sample, which are written where samples were");
    }
    int empty = new AudioTables(spec).emptyFilter();
    if (empty >= 0) {
      section.report(
          Diagnostic.of(ProjectCode.AUDIO)
              .found(
                  "%d mels, of which number %d lies between two of the %d bins",
                  spec.mels(), empty + 1, spec.points() / 2)
              .need("a bin in each")
              .fix("fewer mels, a longer window, or a band that begins higher"));
    }
  }

  private static void checkShape(AudioSpec spec, YamlValue place, List<Integer> shape) {
    boolean fits = shape.size() == 3 && shape.get(1) == spec.columns() && shape.get(2) == 1;
    if (!fits || spec.samples(shape.get(0)) > MAX_SAMPLES) {
      place.report(
          Diagnostic.of(ProjectCode.SHAPE)
              .found("%s", shape)
              .need(
                  "[frames, %d, 1], as %s makes them, of at most %d samples in all",
                  spec.columns(), spec.kind().key(), MAX_SAMPLES));
    }
  }

  private static void report(YamlValue section, String found, String need) {
    section.report(Diagnostic.of(ProjectCode.AUDIO).found("%s", found).need("%s", need));
  }
}
