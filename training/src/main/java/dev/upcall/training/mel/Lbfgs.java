package dev.upcall.training.mel;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Limited-memory BFGS with backtracking line search (Nocedal, Wright: Numerical Optimization,
 * algorithms 7.4 and 7.5) for smooth convex functions.
 */
final class Lbfgs {
  private static final int MEMORY = 10;

  /** Share of the decrease that the slope promises which a step has to deliver (Armijo). */
  private static final double ARMIJO = 1e-4;

  /** Halvings after which the line search gives up: the step is then below rounding. */
  private static final int MAX_HALVINGS = 40;

  private final int maxIterations;
  private final double tolerance;

  /**
   * @param tolerance the search ends where no part of the gradient is larger
   */
  Lbfgs(int maxIterations, double tolerance) {
    this.maxIterations = maxIterations;
    this.tolerance = tolerance;
  }

  /** A function to be minimised. */
  interface Objective {
    /** Value at {@code x}; writes the gradient there into {@code gradient}. */
    double evaluate(double[] x, double[] gradient);
  }

  /** An estimate of the inverse Hessian, from which the search begins. */
  interface Preconditioner {
    /** Replaces a vector by its product with the estimate. */
    void apply(double[] vector);
  }

  private record Correction(double[] step, double[] change, double rho) {}

  /** The minimum found from {@code start} by an objective that is curved alike everywhere. */
  double[] minimize(Objective objective, double[] start) {
    return minimize(objective, start, vector -> {});
  }

  /**
   * The minimum found from {@code start}. The closer {@code inverseHessian}, up to a factor, the
   * fewer steps it takes; where it leads does not depend on it.
   */
  double[] minimize(Objective objective, double[] start, Preconditioner inverseHessian) {
    double[] x = start.clone();
    double[] gradient = new double[x.length];
    double value = objective.evaluate(x, gradient);
    Deque<Correction> memory = new ArrayDeque<>();
    for (int iteration = 0; iteration < maxIterations; iteration++) {
      if (largest(gradient) <= tolerance) {
        break;
      }
      double[] direction = direction(gradient, memory, inverseHessian);
      double slope = dot(direction, gradient);
      double rate = memory.isEmpty() ? Math.min(1, 1 / Math.sqrt(-slope)) : 1;
      double[] nextGradient = new double[x.length];
      double[] next = null;
      double nextValue = value;
      for (int halving = 0; halving < MAX_HALVINGS && next == null; halving++, rate /= 2) {
        double[] candidate = x.clone();
        add(candidate, rate, direction);
        nextValue = objective.evaluate(candidate, nextGradient);
        if (nextValue <= value + ARMIJO * rate * slope) {
          next = candidate;
        }
      }
      if (next == null) {
        break;
      }
      remember(memory, difference(next, x), difference(nextGradient, gradient));
      x = next;
      gradient = nextGradient;
      value = nextValue;
    }
    return x;
  }

  private static void remember(Deque<Correction> memory, double[] step, double[] change) {
    double curvature = dot(step, change);
    if (curvature > 0) {
      memory.addLast(new Correction(step, change, 1 / curvature));
      if (memory.size() > MEMORY) {
        memory.removeFirst();
      }
    }
  }

  /** Minus the inverse Hessian's estimate times the gradient: the two-loop recursion. */
  private static double[] direction(
      double[] gradient, Deque<Correction> memory, Preconditioner inverseHessian) {
    double[] q = gradient.clone();
    Deque<Double> alphas = new ArrayDeque<>();
    for (Iterator<Correction> newestFirst = memory.descendingIterator(); newestFirst.hasNext(); ) {
      Correction c = newestFirst.next();
      double alpha = c.rho() * dot(c.step(), q);
      add(q, -alpha, c.change());
      alphas.push(alpha);
    }
    inverseHessian.apply(q);
    if (!memory.isEmpty()) {
      Correction last = memory.getLast();
      double[] change = last.change().clone();
      inverseHessian.apply(change);
      scale(q, 1 / (last.rho() * dot(last.change(), change)));
    }
    for (Correction c : memory) {
      add(q, alphas.pop() - c.rho() * dot(c.change(), q), c.step());
    }
    scale(q, -1);
    return q;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static void add(double[] to, double factor, double[] what) {
    for (int i = 0; i < to.length; i++) {
      to[i] += factor * what[i];
    }
  }

  private static void scale(double[] x, double factor) {
    for (int i = 0; i < x.length; i++) {
      x[i] *= factor;
    }
  }

  private static double[] difference(double[] a, double[] b) {
    double[] result = a.clone();
    add(result, -1, b);
    return result;
  }

  private static double largest(double[] x) {
    double largest = 0;
    for (double value : x) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }
}
