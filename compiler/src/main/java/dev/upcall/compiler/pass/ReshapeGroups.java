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
   * @param in of at least one element, as many as {@code out} has
   */
  static ReshapeGroups of(Shape in, Shape out) {
    List<List<Integer>> from = new ArrayList<>();
    List<List<Integer>> to = new ArrayList<>();
    int i = 0;
    int o = 0;
    while (i < in.rank() || o < out.rank()) {
      int firstIn = i;
      int firstOut = o;
      long left = i < in.rank() ? in.dim(i++) : 1;
      long right = o < out.rank() ? out.dim(o++) : 1;
      while (left != right) {
        if (left < right) {
          left *= in.dim(i++);
        } else {
          right *= out.dim(o++);
        }
      }
      from.add(range(firstIn, i));
      to.add(range(firstOut, o));
    }
    return new ReshapeGroups(from, to);
  }

  private static List<Integer> range(int first, int end) {
    return IntStream.range(first, end).boxed().toList();
  }
}
