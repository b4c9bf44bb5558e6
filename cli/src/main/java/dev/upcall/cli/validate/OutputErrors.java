package dev.upcall.cli.validate;

import dev.upcall.core.tensor.Argmax;

/** Sums up how far outputs are from what they should be. */
final class OutputErrors {
  private long elements;
  private int samples;
  private int sameTop;
  private double squares;
  private double absolutes;
  private double greatest;
  private double product;
  private double actualPower;
  private double expectedPower;

  void add(float[] expected, float[] actual) {
    for (int i = 0; i < expected.length; i++) {
      double error = (double) actual[i] - expected[i];
      squares += error * error;
      absolutes += Math.abs(error);
      greatest = Math.max(greatest, Math.abs(error));
      product += (double) actual[i] * expected[i];
      actualPower += (double) actual[i] * actual[i];
      expectedPower += (double) expected[i] * expected[i];
    }
    elements += expected.length;
    samples++;
    sameTop += Argmax.of(expected) == Argmax.of(actual) ? 1 : 0;
  }

  OutputError sum() {
    double norms = Math.sqrt(actualPower * expectedPower);
    return new OutputError(
        Math.sqrt(squares / elements),
        absolutes / elements,
        greatest,
        norms == 0 ? (actualPower == expectedPower ? 1 : 0) : product / norms,
        squares == 0 ? Double.POSITIVE_INFINITY : 10 * Math.log10(expectedPower / squares),
        (double) sameTop / samples);
  }
}
