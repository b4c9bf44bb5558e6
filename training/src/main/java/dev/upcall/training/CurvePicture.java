package dev.upcall.training;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.file.AtomicFile;
import dev.upcall.training.fit.EpochEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** Keeps a picture of the learning curves up to date while they grow. */
final class CurvePicture implements ProgressListener, AutoCloseable {
  /** Rarely enough that drawing takes no time from short epochs. */
  private static final double SECONDS_BETWEEN = 5;

  private final Path file;
  private final LongSupplier nanoTime;
  private final Map<String, List<EpochEvent>> curves = new LinkedHashMap<>();
  private long drawn;

  /**
   * @param nanoTime a clock, as {@link System#nanoTime}
   */
  CurvePicture(Path file, LongSupplier nanoTime) {
    this.file = file;
    this.nanoTime = nanoTime;
    drawn = nanoTime.getAsLong();
  }

  @Override
  public void epoch(int fold, EpochEvent event) {
    curves
        .computeIfAbsent("fold " + fold + ", " + event.fit(), name -> new ArrayList<>())
        .add(event);
    if ((nanoTime.getAsLong() - drawn) / 1e9 >= SECONDS_BETWEEN) {
      draw();
    }
  }

  private void draw() {
    try {
      AtomicFile.write(file, new CurveSvg(curves).toString());
      drawn = nanoTime.getAsLong();
    } catch (IOException e) {
      throw Diagnostic.of(TrainingCode.CANNOT_WRITE, file.getFileName())
          .at("%s", file)
          .found("%s", e)
          .fix("name another place with --log")
          .toException();
    }
  }

  /** Draws the last time, also when training ended in an error. */
  @Override
  public void close() {
    if (!curves.isEmpty()) {
      draw();
    }
  }
}
