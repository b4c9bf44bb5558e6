package dev.upcall.tests.rig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.compiler.tool.ProcessRunner;
import dev.upcall.compiler.tool.RunningProcess;
import dev.upcall.core.project.Project;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Firmware of the board {@code posix} with an application that has samples of its own, and says
 * what came of them. It may speak another version of the wire than this release does.
 */
public final class AskingDevice implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String VERSION = "#define UPCALL_WIRE_VERSION 1u\n";

  private final ProcessRunner runner = new ProcessRunner();
  private final RunningProcess process;

  /**
   * Starts it.
   *
   * @param image as {@link #build} made it
   * @param environment where it finds its host
   */
  public AskingDevice(Path image, Map<String, String> environment) {
    process = runner.start(List.of(image.toString()), image.getParent(), environment);
  }

  /**
   * Compiles and builds a project for each of some versions of the wire.
   *
   * @return the images' files, in that order
   */
  public static List<Path> build(Project project, Path output, int... versions) throws IOException {
    Path folder = RunningBoard.build(project, "posix", output);
    try (InputStream asking = AskingDevice.class.getResourceAsStream("/firmware/asking.c")) {
      Path main = folder.resolve("runtime/upcall_main.c");
      Files.copy(asking, main, StandardCopyOption.REPLACE_EXISTING);
    }
    Path header = folder.resolve("runtime/upcall_wire.h");
    String text = Files.readString(header);
    assertTrue(text.contains(VERSION), "the header names its version differently");
    List<Path> images = new ArrayList<>();
    for (int version : versions) {
      Files.writeString(header, text.replace(VERSION, VERSION.replace("1u", version + "u")));
      try (ProcessRunner cmake = new ProcessRunner()) {
        List<String> command = List.of("cmake", "--build", folder.resolve("build").toString());
        var built = cmake.run(command, folder, LIMIT);
        assertEquals(0, built.exitCode(), built.output());
      }
      Path image = output.resolve("version-" + version);
      images.add(
          Files.copy(
              RunningBoard.image(folder).elf(),
              image,
              StandardCopyOption.REPLACE_EXISTING,
              StandardCopyOption.COPY_ATTRIBUTES));
    }
    return images;
  }

  /** Waits until so many more samples have ended in that way. */
  public void await(String how, int samples) {
    Pattern more = Pattern.compile("(?s)^.{" + said() + "}.*?(: " + how + ".*?){" + samples + "}");
    assertTrue(process.awaitOutput(more, LIMIT).isPresent(), process::output);
  }

  /** How much it has said so far. */
  private int said() {
    return process.output().length();
  }

  /** How many samples have ended in that way. */
  public int count(String how) {
    return process.output().split(": " + how, -1).length - 1;
  }

  @Override
  public void close() {
    process.close();
    runner.close();
  }
}
