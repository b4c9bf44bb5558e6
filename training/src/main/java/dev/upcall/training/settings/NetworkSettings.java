package dev.upcall.training.settings;

import dev.upcall.core.yaml.YamlMap;
import dev.upcall.core.yaml.YamlValue;
import dev.upcall.training.arch.Architecture;
import dev.upcall.training.arch.Architectures;
import dev.upcall.training.arch.Knobs;
import dev.upcall.training.arch.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** One network of {@code training.yaml}: an architecture's name and the knobs that differ. */
final class NetworkSettings {
  private static final int WIDEST = 4096;
  private static final int MOST_STAGES = 16;

  private final Architectures architectures = Architectures.standard();

  /**
   * Reads it; what is wrong is reported.
   *
   * @param others keys of the mapping that have nothing to do with the network
   */
  Architecture read(YamlMap map, String... others) {
    String name = name(map.get("architecture"));
    Stream<String> keys =
        Stream.concat(Stream.of("architecture"), architectures.keys(name).stream());
    map.allow(Stream.concat(keys, Stream.of(others)).toArray(String[]::new));
    Knobs whole = knobs(map, architectures.knobs(name));
    int count = whole.stages().size();
    int cut = number(map, "cut", count, count);
    return architectures.build(name, whole.first(cut));
  }

  private static Knobs knobs(YamlMap map, Knobs standard) {
    int kernel = number(map, "kernel", 31, standard.kernel());
    if (kernel % 2 == 0) {
      map.get("kernel").wrongValue("an odd number");
      kernel = standard.kernel();
    }
    return new Knobs(
        number(map, "stride", 8, standard.stride()),
        kernel,
        number(map, "expansion", 16, standard.expansion()),
        stages(map, standard));
  }

  private static int number(YamlMap map, String key, int most, int standard) {
    return map.find(key).map(value -> (int) value.integer(1, most)).orElse(standard);
  }

  private String name(YamlValue value) {
    String name = value.isAbsent() ? "plain" : value.text();
    if (!architectures.names().contains(name)) {
      value.report(SettingsLoader.unknown("architecture", name, architectures.names()));
      return "plain";
    }
    return name;
  }

  private static List<Stage> stages(YamlMap map, Knobs standard) {
    List<Integer> channels = channels(map, standard);
    int count = channels.size();
    List<Integer> depth = each(map, "depth", count, 100, stage -> standard.stage(stage).blocks());
    List<Integer> strides = each(map, "strides", count, 8, stage -> standard.stage(stage).stride());
    List<Stage> stages = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      stages.add(new Stage(channels.get(i), depth.get(i), strides.get(i)));
    }
    return stages;
  }

  /** As listed; or the architecture's own, scaled to begin with {@code width}. */
  private static List<Integer> channels(YamlMap map, Knobs standard) {
    if (map.find("channels").isPresent()) {
      List.of("width", "stages")
          .forEach(key -> map.find(key).ifPresent(v -> v.wrongValue("not given beside channels")));
      YamlValue listed = map.get("channels");
      List<Integer> channels = listed.list().stream().map(v -> (int) v.integer(1, WIDEST)).toList();
      if (channels.isEmpty() || channels.size() > MOST_STAGES) {
        listed.wrongValue("the channels of 1 to " + MOST_STAGES + " stages");
        return List.of(1);
      }
      return channels;
    }
    int count = number(map, "stages", MOST_STAGES, standard.stages().size());
    double first = standard.stage(0).channels();
    double scale = number(map, "width", WIDEST, standard.stage(0).channels()) / first;
    List<Long> channels =
        IntStream.range(0, count)
            .mapToObj(i -> Math.max(1, Math.round(standard.stage(i).channels() * scale)))
            .toList();
    if (channels.stream().anyMatch(width -> width > WIDEST)) {
      String most = "at most " + WIDEST + " channels in each stage, found " + channels;
      List.of("width", "stages")
          .forEach(key -> map.find(key).ifPresent(value -> value.wrongValue(most)));
      return List.of(1);
    }
    return channels.stream().map(Long::intValue).toList();
  }

  /** A number for all stages, or a list with one for each. */
  private static List<Integer> each(
      YamlMap map, String key, int stages, int most, IntUnaryOperator standard) {
    List<YamlValue> values = map.find(key).map(YamlValue::listOrOne).orElse(List.of());
    List<Integer> numbers = values.stream().map(v -> (int) v.integer(1, most)).toList();
    if (map.find(key).isEmpty()) {
      return IntStream.range(0, stages).map(standard).boxed().toList();
    }
    if (!map.get(key).isList()) {
      return IntStream.range(0, stages).mapToObj(i -> numbers.get(0)).toList();
    }
    if (numbers.size() != stages) {
      map.get(key).wrongValue("a number for each of the " + stages + " stages");
      return IntStream.range(0, stages).map(standard).boxed().toList();
    }
    return numbers;
  }
}
