package dev.upcall.compiler.board;

import dev.upcall.compiler.board.PowerProfile.CurrentMa;
import dev.upcall.compiler.board.PowerProfile.Framing;
import dev.upcall.compiler.board.PowerProfile.Link;
import dev.upcall.core.diagnostic.Diagnostics;
import dev.upcall.core.yaml.YamlFile;
import dev.upcall.core.yaml.YamlMap;
import dev.upcall.core.yaml.YamlValue;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads one power profile; whatever is wrong is collected with its key and line. */
final class ProfileFile {
  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");
  private static final double MAX_MA = 10_000;

  /** Figures whose source a profile has to say. */
  private static final List<String> SOURCES =
      List.of("cpu", "cycles", "compute", "send", "receive", "rate");

  private final Path file;
  private final Diagnostics diagnostics;

  ProfileFile(Path file, Diagnostics diagnostics) {
    this.file = file;
    this.diagnostics = diagnostics;
  }

  /** The profile; a stand-in, not to be used, if anything was added to the diagnostics. */
  PowerProfile read() {
    YamlMap top = new YamlFile(file, diagnostics).read();
    top.allow(
        "id",
        "name",
        "cpu",
        "supplyVolts",
        "currentMa",
        "link",
        "host",
        "references",
        "assumptions");
    YamlMap cpu = top.get("cpu").map().allow("core", "clockHz", "cyclesOf", "cycleFactor");
    return new PowerProfile(
        id(top.get("id")),
        top.get("name").text(),
        cpu.get("core").text(),
        cpu.get("clockHz").integer(1000, 10_000_000_000L),
        id(cpu.get("cyclesOf")),
        cpu.get("cycleFactor").number(0.01, 100),
        top.get("supplyVolts").number(0.5, 60),
        currents(top.get("currentMa").map()),
        link(top.get("link").map()),
        top.get("host").map().allow("answerMs").get("answerMs").number(0, 3_600_000),
        references(top.get("references").map()),
        top.find("assumptions").map(YamlValue::list).orElse(List.of()).stream()
            .map(YamlValue::text)
            .toList());
  }

  private static CurrentMa currents(YamlMap map) {
    map.allow("compute", "send", "idle", "receive");
    return new CurrentMa(
        map.get("compute").number(0, MAX_MA),
        map.get("send").number(0, MAX_MA),
        map.get("idle").number(0, MAX_MA),
        map.get("receive").number(0, MAX_MA));
  }

  private static Link link(YamlMap map) {
    map.allow("framing", "bitsPerByte", "bitsPerSecond");
    String framing = map.get("framing").choice("serial", "mqtt");
    return new Link(
        framing.isEmpty() ? Framing.SERIAL : Framing.valueOf(framing.toUpperCase(Locale.ROOT)),
        (int) map.get("bitsPerByte").integer(8, 16),
        map.get("bitsPerSecond").integer(100, 100_000_000_000L));
  }

  private static Map<String, String> references(YamlMap map) {
    Map<String, String> texts = new LinkedHashMap<>();
    SOURCES.forEach(key -> texts.put(key, map.get(key).text()));
    map.keys().forEach(key -> texts.put(key, map.get(key).text()));
    return texts;
  }

  private static String id(YamlValue value) {
    if (value.isAbsent()) {
      return "";
    }
    String text = value.text();
    if (!text.isEmpty() && !ID.matcher(text).matches()) {
      value.wrongValue("lower case letters, digits and hyphens");
      return "";
    }
    return text;
  }
}
