package dev.upcall.compiler.plan;

import dev.upcall.compiler.ir.DType;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.kernel.BandKernel;
import dev.upcall.compiler.kernel.BandKernels;
import dev.upcall.compiler.kernel.KernelChoice;
import dev.upcall.compiler.kernel.KernelProgram;
import dev.upcall.compiler.plan.RowSegment.Image;
import dev.upcall.compiler.plan.RowSegment.Layer;
import dev.upcall.compiler.plan.RowSegment.Overlap;
import dev.upcall.compiler.plan.RowSegment.Role;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes segments of a program: finds what they share, and how many rows of it need a place. */
final class RowSegments {
  private final KernelProgram program;
  private final Graph graph;

  /** How each step computes rows; empty where it cannot. */
  private final List<Optional<BandKernel>> kernels;

  /** The last step that reads each value; the number of steps for the graph's results. */
  private final Map<Integer, Integer> lastRead = new HashMap<>();

  RowSegments(KernelProgram program) {
    this.program = program;
    this.graph = program.model().graph();
    this.kernels = program.steps().stream().map(this::kernel).toList();
    for (int step = 0; step < program.steps().size(); step++) {
      for (Value operand : program.steps().get(step).op().inputs()) {
        lastRead.put(operand.id(), step);
      }
    }
    graph.results().forEach(result -> lastRead.put(result.id(), program.steps().size()));
  }

  private Optional<BandKernel> kernel(KernelChoice choice) {
    return BandKernels.of(choice)
        .filter(kernel -> images(choice.op()).stream().allMatch(program::isPlaced));
  }

  /** Whether a step can be part of a segment. */
  boolean canContain(int step) {
    return kernels.get(step).isPresent();
  }

  BandKernel kernel(int step) {
    return kernels.get(step).orElseThrow();
  }

  /** Whether the graph's input may come row by row if the steps before {@code end} are fused. */
  boolean canFeed(int end) {
    return graph.inputs().size() == 1
        && lastRead.getOrDefault(graph.inputs().get(0).id(), end) < end
        && graph.inputs().get(0).shape().rank() == 4
        && graph.inputs().get(0).type().dtype() == DType.INT8;
  }

  /**
   * @param fed whether the graph's input, which the first step reads, comes row by row
   * @param rows that each of the steps computes at a time
   */
  RowSegment of(int first, int end, boolean fed, int[] rows) {
    List<Image> images = new ArrayList<>();
    List<Layer> layers = new ArrayList<>();
    Map<Integer, Integer> index = new HashMap<>();
    for (int step = first; step < end; step++) {
      Op op = program.steps().get(step).op();
      List<Integer> read = new ArrayList<>();
      for (Value operand : images(op)) {
        if (!index.containsKey(operand.id())) {
          index.put(operand.id(), images.size());
          boolean comes = fed && graph.inputs().get(0).id() == operand.id();
          images.add(image(operand, comes ? Role.FED : Role.GIVEN));
        }
        read.add(index.get(operand.id()));
      }
      boolean passes = lastRead.getOrDefault(op.output().id(), step) < end;
      index.put(op.output().id(), images.size());
      images.add(image(op.output(), passes ? Role.PASSING : Role.RESULT));
      layers.add(
          new Layer(
              step,
              kernel(step),
              rows[step - first],
              read.get(0),
              read.get(read.size() - 1),
              images.size() - 1));
    }
    List<Image> sized = new RowRings(images, layers, this::worksInPlace).size();
    return new RowSegment(first, end, fed, sized, layers, overlaps(sized, layers));
  }

  /** In one go, so that all that is read is read before anything is written. */
  private boolean worksInPlace(Layer layer) {
    KernelChoice choice = program.steps().get(layer.step());
    return layer.kernel().inPlace() && BandKernels.inOneGo(choice, layer.rows());
  }

  private static Image image(Value value, Role role) {
    return new Image(value, role, value.shape().dim(1), 0, RowSegment.NONE);
  }

  /** The operands that are images: all but weights and biases. */
  private static List<Value> images(Op op) {
    int count = BandKernels.operands(op);
    return op.inputs().subList(0, count);
  }

  /** How far before each whole operand each result has to begin. */
  private static List<Overlap> overlaps(List<Image> images, List<Layer> layers) {
    List<Overlap> overlaps = new ArrayList<>();
    for (int operand = 0; operand < images.size(); operand++) {
      for (Layer layer : layers) {
        Image output = images.get(layer.output());
        if (images.get(operand).role() == Role.GIVEN && output.role() == Role.RESULT) {
          int clearance = clearance(images, layers, operand, layer);
          overlaps.add(new Overlap(images.get(operand).value(), output.value(), clearance));
        }
      }
    }
    return overlaps;
  }

  private static int clearance(List<Image> images, List<Layer> layers, int operand, Layer writer) {
    RowMachine machine = new RowMachine(images, layers);
    int[] clearance = {0};
    machine.run(
        new RowMachine.Listener() {
          @Override
          public void compute(int layer, int rows) {
            if (layers.get(layer) == writer) {
              int written = machine.produced(writer.output()) + rows;
              int unread = machine.needed(operand);
              if (unread < images.get(operand).height()) {
                clearance[0] =
                    Math.max(
                        clearance[0],
                        written * images.get(writer.output()).rowBytes()
                            - unread * images.get(operand).rowBytes());
              }
            }
          }

          @Override
          public void feed(int image) {}
        });
    return clearance[0];
  }
}
