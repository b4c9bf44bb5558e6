package dev.upcall.compiler;

import dev.upcall.compiler.Ladder.Exit;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.plan.ExitOrder;
import dev.upcall.compiler.quant.QuantGraph;
import dev.upcall.compiler.report.PairedLoss;
import dev.upcall.compiler.report.QuantStudy;
import dev.upcall.core.data.Dataset;
import java.util.Comparator;
import java.util.List;

/**
 * What tells how much accuracy a network loses: samples with labels, by each of its exits.
 *
 * @param samples inputs of the device
 * @param exits one for each of the network's outputs
 */
record LabelledSamples(Dataset samples, List<Exit> exits) {
  LabelledSamples {
    exits = List.copyOf(exits);
  }

  /**
   * Of the exits that one which loses most.
   *
   * @param floats what {@code model} was made of
   * @param most samples to use
   */
  PairedLoss loss(Graph floats, QuantGraph model, int most) {
    Dataset some = samples.first(most);
    return exits.stream()
        .map(exit -> loss(floats, model, exit, some.only(exit.classes())))
        .max(Comparator.comparingDouble(PairedLoss::points))
        .orElseThrow();
  }

  private static PairedLoss loss(Graph floats, QuantGraph model, Exit exit, Dataset some) {
    return QuantStudy.accuracy(
            ExitOrder.only(floats, exit.output()),
            new QuantGraph(ExitOrder.only(model.graph(), exit.output())),
            some.raw(),
            some.labels())
        .loss();
  }
}
