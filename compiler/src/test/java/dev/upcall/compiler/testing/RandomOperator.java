package dev.upcall.compiler.testing;

import dev.upcall.compiler.ir.Value;
import dev.upcall.compiler.quant.QuantGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Makes small random graphs of one quantised operator, all legal for the portable kernels. */
public interface RandomOperator {
  /** The operator's output. */
  Value make(QuantGraphMaker maker, Random random);

  /** Its place among its kind, by which its cases are seeded. */
  int ordinal();

  /** A graph whose output comes from this operator. */
  default QuantGraph graph(Random random) {
    QuantGraphMaker maker = new QuantGraphMaker("random", random);
    return maker.build(make(maker, random));
  }

  /** Those of every kind. */
  static List<RandomOperator> all() {
    List<RandomOperator> all = new ArrayList<>(List.of(RandomOperators.values()));
    all.addAll(List.of(RandomRowOperators.values()));
    all.addAll(List.of(RandomShortOperators.values()));
    return all;
  }
}
