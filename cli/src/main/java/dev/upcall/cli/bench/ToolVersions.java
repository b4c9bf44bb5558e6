package dev.upcall.cli.bench;

import dev.upcall.compiler.tool.ProcessRunner;
import dev.upcall.core.diagnostic.UpcallException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Versions of the outside programs that instruction counts and sizes depend on. */
final class ToolVersions {
  private static final List<String> TOOLS =
      List.of(
          "arm-none-eabi-gcc",
          "riscv64-unknown-elf-gcc",
          "gcc",
          "qemu-system-arm",
          "qemu-system-riscv32");
  private static final Pattern VERSION = Pattern.compile("\\d+\\.\\d+(\\.\\d+)?");
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private ToolVersions() {}

  /** By program; those that are not installed are left out. */
  static Map<String, String> read() {
    Map<String, String> versions = new TreeMap<>();
    try (ProcessRunner runner = new ProcessRunner()) {
      for (String tool : TOOLS) {
        try {
          String output = runner.run(List.of(tool, "--version"), Path.of("."), LIMIT).output();
          // gcc names its packager, with a version of its own, in parentheses first.
          Matcher matcher =
              VERSION.matcher(output.lines().findFirst().orElse("").replaceAll("\\(.*\\)", ""));
          if (matcher.find()) {
            versions.put(tool, matcher.group());
          }
        } catch (UpcallException e) {
          // Not installed: the rows that need it are skipped and say so.
          continue;
        }
      }
    }
    return versions;
  }
}
