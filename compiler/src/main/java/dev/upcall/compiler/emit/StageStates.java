package dev.upcall.compiler.emit;

import dev.upcall.compiler.ir.ConstantData;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.State;
import dev.upcall.compiler.ir.StateOrder;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.plan.MemoryPlan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a stage keeps from run to run: an array for each state, which operators read in place, a
 * function that takes over the next values at the end of a run, and one that begins anew.
 */
final class StageStates {
  static final String KEEP = "keep_states";
  static final String RESET = "reset_states";

  private final MemoryPlan plan;
  private final Graph graph;

  StageStates(MemoryPlan plan) {
    this.plan = plan;
    this.graph = plan.program().model().graph();
  }

  /** The array of a state. */
  static String name(Graph graph, State state) {
    return "upcall_state_" + graph.states().indexOf(state);
  }

  boolean isEmpty() {
    return graph.states().isEmpty();
  }

  /** The arrays, and what they begin with where that is not zero. */
  void declare(StringBuilder out) {
    out.append("/* What is kept from run to run. */\n");
    for (State state : graph.states()) {
      ConstantData initial = state.initial();
      String name = name(graph, state);
      if (isZero(initial)) {
        out.append("static ").append(CTypes.of(initial.dtype())).append(' ').append(name);
        out.append('[').append(initial.length()).append("];\n");
      } else {
        new CArray(initialName(state), initial).print(out);
        StringBuilder array = new StringBuilder();
        new CArray(name, initial).print(array);
        out.append(array.toString().replaceFirst("static const", "static"));
      }
    }
  }

  /** Takes over what this run has made; a state that another one becomes is copied before. */
  CNests keep() {
    List<CNest> nests = new ArrayList<>();
    for (State state : StateOrder.of(graph.states()).orElseThrow()) {
      nests.add(copy(state, address(state.next())));
    }
    return new CNests(head(KEEP, "Takes over what the next run begins with."), nests);
  }

  /** Sets what the first run begins with. */
  CNests reset() {
    List<CNest> nests = new ArrayList<>();
    for (State state : graph.states()) {
      nests.add(
          isZero(state.initial())
              ? loops(state, List.of()).nest("0", isBlock())
              : copy(state, initialName(state)));
    }
    return new CNests(head(RESET, "What the first run begins with."), nests);
  }

  private CNest copy(State state, String from) {
    String type = CTypes.of(state.initial().dtype());
    return loops(state, List.of(new CPointer(type, "x0", from))).nest("%1$s", isBlock());
  }

  private boolean isBlock() {
    return graph.states().size() > 1;
  }

  private LoopNest loops(State state, List<CPointer> operands) {
    String type = CTypes.of(state.initial().dtype());
    List<CPointer> walked = new ArrayList<>(List.of(new CPointer(type, "y", name(graph, state))));
    walked.addAll(operands);
    int[] strides = new int[walked.size()];
    Arrays.fill(strides, 1);
    return new LoopNest(walked, new int[walked.size()]).axis(state.initial().length(), strides);
  }

  private String address(Value value) {
    return graph
        .state(value)
        .map(state -> name(graph, state))
        .orElseGet(() -> "(const void *)(upcall_arena + " + plan.offset(value) + ")");
  }

  private String initialName(State state) {
    return "upcall_weights_state_" + graph.states().indexOf(state);
  }

  private static CLayerHead head(String function, String comment) {
    return new CLayerHead(function, "loops", "", List.of(comment), "", "");
  }

  private static boolean isZero(ConstantData data) {
    for (byte b : data.toBytes()) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }
}
