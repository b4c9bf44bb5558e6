package dev.upcall.compiler.emit;

import dev.upcall.compiler.emit.Layers.Layer;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.plan.MemoryPlan;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the emitter would print for a plan's last layer, as numbers. */
public final class LayerProbe {
  /** Elements of 1 or 4 bytes. */
  public record Array(int elementBytes, int[] elements) {}

  private final MemoryPlan plan;
  private final Layer layer;
  private final int step;
  private final Op op;

  public LayerProbe(MemoryPlan plan) {
    this.plan = plan;
    List<Layer> layers = Layers.of(plan);
    this.layer = layers.get(layers.size() - 1);
    this.step = lastStep(plan);
    this.op = plan.program().steps().get(step).op();
  }

  /** The name of the layer's record. */
  public String operator() {
    return layer.c().getClass().getSimpleName();
  }

  /** 4 or 8. */
  public int weightBits() {
    return layer.c().head().kernel().endsWith("_w4") ? 4 : 8;
  }

  /** All integers of the record, in order, nested ones in place. */
  public List<Integer> fields() {
    List<Integer> fields = new ArrayList<>();
    collect(layer.c(), fields);
    return fields;
  }

  public List<Array> arrays() {
    return layer.arrays().stream()
        .map(array -> new Array(array.data().dtype().bytes(), array.data().toInts()))
        .toList();
  }

  /** Where the kernel's scratch lies in the arena; 0 if it has none. */
  public int scratchOffset() {
    return plan.program().steps().get(step).scratchBytes() == 0 ? 0 : plan.scratchOffset(step);
  }

  /** The left or only operand, empty if it is a constant. */
  public Optional<Value> left() {
    return Optional.of(op.inputs().get(0)).filter(value -> !graph().isConstant(value));
  }

  /** The right operand, empty if there is none or it is a constant. */
  public Optional<Value> right() {
    return hasRight()
        ? Optional.of(op.inputs().get(1)).filter(value -> !graph().isConstant(value))
        : Optional.empty();
  }

  public boolean rightIsConstant() {
    return hasRight() && graph().isConstant(op.inputs().get(1));
  }

  public Value output() {
    return op.output();
  }

  private boolean hasRight() {
    return layer.c() instanceof CAdd
        || layer.c() instanceof CAddBroadcast
        || layer.c() instanceof CAddShort
        || layer.c() instanceof CBinary
        || layer.c() instanceof CMatMul
        || layer.c() instanceof CMulShort
        || layer.c() instanceof CCopy && op.inputs().size() > 1;
  }

  /** The last one that is no view. */
  private static int lastStep(MemoryPlan plan) {
    int step = plan.program().steps().size() - 1;
    while (plan.program().steps().get(step).isView()) {
      step--;
    }
    return step;
  }

  private Graph graph() {
    return plan.program().model().graph();
  }

  private static void collect(Object value, List<Integer> fields) {
    if (value instanceof Integer number) {
      fields.add(number);
    } else if (value instanceof Long number) {
      fields.add(number.intValue());
      fields.add((int) (number >> Integer.SIZE));
    } else if (value instanceof Optional<?> some) {
      fields.add(some.isPresent() ? 1 : 0);
      some.ifPresent(inner -> collect(inner, fields));
    } else if (value instanceof List<?> list) {
      list.forEach(element -> collect(element, fields));
    } else if (value instanceof Record record && !(value instanceof CLayerHead)) {
      for (RecordComponent component : record.getClass().getRecordComponents()) {
        try {
          collect(component.getAccessor().invoke(record), fields);
        } catch (ReflectiveOperationException e) {
          throw new AssertionError(e);
        }
      }
    }
  }
}
