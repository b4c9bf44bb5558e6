package dev.upcall.cli.bench;

import dev.upcall.cli.firmware.Home;
import dev.upcall.core.file.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Another ladder of an example's networks.
 *
 * @param data as rows call it
 * @param system as rows call the ladder
 * @param host members that answer; empty for all of the example's
 * @param stages as a manifest writes them
 * @param from which of the stages that are scored these are
 */
record LadderVariant(
    String data, String system, List<String> host, List<String> stages, List<Integer> from) {
  private static final Path OUTPUT = Home.path("firmware-out/bench/decisions");
  private static final String DEVICE = "device:";
  private static final Pattern TUNED = Pattern.compile("(\\w+): tuned");

  LadderVariant {
    host = List.copyOf(host);
    stages = List.copyOf(stages);
    from = List.copyOf(from);
  }

  /** The example with this ladder. */
  Path write(Path example) throws IOException {
    return write(example, data + "-" + system, stages);
  }

  /** An example with other stages: its manifest but for these, and its models. */
  static Path write(Path example, String name, List<String> stages) throws IOException {
    Path folder = OUTPUT.resolve(name);
    for (String models : List.of("members", "heads")) {
      copy(example.resolve(models), folder.resolve(models));
    }
    List<String> lines = new ArrayList<>();
    boolean device = false;
    for (String line : Files.readAllLines(manifest(example))) {
      device = line.startsWith(DEVICE) || device && (line.isEmpty() || line.startsWith(" "));
      if (line.startsWith(DEVICE)) {
        lines.add(DEVICE);
        lines.add("  stages:");
        stages.forEach(stage -> lines.add("    - " + stage));
      } else if (!device) {
        lines.add(line);
      }
    }
    AtomicFile.write(manifest(folder), String.join("\n", lines) + "\n");
    AtomicFile.write(folder.resolve("tuned.yaml"), tuned(stages));
    return folder;
  }

  /** Some values for what is to be tuned, with which a ladder's cycles can be counted. */
  private static String tuned(List<String> stages) {
    StringBuilder text = new StringBuilder("provenance: {}\nstages:\n");
    for (int k = 0; k < stages.size(); k++) {
      Matcher open = TUNED.matcher(stages.get(k));
      if (open.find()) {
        text.append("  %d: {%s: 0.5}\n".formatted(k, open.group(1)));
      }
    }
    return text.toString();
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private static Path manifest(Path folder) {
    return folder.resolve("ensemble.yaml");
  }
}
