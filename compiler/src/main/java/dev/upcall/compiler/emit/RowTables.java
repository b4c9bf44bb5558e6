package dev.upcall.compiler.emit;

import dev.upcall.compiler.plan.MemoryPlan;
import dev.upcall.compiler.plan.RowSegment;
import dev.upcall.compiler.plan.RowSegment.Image;
import dev.upcall.compiler.plan.RowSegment.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The row-by-row segments of a planned stage, as its C names and prints them. */
final class RowTables {
  static final String HEADER = "upcall_rows.h";

  private final MemoryPlan plan;

  RowTables(MemoryPlan plan) {
    this.plan = plan;
  }

  /**
   * One for each segment.
   *
   * @param functions of the layers of the program's steps; views have none
   */
  List<CRows> tables(List<String> functions) {
    List<CRows> tables = new ArrayList<>();
    for (RowSegment segment : plan.segments()) {
      List<CRows.Layer> layers = new ArrayList<>();
      for (int i = 0; i < segment.layers().size(); i++) {
        layers.add(layer(segment, i, functions.get(layerIndex(segment.layers().get(i).step()))));
      }
      String prefix = prefix(segment);
      List<CRows.Image> images = segment.images().stream().map(this::image).toList();
      tables.add(new CRows(prefix + "_run", prefix, images, layers, fed(segment)));
    }
    return tables;
  }

  /**
   * The functions that compute the stage, in order; a segment is one. Those of a segment that is
   * fed are left out.
   */
  List<String> calls(List<String> functions) {
    List<String> calls = new ArrayList<>();
    for (int step = 0; step < plan.program().steps().size(); step++) {
      if (isCalled(step)) {
        calls.add(
            plan.segment(step)
                .map(segment -> prefix(segment) + "_run")
                .orElse(functions.get(layerIndex(step))));
      }
    }
    return calls;
  }

  /** How many of {@link #calls} compute the steps before {@code end}, where no segment goes on. */
  int callsBefore(int end) {
    int calls = 0;
    for (int step = 0; step < end; step++) {
      calls += isCalled(step) ? 1 : 0;
    }
    return calls;
  }

  /** Whether a step is a call of its own, or the first of a segment's. */
  private boolean isCalled(int step) {
    Optional<RowSegment> segment = plan.segment(step);
    return segment.isPresent()
        ? segment.get().first() == step && !segment.get().fed()
        : !plan.program().steps().get(step).isView();
  }

  /** How the stage's input comes by rows, if it does. */
  Optional<CRowFeed> feed() {
    return plan.fed()
        .map(
            segment -> {
              Image image = segment.images().get(fed(segment));
              return new CRowFeed(image.height(), image.rowBytes(), prefix(segment), fed(segment));
            });
  }

  private String prefix(RowSegment segment) {
    return "rows_" + plan.segments().indexOf(segment);
  }

  /** The index of the image whose rows come from outside, or -1. */
  private static int fed(RowSegment segment) {
    for (int i = 0; i < segment.images().size(); i++) {
      if (segment.images().get(i).role() == Role.FED) {
        return i;
      }
    }
    return -1;
  }

  private int layerIndex(int step) {
    return (int) plan.program().steps().subList(0, step).stream().filter(s -> !s.isView()).count();
  }

  private static CRows.Layer layer(RowSegment segment, int index, String function) {
    RowSegment.Layer layer = segment.layers().get(index);
    return new CRows.Layer(
        function,
        layer.left(),
        layer.right(),
        layer.output(),
        layer.rows(),
        layer.kernel().reach(),
        layer.kernel().stride(),
        layer.kernel().padTop(),
        segment.deepestReader(index));
  }

  private CRows.Image image(Image image) {
    return new CRows.Image(
        "%" + image.value().id(),
        "upcall_arena + " + plan.offset(image.value()),
        image.rowBytes(),
        image.rows(),
        image.height(),
        image.present(),
        -image.margin());
  }
}
