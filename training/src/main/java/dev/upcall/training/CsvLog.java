package dev.upcall.training;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.training.fit.EpochEvent;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A table with a line per epoch: fold, fit, epoch, rate, speed, accuracy, joint loss, then every
 * loss term. A term that a fit has not is left empty; when a fit has new ones, the lines before are
 * written again below more names.
 */
final class CsvLog implements ProgressListener, AutoCloseable {
  private static final String HEADING = "fold,fit,epoch,rate,samplesPerSecond,selectAccuracy,loss";

  private final Path file;
  private final Set<String> terms = new LinkedHashSet<>();
  private final List<Line> lines = new ArrayList<>();
  private BufferedWriter out;

  private record Line(int fold, EpochEvent event) {}

  /**
   * @throws dev.upcall.core.diagnostic.UpcallException if the file cannot be written
   */
  CsvLog(Path file) {
    this.file = file;
    out = open();
  }

  private BufferedWriter open() {
    try {
      return Files.newBufferedWriter(file);
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  @Override
  public void epoch(int fold, EpochEvent event) {
    Line line = new Line(fold, event);
    lines.add(line);
    if (terms.addAll(event.losses().keySet())) {
      close();
      out = open();
      write(HEADING + terms.stream().map(term -> "," + term).collect(Collectors.joining()));
      lines.forEach(known -> write(text(known)));
    } else {
      write(text(line));
    }
  }

  private String text(Line line) {
    EpochEvent event = line.event();
    List<String> cells = new ArrayList<>();
    cells.add(String.valueOf(line.fold()));
    cells.add(event.fit());
    cells.add(String.valueOf(event.epoch()));
    cells.add(number(event.rate()));
    cells.add(number(event.samplesPerSecond()));
    cells.add(number(event.select().accuracy()));
    cells.add(number(event.loss()));
    for (String term : terms) {
      Double loss = event.losses().get(term);
      cells.add(loss == null ? "" : number(loss));
    }
    return String.join(",", cells);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.6g", value);
  }

  private void write(String text) {
    try {
      out.write(text);
      out.newLine();
      // Whoever watches a long training wants to plot it while it runs.
      out.flush();
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  private RuntimeException cannotWrite(IOException e) {
    return Diagnostic.of(TrainingCode.CANNOT_WRITE, file.getFileName())
        .at("%s", file)
        .found("%s", e)
        .fix("name another file with --log")
        .toException();
  }
}
