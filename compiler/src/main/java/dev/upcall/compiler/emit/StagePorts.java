package dev.upcall.compiler.emit;

import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.State;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.plan.MemoryPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The inputs and outputs of a planned stage, as its C names them. */
final class StagePorts {
  private final MemoryPlan plan;
  private final Graph graph;
  private final List<CArray> constants = new ArrayList<>();

  StagePorts(MemoryPlan plan) {
    this.plan = plan;
    this.graph = plan.program().model().graph();
  }

  List<CPort> inputs() {
    return ports(graph.inputs());
  }

  List<CPort> outputs() {
    return ports(graph.outputs());
  }

  /** Outputs that no operator computes, filled by {@link #outputs}. */
  List<CArray> constants() {
    return List.copyOf(constants);
  }

  private List<CPort> ports(List<Value> values) {
    List<CPort> ports = new ArrayList<>();
    for (Value value : values) {
      ports.add(
          new CPort(
              values.size() == 1 ? "" : "_" + ports.size(),
              CTypes.of(value.type().dtype()),
              value.type().dtype().name().toLowerCase(Locale.ROOT),
              value.type().bytes(),
              value.shape().toString(),
              address(value, ports.size())));
    }
    return List.copyOf(ports);
  }

  private String address(Value value, int index) {
    if (graph.isConstant(value) && value.shape().size() == 0) {
      return "(void *)0"; // C has no arrays without elements
    }
    if (graph.isConstant(value)) {
      CArray array = new CArray("upcall_weights_output_" + index, graph.constant(value));
      if (!constants.contains(array)) {
        constants.add(array);
      }
      return array.name();
    }
    Optional<State> state = graph.state(value);
    if (state.isPresent()) {
      return StageStates.name(graph, state.get());
    }
    String place = "upcall_arena + " + plan.offset(value);
    return CTypes.of(value.type().dtype()).equals("int8_t") ? place : "(void *)(" + place + ")";
  }
}
