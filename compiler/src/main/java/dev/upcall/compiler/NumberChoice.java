package dev.upcall.compiler;

import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.op.Linear;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.quant.Activations;
import dev.upcall.compiler.quant.MixedBudget;
import dev.upcall.compiler.quant.QuantForm;
import dev.upcall.compiler.quant.QuantGraph;
import dev.upcall.compiler.quant.QuantOptions;
import dev.upcall.compiler.quant.Quantizer;
import dev.upcall.compiler.quant.WeightBits;
import dev.upcall.compiler.report.PairedLoss;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.UpcallException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Chooses a network's numbers within a budget: activations of 8 bits, with weights of 4 where they
 * cost least until all fit; or activations of 16 bits and weights of 8, where accuracy needs them
 * and flash and RAM have room.
 */
final class NumberChoice {
  private static final int ACCURACY_SAMPLES = 1000;

  private final Graph floats;
  private final Calibration calibration;
  private final QuantOptions options;
  private final MixedBudget budget;
  private final Optional<LabelledSamples> select;
  private final Memory memory;

  /** What a network's activations and scratch take on the board. */
  interface Memory {
    /**
     * @throws UpcallException if that is more than there may be
     */
    int bytes(QuantGraph model);
  }

  /**
   * @param floats after {@link dev.upcall.compiler.pass.Passes}
   * @param select by which accuracy is measured; empty for a bare model
   */
  NumberChoice(
      Graph floats,
      Calibration calibration,
      QuantOptions options,
      MixedBudget budget,
      Optional<LabelledSamples> select,
      Memory memory) {
    this.floats = floats;
    this.calibration = calibration;
    this.options = options;
    this.budget = budget;
    this.select = select;
    this.memory = memory;
  }

  /** Numbers, and what a network of them takes and loses. */
  private record Point(
      String name, QuantOptions options, int weightBytes, int ramBytes, Optional<PairedLoss> loss) {
    String text() {
      String takes = "%s: %d B of weights, %d B of RAM".formatted(name, weightBytes, ramBytes);
      return loss.map(
              lost ->
                  takes
                      + String.format(
                          Locale.ROOT, ", %.2f points lost (n = %d)", lost.points(), lost.n()))
          .orElse(takes);
    }
  }

  /**
   * @throws dev.upcall.core.diagnostic.UpcallException UP2320, UP2321 with the nearest that can be
   *     had, or the memory plan's own if nothing meets the budget
   */
  QuantOptions choose() {
    Point bytes = point("int8 activations", options.withWeights(weights()));
    if (isAccurate(bytes)) {
      return bytes.options();
    }
    List<String> reached = new ArrayList<>(List.of(bytes.text()));
    try {
      Point wide =
          point(
              "int16 activations",
              options.withWeights(WeightBits.INT8).withActivations(Activations.INT16));
      if (hasRoom(wide) && isAccurate(wide)) {
        return wide.options();
      }
      reached.add(wide.text());
    } catch (UpcallException e) {
      // An operator that has no such arithmetic, or more memory than there may be.
      Diagnostic why = e.diagnostics().get(0);
      reached.add("int16 activations: " + why.title() + "; " + why.found());
    }
    throw Diagnostic.of(CompilerCode.ACCURACY_BUDGET, floats.name())
        .found("%s", String.join("\n", reached))
        .need("%s", need())
        .fix("allow more of what the nearest of these takes, or train the member longer")
        .toException();
  }

  private WeightBits weights() {
    if (budget.weightBytes().isEmpty() && !budget.fourBits()) {
      return WeightBits.INT8;
    }
    Graph form = QuantForm.of(floats, options);
    return new MixedWeights(form, calibration, options, budget, select).choose();
  }

  private Point point(String name, QuantOptions chosen) {
    Graph form = QuantForm.of(floats, chosen);
    QuantGraph model = Quantizer.quantize(form, calibration.input(), calibration.reals(), chosen);
    int weights = 0;
    for (Op op : model.graph().ops()) {
      weights += op instanceof Linear linear ? linear.weights().type().bytes() : 0;
    }
    int ram = memory.bytes(model);
    return new Point(
        name, chosen, weights, ram, select.map(all -> all.loss(form, model, ACCURACY_SAMPLES)));
  }

  private boolean hasRoom(Point point) {
    return point.weightBytes() <= budget.weightBytes().orElse(Integer.MAX_VALUE);
  }

  private boolean isAccurate(Point point) {
    double allowed = budget.accuracyDrop().orElse(Double.POSITIVE_INFINITY);
    return point.loss().isEmpty() || point.loss().get().points() <= allowed;
  }

  private String need() {
    List<String> bounds = new ArrayList<>();
    budget.accuracyDrop().ifPresent(points -> bounds.add("at most " + points + " points lost"));
    budget.weightBytes().ifPresent(bytes -> bounds.add("at most " + bytes + " B of weights"));
    return String.join(", ", bounds);
  }
}
