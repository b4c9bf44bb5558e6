package dev.upcall.training;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.training.fit.EpochEvent;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Writes a line per epoch: fold, fit, epoch, rate, speed, accuracy, joint loss, then every loss
 * term. A line of names comes first, and again where the terms become others.
 */
final class CsvLog implements ProgressListener, AutoCloseable {
  private final Path file;
  private final BufferedWriter out;
  private String heading = "";

  /**
   * @throws dev.upcall.core.diagnostic.UpcallException if the file cannot be written
   */
  CsvLog(Path file) {
    this.file = file;
    try {
      out = Files.newBufferedWriter(file);
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  @Override
  public void epoch(int fold, EpochEvent event) {
    String newHeading =
        "fold,fit,epoch,rate,samplesPerSecond,selectAccuracy,loss,"
            + String.join(",", event.losses().keySet());
    if (!newHeading.equals(heading)) {
      heading = newHeading;
      line(heading);
    }
    String terms =
        event.losses().values().stream().map(CsvLog::number).collect(Collectors.joining(","));
    line(
        String.join(
            ",",
            String.valueOf(fold),
            event.fit(),
            String.valueOf(event.epoch()),
            number(event.rate()),
            number(event.samplesPerSecond()),
            number(event.select().accuracy()),
            number(event.loss()),
            terms));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.6g", value);
  }

  private void line(String text) {
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
