package dev.upcall.compiler.ir;

import dev.upcall.compiler.ir.op.Op;
import java.util.HashMap;
import java.util.Map;

/**
 * The rules every graph keeps, checked after each pass: one definition per value, defined before
 * its use, the same type wherever it is used, an output whose shape and, unless it is quantised,
 * element type follow from the operands, and states that keep their type. A breach is a bug of the
 * compiler, never of the user's model.
 */
public final class GraphVerifier {
  private final Graph graph;
  private final Map<Integer, Value> defined = new HashMap<>();

  private GraphVerifier(Graph graph) {
    this.graph = graph;
  }

  /**
   * @param stage what made the graph, for the message
   * @throws IllegalStateException naming {@code stage}, the operator and the broken rule
   */
  public static void verify(Graph graph, String stage) {
    try {
      new GraphVerifier(graph).run();
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new IllegalStateException(
          "after " + stage + ": " + e.getMessage() + "\n" + GraphPrinter.print(graph), e);
    }
  }

  private void run() {
    graph.inputs().forEach(this::define);
    graph.states().forEach(state -> define(state.value()));
    for (Op op : graph.ops()) {
      for (Value operand : op.inputs()) {
        use(operand, op.mnemonic() + " of " + op.source());
      }
      Shape inferred = op.inferShape();
      require(
          inferred.equals(op.output().shape()),
          "%" + op.output().id() + " is " + op.output().shape() + " but should be " + inferred);
      DType dtype = op.output().type().dtype();
      require(
          op.output().type().isQuantized() || dtype == op.inferDType(),
          "%" + op.output().id() + " holds " + dtype + " but should hold " + op.inferDType());
      define(op.output());
    }
    require(!graph.outputs().isEmpty(), "no output");
    graph.outputs().forEach(output -> use(output, "the graph's output"));
    graph.states().forEach(this::checkState);
  }

  private void checkState(State state) {
    Value value = state.value();
    use(state.next(), "state " + value.name());
    ConstantData initial = state.initial();
    require(
        state.next().type().equals(value.type())
            && initial.dtype() == value.type().dtype()
            && initial.length() == value.shape().size(),
        "state " + value + " goes on as " + state.next());
  }

  private void define(Value value) {
    require(!graph.isConstant(value), "%" + value.id() + " is a constant and defined");
    require(defined.put(value.id(), value) == null, "%" + value.id() + " is defined twice");
  }

  private void use(Value value, String user) {
    if (graph.isConstant(value)) {
      ConstantData data = graph.constant(value);
      require(
          data.dtype() == value.type().dtype() && data.length() == value.shape().size(),
          "constant @" + value.name() + " does not have the elements its type says");
      return;
    }
    Value definition = defined.get(value.id());
    require(definition != null, "%" + value.id() + " is used before its definition by " + user);
    require(
        definition.equals(value),
        "%" + value.id() + " is defined as " + definition + " and used as " + value);
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
