package dev.upcall.cli.bench;

import dev.upcall.cli.bench.InstructionModel.Cost;
import dev.upcall.cli.bench.InstructionModel.OnBoard;
import dev.upcall.cli.bench.LayerMeasurement.Layer;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Fits an {@link InstructionModel} to measured layers. */
final class InstructionFit {
  private InstructionFit() {}

  /**
   * @param models the golden models on one board
   * @param codeBytes greatest of their images
   */
  static OnBoard of(String core, List<LayerMeasurement> models, long codeBytes) {
    double error = 0;
    for (LayerMeasurement left : models) {
      List<Layer> others =
          models.stream().filter(m -> m != left).flatMap(m -> m.layers().stream()).toList();
      SortedMap<String, Cost> costs = costs(others);
      // A kernel that only this model has cannot be predicted by the others.
      List<Layer> known =
          left.layers().stream().filter(layer -> costs.containsKey(layer.kernel())).toList();
      double measured = known.stream().mapToDouble(Layer::instructions).sum();
      double predicted =
          known.stream().mapToDouble(l -> costs.get(l.kernel()).of(l.macs(), l.outputs())).sum();
      error = Math.max(error, measured == 0 ? 0 : Math.abs(predicted / measured - 1));
    }
    List<Layer> all = models.stream().flatMap(m -> m.layers().stream()).toList();
    return new OnBoard(core, costs(all), Math.rint(error * 1000) / 1000, codeBytes);
  }

  private static SortedMap<String, Cost> costs(List<Layer> layers) {
    SortedMap<String, Cost> costs = new TreeMap<>();
    for (String kernel : layers.stream().map(Layer::kernel).distinct().toList()) {
      costs.put(kernel, cost(layers.stream().filter(l -> l.kernel().equals(kernel)).toList()));
    }
    return costs;
  }

  /**
   * Least squares of the relative errors, so that small layers count as much as large ones; a cost
   * below zero is none.
   */
  private static Cost cost(List<Layer> layers) {
    double mm = 0;
    double mo = 0;
    double oo = 0;
    double m1 = 0;
    double o1 = 0;
    for (Layer layer : layers) {
      double m = layer.macs() / layer.instructions();
      double o = layer.outputs() / layer.instructions();
      mm += m * m;
      mo += m * o;
      oo += o * o;
      m1 += m;
      o1 += o;
    }
    double determinant = mm * oo - mo * mo;
    if (determinant > 1e-9 * mm * oo) {
      double perMac = (m1 * oo - o1 * mo) / determinant;
      double perOutput = (o1 * mm - m1 * mo) / determinant;
      if (perMac >= 0 && perOutput >= 0) {
        return new Cost(rounded(perMac), rounded(perOutput));
      }
    }
    return mm > 0 ? new Cost(rounded(m1 / mm), 0) : new Cost(0, rounded(o1 / oo));
  }

  private static double rounded(double value) {
    return Math.rint(value * 1000) / 1000;
  }
}
