package dev.upcall.training.data;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.project.Manifest;
import dev.upcall.training.TrainingCode;
import dev.upcall.training.arch.MapShape;
import java.util.List;

/** The manifest's [H,W,C] as the networks' [C,H,W]. */
public final class PictureShape {
  private PictureShape() {}

  /**
   * Shape of one sample.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException for another number of dimensions than 3
   */
  public static MapShape of(Manifest.InputSpec input) {
    List<Integer> shape = input.shape();
    if (shape.size() != 3) {
      throw Diagnostic.of(TrainingCode.NOT_A_PICTURE)
          .at("input.shape of ensemble.yaml")
          .found("%s", shape)
          .fix("write a series of N values as [N, 1, 1]")
          .toException();
    }
    return new MapShape(shape.get(2), shape.get(0), shape.get(1));
  }
}
