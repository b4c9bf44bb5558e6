package dev.upcall.training;

import dev.upcall.training.fit.EpochEvent;
import dev.upcall.training.fit.StepEvent;
import java.io.PrintStream;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * A bar with loss, accuracy and the time left. On a terminal one line is rewritten; elsewhere, as
 * in a log file, a line comes after every tenth of the epochs and, where those take long, every
 * half minute between.
 */
final class ConsoleProgress implements ProgressListener {
  private static final int BAR = 24;
  private static final int LINES = 10;
  private static final double SECONDS_BETWEEN_FRAMES = 0.2;
  private static final double SECONDS_BETWEEN_LINES = 30;
  private static final double SECONDS_BETWEEN_PHASES = 5;

  private final PrintStream out;
  private final boolean terminal;
  private final LongSupplier nanoTime;
  private int index;
  private int count = 1;
  private FitPlan plan = new FitPlan(Map.of());
  private double shown;

  /**
   * When the fold's first step ended, NaN before; what comes before says nothing about steps to
   * come.
   */
  private double begin = Double.NaN;

  /** Share of the fold's work that was behind at {@link #begin}. */
  private double doneAtBegin;

  /** The fit whose steps were last heard of, and its accuracy. */
  private String fit = "";

  private String select = "";

  /** Whether some of the fold's epochs were run before this run. */
  private boolean resumed;

  /** The fold's fits that are done. */
  private final Set<String> over = new HashSet<>();

  /**
   * @param terminal whether {@code out} can rewrite a line
   * @param nanoTime a clock, as {@link System#nanoTime}
   */
  ConsoleProgress(PrintStream out, boolean terminal, LongSupplier nanoTime) {
    this.out = out;
    this.terminal = terminal;
    this.nanoTime = nanoTime;
    this.shown = now();
  }

  @Override
  public void foldStarted(int fold, int newIndex, int newCount) {
    index = newIndex;
    count = newCount;
    begin = Double.NaN;
    fit = "";
    over.clear();
    resumed = false;
    select = "";
  }

  @Override
  public void planned(int fold, FitPlan newPlan) {
    plan = newPlan;
  }

  /** Name of the fit, where there are several. */
  private String named(String fit) {
    return plan.work().size() > 1 ? fit + ", " : "";
  }

  private void follow(String newFit) {
    if (!newFit.equals(fit)) {
      if (!fit.isEmpty()) {
        over.add(fit);
      }
      fit = newFit;
      select = "";
    }
  }

  @Override
  public void step(int fold, StepEvent event) {
    follow(event.fit());
    if (Double.isNaN(begin)) {
      begin = now();
      doneAtBegin = plan.done(over, event.fit(), event.done());
    }
    if (now() - shown >= (terminal ? SECONDS_BETWEEN_FRAMES : SECONDS_BETWEEN_LINES)) {
      String within =
          String.format(
              Locale.ROOT,
              "epoch %d/%d, batch %d/%d  loss %.3f",
              event.epoch(),
              event.epochs(),
              event.step(),
              event.steps(),
              event.loss());
      show(fold, plan.done(over, event.fit(), event.done()), named(event.fit()) + within + select);
    }
  }

  @Override
  public void epoch(int fold, EpochEvent event) {
    follow(event.fit());
    select = String.format(Locale.ROOT, "  select %.2f %%", 100 * event.select().accuracy());
    int every = Math.max(1, event.epochs() / LINES);
    if (terminal || event.epoch() % every == 0 || event.epoch() == event.epochs()) {
      String epoch =
          String.format(
              Locale.ROOT,
              "epoch %d/%d  loss %.3f%s  %.0f samples/s",
              event.epoch(),
              event.epochs(),
              event.loss(),
              select,
              event.samplesPerSecond());
      double done = plan.done(over, event.fit(), (double) event.epoch() / event.epochs());
      show(fold, done, named(event.fit()) + epoch);
    }
  }

  @Override
  public void resumed(int fold, List<EpochEvent> events) {
    resumed = true;
    EpochEvent last = events.get(events.size() - 1);
    note(
        fold,
        String.format(
            Locale.ROOT,
            "%s goes on after epoch %d of %d",
            last.fit(),
            last.epoch(),
            last.epochs()));
    epoch(fold, last);
  }

  @Override
  public void note(int fold, String text) {
    shown = now();
    out.printf(Locale.ROOT, "%sfold %d: %s%n", terminal ? "\r\u001b[K" : "", fold, text);
  }

  @Override
  public void phase(int fold, String what) {
    if (terminal || now() - shown >= SECONDS_BETWEEN_PHASES) {
      put(String.format(Locale.ROOT, "fold %d: %s", fold, what));
    }
  }

  @Override
  public void foldFinished(FoldReport report) {
    note(
        report.fold(),
        String.format(
            Locale.ROOT,
            "epoch %s kept, %.1f kB written, %.0f s%s",
            kept(report.epochs()),
            report.bytes() / 1000.0,
            report.seconds(),
            resumed ? " since it went on" : ""));
  }

  /** {@code 7}, or {@code a 7, b 9}. */
  private static String kept(Map<String, Integer> epochs) {
    return epochs.size() == 1
        ? String.valueOf(epochs.values().iterator().next())
        : epochs.entrySet().stream()
            .map(fit -> fit.getKey() + " " + fit.getValue())
            .collect(Collectors.joining(", "));
  }

  /** A bar over all folds and the time left for their epochs, around {@code text}. */
  private void show(int fold, double done, String text) {
    int filled = (int) (BAR * (index + done) / count);
    put(
        String.format(
            Locale.ROOT,
            "fold %d [%s%s] %s  %s left",
            fold,
            "#".repeat(filled),
            ".".repeat(BAR - filled),
            text,
            left(done)));
  }

  private String left(double done) {
    double measured = done - doneAtBegin;
    if (Double.isNaN(begin) || measured <= 0) {
      return "?";
    }
    double secondsPerFold = (now() - begin) / measured;
    long seconds = Math.round(secondsPerFold * (1 - done + count - index - 1));
    return String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60);
  }

  private void put(String line) {
    if (terminal) {
      out.print("\r" + line + "\u001b[K");
      out.flush();
    } else {
      out.println(line);
    }
    shown = now();
  }

  private double now() {
    return nanoTime.getAsLong() / 1e9;
  }
}
