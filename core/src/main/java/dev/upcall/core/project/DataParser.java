package dev.upcall.core.project;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.project.Manifest.DataSpec;
import dev.upcall.core.project.Manifest.SplitSpec;
import dev.upcall.core.yaml.YamlMap;
import dev.upcall.core.yaml.YamlValue;
import java.nio.file.FileSystems;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Section {@code data}: where the samples are and how they are divided. */
final class DataParser {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{[A-Za-z_][A-Za-z0-9_]*}(/.+)?");
  private static final double SUM_TOLERANCE = 1e-6;
  private static final int MAX_FOLDS = 20;

  private final YamlMap map;

  DataParser(YamlMap map) {
    this.map = map;
  }

  DataSpec parse() {
    map.allow("source", "entries", "test", "format", "fetch", "splits");
    List<String> sources = sources(map.get("source"));
    Optional<YamlMap> test = map.find("test").map(YamlValue::map);
    List<String> testSources =
        test.map(fields -> sources(fields.allow("source", "entries").get("source")))
            .orElse(List.of());
    return new DataSpec(
        sources,
        testSources,
        map.find("entries").map(DataParser::glob),
        test.flatMap(fields -> fields.find("entries")).map(DataParser::glob),
        map.find("format").map(YamlValue::text),
        map.find("fetch").map(YamlValue::text),
        splits(map.get("splits"), test.isPresent()));
  }

  private static String glob(YamlValue value) {
    String glob = value.text();
    try {
      FileSystems.getDefault().getPathMatcher("glob:" + glob);
    } catch (PatternSyntaxException e) {
      value.wrongValue("a pattern of file names, such as *_anna_*.wav or *_{0,1}.wav");
    }
    return glob;
  }

  private static List<String> sources(YamlValue value) {
    List<String> sources = new ArrayList<>();
    for (YamlValue item : value.listOrOne()) {
      String text = item.text();
      boolean usable =
          text.startsWith("$")
              ? VARIABLE.matcher(text).matches()
              : text.isEmpty() || ProjectPath.staysInside(text);
      if (!usable) {
        item.report(
            Diagnostic.of(ProjectCode.PATH, text)
                .need("a path in the project folder, or ${NAME}/... with the variable NAME")
                .fix("write ${MY_DATA} and set the variable MY_DATA to where the data is"));
      }
      sources.add(text);
    }
    if (value.isList() && sources.isEmpty()) {
      value.wrongValue("at least one file or folder");
    }
    return sources;
  }

  private static SplitSpec splits(YamlValue value, boolean ownTest) {
    YamlMap map = value.map();
    map.allow("seed", "folds", "train", "select", "calibrate", "tune", "guarantee", "test");
    long seed = map.get("seed").integer(0, Long.MAX_VALUE);
    int folds = map.find("folds").map(v -> (int) v.integer(0, MAX_FOLDS)).orElse(0);
    Map<Split, Double> fractions = new EnumMap<>(Split.class);
    double sum = 0;
    for (Split split : Split.values()) {
      Optional<YamlValue> written = map.find(split.key());
      double fraction = written.map(v -> v.number(0, 1)).orElse(0.0);
      if (fraction > 0) {
        fractions.put(split, fraction);
      }
      sum += fraction;
    }
    if (!value.isAbsent() && Math.abs(sum - 1) > SUM_TOLERANCE) {
      value.report(
          Diagnostic.of(ProjectCode.SPLITS)
              .found("fractions that sum to %s", Math.round(sum * 1e6) / 1e6)
              .need("train + select + calibrate + tune + guarantee + test = 1"));
    }
    checkTest(value, folds, fractions.getOrDefault(Split.TEST, 0.0), ownTest);
    return new SplitSpec(seed, folds, fractions);
  }

  private static void checkTest(YamlValue value, int folds, double test, boolean ownTest) {
    Diagnostic diagnostic = Diagnostic.of(ProjectCode.SPLITS);
    if (ownTest && (test > 0 || folds > 0)) {
      value.report(
          diagnostic
              .found("a test set of its own, and test: %s, folds: %d", test, folds)
              .need("neither a test fraction nor folds")
              .fix("remove data.test, or splits.test and splits.folds"));
    } else if (folds == 1) {
      value.report(diagnostic.found("folds: 1").need("0 (no cross-fitting) or 2 and more"));
    } else if (folds > 1 && Math.abs(test - 1.0 / folds) > SUM_TOLERANCE) {
      value.report(
          diagnostic
              .found("folds: %d and test: %s", folds, test)
              .need("test: %s, because each fold tests its own share", 1.0 / folds));
    }
  }
}
