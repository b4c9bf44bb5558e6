package dev.upcall.core.training;

import dev.upcall.core.project.Project;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Trains a project's members. Found by {@link java.util.ServiceLoader}, so that nobody who only
 * compiles models has PyTorch on the class path.
 */
public interface TrainingService {
  /** What becomes of the checkpoints that an interrupted training of the same project left. */
  enum Start {
    /** Goes on behind the last whole epoch, if settings, data and seed are the same. */
    RESUME,
    /** Forgets them. */
    FRESH,
    /** Runs no more epochs of what has begun: the best so far is what training came to. */
    FINISH
  }

  /** What computes. */
  enum Processor {
    CPU,
    /** An NVIDIA graphics card; needs a PyTorch that knows it. */
    CUDA
  }

  /**
   * What differs from the project's own training.yaml.
   *
   * @param folds cross-fitting folds to train, in this order
   * @param method what the members are trained for: {@code mel}, {@code independent} and others
   * @param members names of those to train; empty for all
   * @param limit samples of each split to use, if there are more: for a short try
   * @param log where losses per epoch go, as CSV
   * @param start whether an interrupted training goes on
   * @param processor what computes
   */
  record Options(
      List<Integer> folds,
      Optional<String> method,
      List<String> members,
      OptionalInt epochs,
      OptionalLong seed,
      OptionalInt limit,
      Optional<Path> log,
      Start start,
      Processor processor) {}

  /**
   * What came of it.
   *
   * @param text for people
   * @param data for machines: records, maps, lists, numbers and texts
   */
  record Report(String text, Object data) {}

  /**
   * Trains, and writes the models where the manifest names them.
   *
   * @param progress where a bar is drawn
   * @param terminal whether {@code progress} can redraw a line
   * @throws dev.upcall.core.diagnostic.UpcallException UP40xx for bad data, settings or a loss that
   *     is no number
   */
  Report train(Project project, Options options, PrintStream progress, boolean terminal);
}
