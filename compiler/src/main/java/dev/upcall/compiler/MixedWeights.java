package dev.upcall.compiler;

import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.op.Linear;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.plan.ExitOrder;
import dev.upcall.compiler.quant.MixedBudget;
import dev.upcall.compiler.quant.QuantGraph;
import dev.upcall.compiler.quant.QuantOptions;
import dev.upcall.compiler.quant.Quantizer;
import dev.upcall.compiler.quant.WeightBits;
import dev.upcall.compiler.report.LeaveOneOut;
import dev.upcall.core.diagnostic.Diagnostic;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Chooses which layers' weights get 4 bits. A layer's sensitivity is the noise that its 4 bits add
 * at the network's output, all other layers in floats; those get 4 bits first that save most bytes
 * for the noise.
 */
final class MixedWeights {
  private static final int SENSITIVITY_SAMPLES = 64;
  private static final int ACCURACY_SAMPLES = 1000;

  private final Graph floats;
  private final Calibration calibration;
  private final QuantOptions options;
  private final MixedBudget budget;
  private final Optional<LabelledSamples> select;

  /**
   * @param floats equalised if it is to be
   * @param select by which accuracy is measured; empty for a bare model
   */
  MixedWeights(
      Graph floats,
      Calibration calibration,
      QuantOptions options,
      MixedBudget budget,
      Optional<LabelledSamples> select) {
    this.floats = floats;
    this.calibration = calibration;
    this.options = options;
    this.budget = budget;
    this.select = select;
  }

  /** A layer that can have 4 bits. */
  private record Candidate(int output, int savedBytes, double addedNoise) {
    double noisePerByte() {
      return addedNoise / savedBytes;
    }
  }

  /**
   * @throws dev.upcall.core.diagnostic.UpcallException UP2320 if nothing meets the budget
   */
  WeightBits choose() {
    List<Candidate> order = order();
    int most = order.size();
    int least = 0;
    if (budget.weightBytes().isPresent()) {
      least = least(order, budget.weightBytes().getAsInt());
      most = least;
    } else {
      requireLabels();
    }
    if (budget.accuracyDrop().isEmpty() || select.isEmpty()) {
      return bits(order, most);
    }
    // The most layers that keep the accuracy: it falls with each, up to chance.
    while (least < most) {
      int middle = (least + most + 1) / 2;
      if (loss(bits(order, middle)) <= budget.accuracyDrop().getAsDouble()) {
        least = middle;
      } else {
        most = middle - 1;
      }
    }
    return bits(order, least);
  }

  private List<Candidate> order() {
    QuantGraph eight = quantize(WeightBits.INT8);
    Map<Integer, Double> noiseOfEight = noise(eight);
    QuantGraph four = quantize(allFour());
    Map<Integer, Double> noiseOfFour = noise(four);
    List<Candidate> candidates = new ArrayList<>();
    for (Op op : four.graph().ops()) {
      if (op instanceof Linear linear && WeightBits.hasFourBits(op)) {
        int output = op.output().id();
        int saved = linear.weights().shape().size() - linear.weights().type().bytes();
        double added = noiseOfFour.get(output) - noiseOfEight.get(output);
        candidates.add(new Candidate(output, Math.max(1, saved), added));
      }
    }
    candidates.sort(Comparator.comparingDouble(Candidate::noisePerByte));
    return candidates;
  }

  /** 4 bits wherever a kernel computes with them. */
  private WeightBits allFour() {
    Map<Integer, Integer> four = new HashMap<>();
    for (Op op : floats.ops()) {
      if (WeightBits.hasFourBits(op)) {
        four.put(op.output().id(), 4);
      }
    }
    return new WeightBits(8, four);
  }

  /** Relative to the power of the output that it disturbs most, of each layer alone. */
  private Map<Integer, Double> noise(QuantGraph model) {
    List<float[]> reals = calibration.reals();
    List<float[]> some = reals.subList(0, Math.min(SENSITIVITY_SAMPLES, reals.size()));
    Map<Integer, Double> noise = new HashMap<>();
    for (int exit = 0; exit < floats.outputs().size(); exit++) {
      QuantGraph alone = new QuantGraph(ExitOrder.only(model.graph(), exit));
      new LeaveOneOut(ExitOrder.only(floats, exit), alone)
          .costs(some, Optional.empty())
          .forEach(
              (output, cost) -> noise.merge(output, Math.pow(10, -cost.sqnr() / 10), Math::max));
    }
    return noise;
  }

  /** How many layers need 4 bits so that all weights fit. */
  private int least(List<Candidate> order, int allowed) {
    int bytes = 0;
    for (Op op : floats.ops()) {
      bytes += op instanceof Linear linear ? linear.weights().shape().size() : 0;
    }
    int count = 0;
    while (bytes > allowed && count < order.size()) {
      bytes -= order.get(count++).savedBytes();
    }
    if (bytes > allowed) {
      throw Diagnostic.of(CompilerCode.WEIGHT_BUDGET, floats.name())
          .found("%d bytes of weights where all have 4 bits", bytes)
          .need("at most %d", allowed)
          .fix("give a larger --flash-budget, or train a smaller member")
          .toException();
    }
    return count;
  }

  private void requireLabels() {
    if (select.isEmpty()) {
      throw Diagnostic.of(CompilerCode.WEIGHT_BUDGET, floats.name())
          .found("a bare model, whose accuracy cannot be measured")
          .need("a bound on the bytes of its weights")
          .fix("give --flash-budget, or make the model a project with data")
          .toException();
    }
  }

  private double loss(WeightBits bits) {
    return select.orElseThrow().loss(floats, quantize(bits), ACCURACY_SAMPLES).points();
  }

  private QuantGraph quantize(WeightBits bits) {
    return Quantizer.quantize(
        floats, calibration.input(), calibration.reals(), options.withWeights(bits));
  }

  private static WeightBits bits(List<Candidate> order, int count) {
    Map<Integer, Integer> exceptions = new HashMap<>();
    order.subList(0, count).forEach(candidate -> exceptions.put(candidate.output(), 4));
    return new WeightBits(8, exceptions);
  }
}
