package dev.upcall.compiler.pass;

import dev.upcall.compiler.ir.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which axes of a reshape's operand become which of its output: groups, in the order of both, of
 * equally many elements.
 *
 * @param from the operand's axes of each group
 * @param to the output's axes of each group
 */
record ReshapeGroups(List<List<Integer>> from, List<List<Integer>> to) {
  /**
   * @param in of at least one axis and one element, as many as {@code out} has
   * @param out of at least one axis
   */
  static ReshapeGroups of(Shape in, Shape out) {
    List<List<Integer>> from = new ArrayList<>();
    List<List<Integer>> to = new ArrayList<>();
    int i = 0;
    int o = 0;
    while (i < in.rank() && o < out.rank()) {
      int firstIn = i;
      int firstOut = o;
      long left = in.dim(i++);
      long right = out.dim(o++);
      while (left != right) {
        if (left < right) {
          left *= in.dim(i++);
        } else {
          right *= out.dim(o++);
        }
      }
      // Axes of one element behind the last that has more: part of its group.
      boolean last = i == in.rank() || o == out.rank();
      i = last ? in.rank() : i;
      o = last ? out.rank() : o;
      from.add(range(firstIn, i));
      to.add(range(firstOut, o));
    }
    return new ReshapeGroups(from, to);
  }

  private static List<Integer> range(int first, int end) {
    return IntStream.range(first, end).boxed().toList();
  }
}
