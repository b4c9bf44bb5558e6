package dev.upcall.compiler.emit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Builds a {@link CNest}: axes, and how far a step along each moves in every tensor. Neighbouring
 * axes that all tensors walk as one become one loop; axes of one element none.
 */
final class LoopNest {
  private static final String INDENT = "    ";

  private final List<Axis> kept = new ArrayList<>();
  private final List<Axis> folded = new ArrayList<>();
  private final List<Walk> walks = new ArrayList<>();
  private int indices;

  /** A tensor that is walked over. */
  private record Walk(CPointer pointer, int offset) {}

  /** An axis: its elements, and a step's length in each of the walks. */
  private record Axis(int size, int[] strides) {
    /** Whether {@code inner} together with this axis is one axis for all walks. */
    boolean continues(Axis inner) {
      for (int i = 0; i < strides.length; i++) {
        if (strides[i] != inner.strides[i] * inner.size) {
          return false;
        }
      }
      return true;
    }
  }

  /**
   * @param walked the result first, then the operands
   * @param offsets of the first element of each
   */
  LoopNest(List<CPointer> walked, int... offsets) {
    for (int i = 0; i < walked.size(); i++) {
      walks.add(new Walk(walked.get(i), offsets[i]));
    }
  }

  /**
   * An axis of the result.
   *
   * @param strides one for each tensor, in elements
   */
  LoopNest axis(int size, int... strides) {
    return add(kept, size, strides);
  }

  /** An axis along which elements are folded; the result's stride does not count. */
  LoopNest foldedAxis(int size, int... strides) {
    return add(folded, size, strides);
  }

  private LoopNest add(List<Axis> axes, int size, int[] strides) {
    Axis axis = new Axis(size, strides);
    Axis last = axes.isEmpty() ? null : axes.get(axes.size() - 1);
    if (size == 1) {
      return this;
    }
    if (last != null && last.continues(axis)) {
      axes.set(axes.size() - 1, new Axis(last.size() * size, strides));
    } else {
      axes.add(axis);
    }
    return this;
  }

  /**
   * @param value expression; {@code %1$s} and so on are the operands' elements
   * @param block whether it stands in braces of its own
   */
  CNest nest(String value, boolean block) {
    return build(Optional.empty(), value, block);
  }

  /**
   * @param type of the state
   * @param start expression
   * @param step expression of the next state, of {@code state} and the operands' elements
   * @param value expression of the last state, without operands
   */
  CNest fold(String type, String start, String step, String value) {
    return build(Optional.of(new Folding(type, start, step)), value, false);
  }

  private record Folding(String type, String start, String step) {}

  private CNest build(Optional<Folding> folding, String value, boolean block) {
    String indent = block ? INDENT + INDENT : INDENT;
    List<CLoop> loops = loops(kept, indent);
    String bodyIndent = indent + INDENT.repeat(loops.size());
    List<CLoop> inner = loops(folded, bodyIndent);
    Optional<CNest.Fold> fold =
        folding.map(
            f ->
                new CNest.Fold(
                    f.type(),
                    f.start(),
                    inner,
                    bodyIndent + INDENT.repeat(inner.size()),
                    format(f.step(), loops, inner)));
    return new CNest(
        indent,
        walks.subList(1, walks.size()).stream().map(Walk::pointer).toList(),
        walks.get(0).pointer(),
        loops,
        fold,
        bodyIndent,
        index(0, loops, List.of()),
        fold.isPresent() ? value : format(value, loops, List.of()));
  }

  private List<CLoop> loops(List<Axis> axes, String indent) {
    List<CLoop> loops = new ArrayList<>();
    for (Axis axis : axes) {
      loops.add(new CLoop("i" + indices++, axis.size(), indent + INDENT.repeat(loops.size())));
    }
    return loops;
  }

  private String format(String pattern, List<CLoop> outer, List<CLoop> inner) {
    List<String> elements = new ArrayList<>();
    for (int walk = 1; walk < walks.size(); walk++) {
      elements.add(walks.get(walk).pointer().name() + "[" + index(walk, outer, inner) + "]");
    }
    return String.format(pattern, elements.toArray());
  }

  private String index(int walk, List<CLoop> outer, List<CLoop> inner) {
    List<String> terms = new ArrayList<>();
    if (walks.get(walk).offset() != 0) {
      terms.add(String.valueOf(walks.get(walk).offset()));
    }
    terms(terms, walk, kept, outer);
    terms(terms, walk, folded, inner);
    return terms.isEmpty() ? "0" : String.join(" + ", terms);
  }

  private static void terms(List<String> terms, int walk, List<Axis> axes, List<CLoop> loops) {
    for (int i = 0; i < loops.size(); i++) {
      int stride = axes.get(i).strides()[walk];
      if (stride != 0) {
        terms.add(loops.get(i).index() + (stride == 1 ? "" : " * " + stride));
      }
    }
  }

  /** Whether there is nothing to do. */
  boolean isEmpty() {
    return kept.stream().anyMatch(axis -> axis.size() == 0);
  }
}
