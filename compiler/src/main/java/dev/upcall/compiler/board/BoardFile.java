package dev.upcall.compiler.board;

import dev.upcall.compiler.board.Board.Cpu;
import dev.upcall.compiler.board.Board.Emulator;
import dev.upcall.compiler.board.Board.Fpu;
import dev.upcall.compiler.board.Board.Memory;
import dev.upcall.compiler.board.Board.Region;
import dev.upcall.compiler.board.Board.SourceFile;
import dev.upcall.compiler.board.Board.Toolchain;
import dev.upcall.compiler.board.Board.Uart;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.Diagnostics;
import dev.upcall.core.yaml.YamlFile;
import dev.upcall.core.yaml.YamlMap;
import dev.upcall.core.yaml.YamlValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads one {@code board.yaml}; whatever is wrong is collected with its key and line. */
final class BoardFile {
  private static final Pattern NAME = Pattern.compile("(?!.*\\*/)[^\\p{Cntrl}]{1,120}");
  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");
  private static final Pattern PATH = Pattern.compile("[\\w-]+(/[\\w-]+)*(\\.[\\w-]+)+");
  private static final Pattern MACRO = Pattern.compile("[A-Z][A-Z0-9_]*");
  private static final Pattern WORD = Pattern.compile("[\\w.,+=:/-]+");
  private static final Pattern ADDRESS = Pattern.compile("0[xX][0-9a-fA-F]{1,8}");
  private static final long MAX_BYTES = 1L << 32;

  private final Path file;
  private final Path catalogue;
  private final Diagnostics diagnostics;

  /**
   * @param catalogue folder where files are looked for that are not beside the board's
   */
  BoardFile(Path file, Path catalogue, Diagnostics diagnostics) {
    this.file = file;
    this.catalogue = catalogue;
    this.diagnostics = diagnostics;
  }

  /** The board; a stand-in, not to be used, if anything was added to the diagnostics. */
  Board read() throws IOException {
    YamlMap top = new YamlFile(file, diagnostics).read();
    top.allow(
        "id",
        "name",
        "cpu",
        "memory",
        "uart",
        "toolchain",
        "files",
        "linkerScript",
        "emulator",
        "power",
        "flashers",
        "frameworks",
        "notes",
        "references");
    return new Board(
        matching(top.get("id"), ID, "lower case letters, digits and hyphens"),
        matching(top.get("name"), NAME, "one line of text without */, which ends comments"),
        cpu(top.get("cpu").map()),
        memory(top.get("memory")),
        uart(top.get("uart").map()),
        toolchain(top.get("toolchain").map()),
        top.find("files").map(YamlValue::list).orElse(List.of()).stream()
            .map(this::sourceFile)
            .toList(),
        top.find("linkerScript").map(this::sourceFile),
        top.find("emulator").map(value -> emulator(value.map())),
        BoardFactsReader.read(top),
        top.find("notes").map(YamlValue::text).orElse(""),
        texts(top.get("references")),
        Files.readString(file));
  }

  private static Cpu cpu(YamlMap map) {
    map.allow("core", "fpu", "dsp", "mve", "clockHz");
    return new Cpu(
        matching(map.get("core"), WORD, "a core's name"),
        fpu(map.get("fpu").choice("none", "single", "double")),
        flag(map, "dsp"),
        flag(map, "mve"),
        map.find("clockHz").map(value -> value.integer(1000, 10_000_000_000L)).orElse(0L));
  }

  private static Fpu fpu(String text) {
    return text.isEmpty() ? Fpu.NONE : Fpu.valueOf(text.toUpperCase(Locale.ROOT));
  }

  private static Memory memory(YamlValue value) {
    YamlMap map = value.map().allow("flash", "ram", "stackBytes");
    Region flash = region(map.get("flash").map());
    Region ram = region(map.get("ram").map());
    int stack = (int) map.get("stackBytes").integer(256, 1 << 24);
    Memory memory = new Memory(flash, ram, stack);
    if (memory.dataBytes() <= 0) {
      value.report(
          Diagnostic.of(BoardCode.BAD_MEMORY, "a stack as large as the RAM")
              .found("stack %d bytes, RAM %d bytes", stack, ram.bytes())
              .need("a stack smaller than the RAM"));
    }
    if (flash.overlaps(ram)) {
      value.report(
          Diagnostic.of(BoardCode.BAD_MEMORY, "flash and RAM that overlap")
              .found("flash at %s, RAM at %s", flash.originText(), ram.originText()));
    }
    return memory;
  }

  private static Region region(YamlMap map) {
    map.allow("origin", "bytes");
    String origin = matching(map.get("origin"), ADDRESS, "an address such as 0x20000000");
    return new Region(
        origin.isEmpty() ? 0 : Long.decode(origin), map.get("bytes").integer(1024, MAX_BYTES));
  }

  private static Uart uart(YamlMap map) {
    map.allow("name", "baud");
    return new Uart(map.get("name").text(), (int) map.get("baud").integer(300, 10_000_000));
  }

  private static Toolchain toolchain(YamlMap map) {
    map.allow("prefix", "packages", "flags", "linkFlags", "defines");
    return new Toolchain(
        map.find("prefix").map(value -> matching(value, WORD, "a prefix")).orElse(""),
        words(map.find("packages")),
        words(map.find("flags")),
        words(map.find("linkFlags")),
        map.find("defines").map(BoardFile::defines).orElse(Map.of()));
  }

  private static Map<String, String> defines(YamlValue value) {
    Map<String, String> defines = new LinkedHashMap<>();
    YamlMap map = value.map();
    for (String name : map.keys()) {
      if (!MACRO.matcher(name).matches()) {
        map.get(name).wrongValue("a macro's name in capitals");
      }
      defines.put(name, matching(map.get(name), WORD, "a number or a word"));
    }
    return defines;
  }

  private static Emulator emulator(YamlMap map) {
    map.allow("program", "packages", "arguments");
    return new Emulator(
        matching(map.get("program"), WORD, "a program's name"),
        words(map.find("packages")),
        words(map.find("arguments")));
  }

  private static boolean flag(YamlMap map, String key) {
    return map.find(key).map(value -> value.choice("true", "false").equals("true")).orElse(false);
  }

  private static List<String> words(Optional<YamlValue> list) {
    return list.stream()
        .flatMap(value -> value.list().stream())
        .map(value -> matching(value, WORD, "letters, digits and . , + = : / _ -"))
        .toList();
  }

  private static Map<String, String> texts(YamlValue value) {
    Map<String, String> texts = new LinkedHashMap<>();
    YamlMap map = value.map();
    map.keys().forEach(key -> texts.put(key, map.get(key).text()));
    return texts;
  }

  /** Text of that form, or an empty one after reporting that it is not. */
  private static String matching(YamlValue value, Pattern pattern, String need) {
    if (value.isAbsent()) {
      return "";
    }
    String text = value.text();
    if (!text.isEmpty() && !pattern.matcher(text).matches()) {
      value.wrongValue(need);
      return "";
    }
    return text;
  }

  /**
   * Looked for beside the board's file, by its whole path and by its name alone (an emitted project
   * keeps all in one folder), then in the catalogue. Only plain relative paths are taken, so that a
   * board file reads nothing it has no part in.
   */
  private SourceFile sourceFile(YamlValue value) {
    String path = matching(value, PATH, "a relative path of letters, digits, . _ - and /");
    String name = path.substring(path.lastIndexOf('/') + 1);
    Path beside = file.toAbsolutePath().getParent();
    for (Path source :
        List.of(beside.resolve(path), beside.resolve(name), catalogue.resolve(path))) {
      if (!path.isEmpty() && Files.isRegularFile(source)) {
        try {
          return new SourceFile(name, Files.readString(source), path.contains("include/"));
        } catch (IOException e) {
          value.report(Diagnostic.of(BoardCode.MISSING_FILE, path).found("%s", e));
        }
      }
    }
    if (!path.isEmpty()) {
      value.report(
          Diagnostic.of(BoardCode.MISSING_FILE, path)
              .need("a file beside board.yaml or in the catalogue's folder"));
    }
    return new SourceFile(name, "", false);
  }
}
