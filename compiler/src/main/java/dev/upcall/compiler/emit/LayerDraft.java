package dev.upcall.compiler.emit;

import dev.upcall.compiler.emit.Layers.Layer;
import dev.upcall.compiler.ir.ConstantData;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.State;
import dev.upcall.compiler.ir.Strides;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.plan.MemoryPlan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * One layer of a float stage while it is made: gives the C names of its operands and collects what
 * it needs.
 */
final class LayerDraft {
  /** Scalar functions, for all layers whose expressions may name them. */
  private static final List<String> SCALARS = List.of("upcall_real.h", "upcall_whole.h");

  private final MemoryPlan plan;
  private final Graph graph;
  private final int step;
  private final Op op;
  private final CLayerHead head;
  private final List<CArray> arrays = new ArrayList<>();
  private final TreeSet<String> headers = new TreeSet<>();

  /**
   * @param step of the program
   * @param index of the layer
   */
  LayerDraft(MemoryPlan plan, int step, int index) {
    this.plan = plan;
    this.step = step;
    this.graph = plan.program().model().graph();
    this.op = plan.program().steps().get(step).op();
    this.head =
        new CLayerHead(
            "layer_" + index + "_" + op.mnemonic(),
            plan.program().steps().get(step).function().orElseThrow(),
            "upcall_weights_" + index,
            LayerComment.of(index, op, graph),
            "",
            "");
  }

  /** Elements of an operand, if it is constant. */
  Optional<ConstantData> constant(Value value) {
    return graph.isConstant(value) ? Optional.of(graph.constant(value)) : Optional.empty();
  }

  /** The operator that computes a value; none computes inputs, constants and states. */
  Optional<Op> producer(Value value) {
    return graph.ops().stream().filter(other -> other.output().equals(value)).findFirst();
  }

  /** Where an operand's elements are. */
  String address(Value operand) {
    Optional<State> state = graph.state(operand);
    if (state.isPresent()) {
      return StageStates.name(graph, state.get());
    }
    if (!graph.isConstant(operand)) {
      return "(const void *)(upcall_arena + " + plan.offset(operand) + ")";
    }
    int position = op.inputs().indexOf(operand);
    return array("operand" + position, graph.constant(operand));
  }

  /** Where the result's elements go. */
  String result() {
    return "(void *)(upcall_arena + " + plan.offset(op.output()) + ")";
  }

  /** The kernel that was chosen. */
  String function() {
    return plan.program().steps().get(step).function().orElseThrow();
  }

  /** Whether the kernel has memory of its own. */
  boolean hasScratch() {
    return plan.program().steps().get(step).scratchBytes() > 0;
  }

  /** Where memory for the kernel is. */
  String scratch() {
    return "(void *)(upcall_arena + " + plan.scratchOffset(step) + ")";
  }

  /** The name of a constant array of this layer. */
  String array(String suffix, ConstantData data) {
    CArray array = new CArray(head.weights() + "_" + suffix, data);
    if (arrays.stream().noneMatch(known -> known.name().equals(array.name()))) {
      arrays.add(array);
    }
    return array.name();
  }

  /**
   * A call of a kernel with the operands' and the result's addresses behind its struct, {@code
   * <function>_t}.
   */
  Layer call(String function, List<String> fields, Value... operands) {
    return call(function, function, fields, operands);
  }

  /**
   * As {@link #call(String, List, Value...)} for one of several kernels that share a struct.
   *
   * @param file name of their header, and of the struct without {@code _t}
   */
  Layer call(String function, String file, List<String> fields, Value... operands) {
    headers.add(file + ".h");
    headers.addAll(SCALARS);
    List<String> arguments = new ArrayList<>();
    for (Value operand : operands) {
      arguments.add(address(operand));
    }
    arguments.add(result());
    return layer(new CCall(head, function, file + "_t", fields, arguments));
  }

  /** Loops over elements. */
  Layer nests(List<CNest> nests) {
    headers.addAll(SCALARS);
    return layer(new CNests(head, nests));
  }

  /** Loops that begin at the first element of the result and of each operand. */
  LoopNest loops(Value... operands) {
    return loops(new int[operands.length + 1], operands);
  }

  /**
   * As {@link #loops(Value...)}, from other elements on: first the result's, then the operands'.
   */
  LoopNest loops(int[] offsets, Value... operands) {
    List<CPointer> walked = new ArrayList<>(List.of(target()));
    walked.addAll(pointers(operands));
    return new LoopNest(walked, offsets);
  }

  /** The result, as {@code y}. */
  CPointer target() {
    return new CPointer(CTypes.of(op.output().type().dtype()), "y", result());
  }

  /** Operands, as {@code x0} and so on. */
  List<CPointer> pointers(Value... operands) {
    List<CPointer> pointers = new ArrayList<>();
    for (int i = 0; i < operands.length; i++) {
      String type = CTypes.of(operands[i].type().dtype());
      pointers.add(new CPointer(type, "x" + i, address(operands[i])));
    }
    return pointers;
  }

  /** Loops over the result's elements, along which the operands are broadcast. */
  LoopNest broadcast(Value... operands) {
    LoopNest loops = loops(operands);
    int[] target = Strides.rowMajor(op.output().shape());
    List<int[]> strides =
        Arrays.stream(operands)
            .map(operand -> Strides.broadcast(operand.shape(), op.output().shape()))
            .toList();
    for (int axis = 0; axis < target.length; axis++) {
      int[] steps = new int[operands.length + 1];
      steps[0] = target[axis];
      for (int i = 0; i < operands.length; i++) {
        steps[i + 1] = strides.get(i)[axis];
      }
      loops.axis(op.output().shape().dim(axis), steps);
    }
    return loops;
  }

  private Layer layer(CLayer c) {
    return new Layer(c, List.copyOf(arrays), List.copyOf(headers));
  }
}
