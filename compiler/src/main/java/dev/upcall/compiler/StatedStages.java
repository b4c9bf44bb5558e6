package dev.upcall.compiler;

import dev.upcall.compiler.Ladder.Member;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.quant.Network;
import dev.upcall.compiler.quant.StatedQuantizer;
import java.util.ArrayList;
import java.util.List;

/** Quantises the networks of a ladder that state their quantisation themselves. */
final class StatedStages {
  private StatedStages() {}

  /**
   * @throws dev.upcall.core.diagnostic.UpcallException if they cannot be run on a device, have no
   *     integer form, or leave ranges open that no samples choose
   */
  static Ladder<Network> quantize(Ladder<Network> ladder) {
    List<Member<Graph>> stated = new ArrayList<>();
    for (Member<Network> stage : ladder.members()) {
      stage.model().stated().ifPresent(graph -> stated.add(stage.with(graph)));
    }
    StageCheck.require(ladder.withMembers(stated));
    return ladder.map(
        stage ->
            stage
                .model()
                .stated()
                .<Network>map(graph -> integers(ladder, graph))
                .orElse(stage.model()));
  }

  private static Network integers(Ladder<Network> ladder, Graph graph) {
    List<float[]> samples =
        StatedQuantizer.isComplete(graph) ? List.of() : Calibration.samples(ladder, graph);
    return new Network.Integers(StatedQuantizer.quantize(graph, samples));
  }
}
