package dev.upcall.compiler.kernel;

import dev.upcall.compiler.ir.Shape;
import dev.upcall.compiler.ir.Strides;
import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.ir.op.Concat;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.ir.op.Slice;
import dev.upcall.compiler.ir.op.Transpose;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A strided copy as the fewest loops over the longest runs: axes of one element are dropped, axes
 * that lie behind each other on both sides become one. All figures are bytes.
 *
 * @param run of one run, which is contiguous on both sides
 * @param dims runs along each of {@value #AXES} axes, outermost first
 */
public record CopyRuns(
    int run,
    int inputStart,
    int outputStart,
    List<Integer> dims,
    List<Integer> inputStrides,
    List<Integer> outputStrides) {
  /** What {@code upcall_copy} loops over. */
  public static final int AXES = 5;

  private record Axis(int dim, int in, int out) {}

  /**
   * The copy that {@code op} is of its operand {@code index}: a slice, a transposition or the part
   * of a concatenation. Empty if it needs more loops than there are.
   */
  public static Optional<CopyRuns> of(Op op, int index) {
    Shape out = op.output().shape();
    int bytes = op.output().type().dtype().bytes();
    int[] outStrides = Strides.rowMajor(out);
    int[] inStrides = Strides.rowMajor(op.inputs().get(index).shape());
    int inStart = 0;
    int outStart = 0;
    List<Integer> dims = op.inputs().get(index).shape().dims();
    if (op instanceof Slice slice) {
      dims = out.dims();
      for (int axis = 0; axis < inStrides.length; axis++) {
        inStart += slice.starts().get(axis) * inStrides[axis];
        inStrides[axis] *= slice.steps().get(axis);
      }
    } else if (op instanceof Transpose transpose) {
      dims = out.dims();
      int[] own = inStrides.clone();
      Arrays.setAll(inStrides, axis -> own[transpose.permutation().get(axis)]);
    } else if (op instanceof Concat concat) {
      for (Value before : concat.inputs().subList(0, index)) {
        outStart += before.shape().dim(concat.axis()) * outStrides[concat.axis()];
      }
    }
    List<Axis> axes = new ArrayList<>();
    for (int axis = 0; axis < dims.size(); axis++) {
      axes.add(new Axis(dims.get(axis), inStrides[axis] * bytes, outStrides[axis] * bytes));
    }
    axes.add(new Axis(bytes, 1, 1));
    return of(merged(axes), inStart * bytes, outStart * bytes);
  }

  private static List<Axis> merged(List<Axis> axes) {
    List<Axis> merged = new ArrayList<>();
    for (Axis axis : axes) {
      if (axis.dim() == 1) {
        continue;
      }
      int last = merged.size() - 1;
      if (last >= 0
          && merged.get(last).in() == axis.dim() * axis.in()
          && merged.get(last).out() == axis.dim() * axis.out()) {
        merged.set(last, new Axis(merged.get(last).dim() * axis.dim(), axis.in(), axis.out()));
      } else {
        merged.add(axis);
      }
    }
    return merged;
  }

  private static Optional<CopyRuns> of(List<Axis> axes, int inputStart, int outputStart) {
    int last = axes.size() - 1;
    boolean contiguous = last >= 0 && axes.get(last).in() == 1 && axes.get(last).out() == 1;
    List<Axis> loops = contiguous ? axes.subList(0, last) : axes;
    if (loops.size() > AXES) {
      return Optional.empty();
    }
    List<Axis> all = new ArrayList<>(Collections.nCopies(AXES - loops.size(), new Axis(1, 0, 0)));
    all.addAll(loops);
    return Optional.of(
        new CopyRuns(
            contiguous ? axes.get(last).dim() : 1,
            inputStart,
            outputStart,
            all.stream().map(Axis::dim).toList(),
            all.stream().map(Axis::in).toList(),
            all.stream().map(Axis::out).toList()));
  }
}
