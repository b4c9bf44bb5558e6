package dev.upcall.compiler.tool;

import dev.upcall.compiler.board.Board;
import dev.upcall.core.diagnostic.Diagnostic;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what CMake, gcc and ld say, and turns a failure into what a person has to know of it. */
final class BuildOutput {
  private static final Pattern OVERFLOW =
      Pattern.compile("region `(\\w+)' overflowed by (\\d+) bytes");
  private static final Pattern ERROR =
      Pattern.compile("(?m)^(.+?:\\d+(?::\\d+)?): (?:fatal )?error: (.*)$");
  private static final Pattern LINK_ERROR =
      Pattern.compile("(?m)^.*?(?:ld|collect2).*?: (.*(?:undefined reference|cannot find).*)$");
  private static final int TAIL_LINES = 15;

  private BuildOutput() {}

  /**
   * Returns if the step succeeded.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException what was wrong if it did not
   */
  static void check(ProcessRunner.Result result, Board board, Path project) {
    if (!result.ok()) {
      throw diagnose(result.output(), board, project).toException();
    }
  }

  private static Diagnostic diagnose(String output, Board board, Path project) {
    Matcher overflow = OVERFLOW.matcher(output);
    if (overflow.find()) {
      boolean ram = overflow.group(1).equals("RAM");
      long has = ram ? board.memory().ram().bytes() : board.memory().flash().bytes();
      long over = Long.parseLong(overflow.group(2));
      return Diagnostic.of(ToolCode.DOES_NOT_FIT, board.id())
          .at("%s", project)
          .found("%d bytes of %s", has + over, ram ? "RAM, the stack's included" : "flash")
          .need("at most %d bytes: %d fewer", has, over)
          .fix("take a smaller member for the device, or a larger board");
    }
    Matcher error = ERROR.matcher(output);
    if (error.find()) {
      return Diagnostic.of(ToolCode.COMPILE_FAILED).at("%s", error.group(1)).found(error.group(2));
    }
    Matcher link = LINK_ERROR.matcher(output);
    if (link.find()) {
      return Diagnostic.of(ToolCode.BUILD_FAILED).at("%s", project).found(link.group(1));
    }
    List<String> lines = output.strip().lines().toList();
    return Diagnostic.of(ToolCode.BUILD_FAILED)
        .at("%s", project)
        .found(
            "%s",
            String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size())));
  }
}
