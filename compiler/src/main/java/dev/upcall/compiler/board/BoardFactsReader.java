package dev.upcall.compiler.board;

import dev.upcall.compiler.board.BoardFacts.Flasher;
import dev.upcall.compiler.board.BoardFacts.Power;
import dev.upcall.core.yaml.YamlMap;
import dev.upcall.core.yaml.YamlValue;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the sections {@code power}, {@code flashers} and {@code frameworks} of a board's file. */
final class BoardFactsReader {
  /** What becomes a program's argument. */
  private static final Pattern ARGUMENT = Pattern.compile("[A-Za-z0-9][\\w.,:=/-]*");

  private static final String ARGUMENT_NEED = "letters, digits and . , : = / _ -";
  private static final String[] FRAMEWORKS = {"arduino", "platformio", "zephyr", "espIdf", "cube"};
  private static final double MAX_VOLTS = 60;
  private static final double MAX_MILLIAMPERES = 100_000;

  private BoardFactsReader() {}

  /** Adds to the file's diagnostics what is wrong. */
  static BoardFacts read(YamlMap board) {
    return new BoardFacts(
        board.find("power").map(value -> power(value.map())),
        board.find("flashers").map(YamlValue::list).orElse(List.of()).stream()
            .flatMap(value -> flasher(value.map()).stream())
            .toList(),
        board.find("frameworks").map(value -> frameworks(value.map())).orElse(Map.of()));
  }

  private static Power power(YamlMap map) {
    map.allow("supplyVolts", "runMa", "sleepMa");
    return new Power(
        map.get("supplyVolts").number(0.5, MAX_VOLTS),
        map.get("runMa").number(0, MAX_MILLIAMPERES),
        map.get("sleepMa").number(0, MAX_MILLIAMPERES));
  }

  private static Optional<Flasher> flasher(YamlMap map) {
    String[] names = Arrays.stream(FlashTool.values()).map(FlashTool::id).toArray(String[]::new);
    Optional<FlashTool> known = FlashTool.of(map.get("tool").choice(names));
    return known.map(tool -> flasher(tool, map));
  }

  private static Flasher flasher(FlashTool tool, YamlMap map) {
    String[] keys = new String[tool.keys().size() + 1];
    keys[0] = "tool";
    Map<String, String> settings = new LinkedHashMap<>();
    for (int i = 0; i < tool.keys().size(); i++) {
      keys[i + 1] = tool.keys().get(i);
      settings.put(keys[i + 1], argument(map.get(keys[i + 1])));
    }
    map.allow(keys);
    return new Flasher(tool, settings);
  }

  private static Map<String, String> frameworks(YamlMap map) {
    map.allow(FRAMEWORKS);
    Map<String, String> ids = new LinkedHashMap<>();
    map.keys().forEach(key -> ids.put(key, argument(map.get(key))));
    return ids;
  }

  private static String argument(YamlValue value) {
    String text = value.text();
    if (!text.isEmpty() && !ARGUMENT.matcher(text).matches()) {
      value.wrongValue(ARGUMENT_NEED);
    }
    return text;
  }
}
