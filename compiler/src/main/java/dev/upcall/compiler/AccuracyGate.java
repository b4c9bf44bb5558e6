package dev.upcall.compiler;

import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.quant.QuantGraph;
import dev.upcall.compiler.report.PairedLoss;
import dev.upcall.core.diagnostic.Diagnostic;
import java.util.Optional;

/** Lets a quantised network pass that loses no more accuracy than is allowed. */
final class AccuracyGate {
  private static final int SAMPLES = 3000;

  private final double points;
  private final Optional<LabelledSamples> select;

  /**
   * @param points of accuracy that may be lost
   * @param select empty for a bare model
   */
  AccuracyGate(double points, Optional<LabelledSamples> select) {
    this.points = points;
    this.select = select;
  }

  /**
   * @param floats what {@code model} was made of
   * @throws dev.upcall.core.diagnostic.UpcallException UP2321, exit code 6, if it loses more;
   *     UP2322 if there is nothing to measure by
   */
  void require(String stage, Graph floats, QuantGraph model) {
    LabelledSamples labelled =
        select.orElseThrow(
            () ->
                Diagnostic.of(CompilerCode.NO_LABELS, stage)
                    .found("a bare model, whose samples have no labels")
                    .need("a project with data")
                    .fix("copy examples/digits and make the model its member")
                    .toException());
    PairedLoss loss = labelled.loss(floats, model, SAMPLES);
    // Nothing measured is no pass.
    if (!(loss.points() <= points)) {
      throw Diagnostic.of(CompilerCode.ACCURACY_BUDGET, stage)
          .found(
              "%.2f points lost on the select split (95 %%: %.2f to %.2f, n = %d)",
              loss.points(), loss.low(), loss.high(), loss.n())
          .need("at most %s points", points)
          .fix("see where they are lost: upcall quantize; or give layers more bits")
          .toException();
    }
  }
}
