package dev.upcall.cli.validate;

import dev.upcall.compiler.CompileRequest;
import dev.upcall.compiler.Ladder;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.kernel.KernelChoice;
import dev.upcall.compiler.plan.ExitOrder;
import dev.upcall.compiler.plan.MemoryPlan;
import dev.upcall.compiler.tool.BareRun.Places;
import java.util.List;

/**
 * What is validated: one exit of a network of a ladder, as it lies in the arena.
 *
 * @param plans of all the ladder's networks
 */
record Subject(Ladder<MemoryPlan> plans, Ladder.Exit exit) {
  CompileRequest request() {
    return plans.request();
  }

  String name() {
    return exit.name();
  }

  /** As stages name it. */
  Ladder.Part part() {
    return new Ladder.Part(member().name(), exit.output());
  }

  /** Index of the network. */
  int network() {
    return exit.member();
  }

  private Ladder.Member<MemoryPlan> member() {
    return plans.members().get(exit.member());
  }

  /** The model's file. */
  String file() {
    return member().source().file();
  }

  /** Names of all the network's exits. */
  List<String> exits() {
    return member().exits();
  }

  /** Whether others end elsewhere in the same network, so that a run has to stop at this one. */
  boolean stops() {
    return exits().size() > 1;
  }

  MemoryPlan plan() {
    return member().model();
  }

  /** A form of the network, as far as this exit needs it. */
  Graph of(Graph network) {
    return ExitOrder.only(network, exit.output());
  }

  /** Layers that compute, up to this exit. */
  List<KernelChoice> layers() {
    int end = ExitOrder.ends(plan().program().model().graph(), exits().size()).get(exit.output());
    return plan().program().steps().subList(0, end).stream()
        .filter(step -> !step.isView())
        .toList();
  }

  /** Where a run of the whole network, or of all up to this exit, takes and leaves its bytes. */
  Places places() {
    Graph graph = plan().program().model().graph();
    return places(graph.outputs().get(exit.output()), stops() ? layers().size() : 0);
  }

  /**
   * @param output of the last layer that runs
   * @param count layers that run; 0 for all
   */
  Places places(Value output, int count) {
    Value input = plan().program().model().graph().inputs().get(0);
    return new Places(
        network(), plan().offset(input), plan().offset(output), output.type().bytes(), count);
  }
}
