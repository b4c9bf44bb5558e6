package dev.upcall.cli;

import dev.upcall.core.json.JsonWriter;
import java.io.PrintStream;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Where a command writes: results to standard output, progress and errors to standard error. With
 * {@code --json} standard output carries one JSON document and nothing else.
 */
public final class Console {
  private final PrintStream out;
  private final PrintStream err;
  private final boolean json;
  private final boolean terminal;
  private final Consumer<String> steps;

  public Console(PrintStream out, PrintStream err, boolean json, boolean terminal) {
    this(out, err, json, terminal, err::println);
  }

  private Console(
      PrintStream out, PrintStream err, boolean json, boolean terminal, Consumer<String> steps) {
    this.steps = steps;
    this.out = out;
    this.err = err;
    this.json = json;
    this.terminal = terminal;
  }

  /** The same results, with steps that go elsewhere: a service writes all to its log. */
  public Console withSteps(Consumer<String> elsewhere) {
    return new Console(out, err, json, false, elsewhere);
  }

  /** A line of the result, for people; dropped under {@code --json}. */
  public void line(String pattern, Object... args) {
    if (!json) {
      out.println(args.length == 0 ? pattern : String.format(Locale.ROOT, pattern, args));
    }
  }

  /** The result for machines; dropped without {@code --json}. */
  public void json(Object result) {
    if (json) {
      out.print(new JsonWriter().write(result));
    }
  }

  /** A step of a long command, on its own line of standard error. */
  public void step(String pattern, Object... args) {
    clearProgress();
    steps.accept(args.length == 0 ? pattern : String.format(Locale.ROOT, pattern, args));
  }

  /** Standard error, for a part that draws its own progress. */
  public PrintStream progressStream() {
    return err;
  }

  /** Whether a line of standard error can be redrawn. */
  public boolean isTerminal() {
    return terminal;
  }

  /** A bar that redraws itself on a terminal and stays silent elsewhere. */
  public void progress(String what, int done, int total) {
    if (terminal) {
      int width = 30;
      int filled = total == 0 ? width : (int) ((long) width * done / total);
      err.print(
          String.format(
              Locale.ROOT,
              "\r  %-28s [%s%s] %d/%d",
              what,
              "#".repeat(filled),
              ".".repeat(width - filled),
              done,
              total));
      if (done >= total) {
        err.println();
      }
      err.flush();
    }
  }

  private void clearProgress() {
    if (terminal) {
      err.print("\r\033[K");
    }
  }
}
