package dev.upcall.compiler.testing;

import dev.upcall.compiler.ir.Graph;
import java.util.Random;

/** An operator of float graphs, of which cases are drawn. */
public interface FloatOperator {
  /** Whether C computes the very bits of Java: sums in the same order, no function but + and *. */
  boolean isExact();

  /** A small graph whose output comes from this operator, with one or several inputs. */
  Graph graph(Random random);
}
