package dev.upcall.training;

import dev.upcall.training.fit.EpochEvent;
import java.io.PrintStream;
import java.util.Locale;

/**
 * A bar with accuracy, loss and the time left. On a terminal one line is rewritten; elsewhere, as
 * in a log file, every tenth of the epochs gets a line.
 */
final class ConsoleProgress implements ProgressListener {
  private static final int BAR = 24;
  private static final int LINES = 10;

  private final PrintStream out;
  private final boolean terminal;
  private final long begin = System.nanoTime();
  private int index;
  private int count = 1;

  ConsoleProgress(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  @Override
  public void foldStarted(int fold, int newIndex, int newCount) {
    index = newIndex;
    count = newCount;
  }

  @Override
  public void epoch(int fold, EpochEvent event) {
    String line = line(fold, event);
    int every = Math.max(1, event.epochs() / LINES);
    if (terminal) {
      out.print("\r" + line + "\u001b[K");
      out.flush();
    } else if (event.epoch() % every == 0 || event.epoch() == event.epochs()) {
      out.println(line);
    }
  }

  private String line(int fold, EpochEvent event) {
    double done = (index + (double) event.epoch() / event.epochs()) / count;
    double seconds = (System.nanoTime() - begin) / 1e9;
    int filled = (int) (BAR * done);
    return String.format(
        Locale.ROOT,
        "fold %d [%s%s] epoch %d/%d  loss %.3f  select %.2f %%  %s left",
        fold,
        "#".repeat(filled),
        ".".repeat(BAR - filled),
        event.epoch(),
        event.epochs(),
        event.loss(),
        100 * event.select().accuracy(),
        clock(seconds / done - seconds));
  }

  @Override
  public void foldFinished(FoldReport report) {
    out.printf(
        Locale.ROOT,
        "%sfold %d: epoch %d kept, %.1f kB written, %.0f s%n",
        terminal ? "\r\u001b[K" : "",
        report.fold(),
        report.bestEpoch(),
        report.bytes() / 1000.0,
        report.seconds());
  }

  private static String clock(double seconds) {
    long whole = Math.round(seconds);
    return String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60);
  }
}
