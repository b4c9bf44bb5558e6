package dev.upcall.cli.bench;

import java.nio.file.Path;
import java.util.List;

/** A model that is measured, with inputs and the outputs that are right for them. */
sealed interface BenchModel permits GoldenModel, SmallModel {
  /** As rows call it. */
  String name();

  Path model();

  int outputBytes();

  /** Whether all that it needs is there. */
  boolean isPresent();

  /** What is looked for, for those who lack it. */
  String missing();

  List<byte[]> inputs();

  /** One for each input. */
  List<byte[]> outputs();

  /** What a board is measured with. */
  static List<? extends BenchModel> on(String board) {
    return board.equals(SmallModel.BOARD) ? SmallModel.ALL : GoldenModel.ALL;
  }
}
