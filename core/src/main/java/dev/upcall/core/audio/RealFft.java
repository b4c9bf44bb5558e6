package dev.upcall.core.audio;

/**
 * The Fourier transform of real int32 numbers, divided by their count, in integers: pairs of them
 * as complex numbers, a transform of half the length by radix 4 (a stage of radix 2 first where the
 * length asks for it), and the two halves of the spectrum taken apart.
 *
 * <p>Numbers of a magnitude up to 2^29 go in. A pair's magnitude is then below 0.71 * 2^30; each
 * stage divides by its radix, so that nothing grows and no sum of two leaves an int32. Products of
 * a factor in Q15 are shifted by 16, which is the half that a butterfly's division wants anyway.
 */
final class RealFft {
  private final int points;
  private final short[] cosines;

  /**
   * @param points a power of two, 16 or more
   * @param cosines of a half turn in points / 2 steps, Q15
   */
  RealFft(int points, short[] cosines) {
    this.points = points;
    this.cosines = cosines;
  }

  /** Place of complex number i of points / 2 before {@link #transform}: its bits reversed. */
  int place(int i) {
    return Integer.reverse(i) >>> (Integer.numberOfLeadingZeros(points / 2) + 1);
  }

  /**
   * Transforms in place.
   *
   * @param data points / 2 pairs of real and imaginary part: samples 2i and 2i + 1 at {@link
   *     #place}(i). Then bin k's at k, for 1 to points / 2 - 1 (of its upper half the conjugates);
   *     pair 0 is of no use.
   */
  void transform(int[] data) {
    int half = points / 2;
    int quarter = 1;
    if (Integer.numberOfTrailingZeros(half) % 2 == 1) {
      pairs(data);
      quarter = 2;
    }
    for (; quarter < half; quarter *= 4) {
      stage(data, quarter);
    }
    split(data);
  }

  private void pairs(int[] data) {
    for (int i = 0; i < points; i += 4) {
      for (int part = i; part < i + 2; part++) {
        int a = data[part] >> 1;
        int b = data[part + 2] >> 1;
        data[part] = a + b;
        data[part + 2] = a - b;
      }
    }
  }

  /** Joins four transforms of so many numbers each. */
  private void stage(int[] data, int quarter) {
    int turn = points / (4 * quarter);
    for (int j = 0; j < quarter; j++) {
      for (int first = j; first < points / 2; first += 4 * quarter) {
        butterfly(data, first, quarter, j * turn);
      }
    }
  }

  private void butterfly(int[] data, int first, int quarter, int turn) {
    int b = 2 * (first + quarter);
    int c = 2 * (first + 2 * quarter);
    int d = 2 * (first + 3 * quarter);
    int a = 2 * first;
    int ar = data[a] >> 1;
    int ai = data[a + 1] >> 1;
    int br = real(data, b, 2 * turn);
    int bi = imaginary(data, b, 2 * turn);
    int cr = real(data, c, turn);
    int ci = imaginary(data, c, turn);
    int dr = real(data, d, 3 * turn);
    int di = imaginary(data, d, 3 * turn);
    put(data, a, (ar + br) + (cr + dr), (ai + bi) + (ci + di));
    put(data, c, (ar + br) - (cr + dr), (ai + bi) - (ci + di));
    put(data, b, (ar - br) + (ci - di), (ai - bi) - (cr - dr));
    put(data, d, (ar - br) - (ci - di), (ai - bi) + (cr - dr));
  }

  private static void put(int[] data, int at, int real, int imaginary) {
    data[at] = real >> 1;
    data[at + 1] = imaginary >> 1;
  }

  /** Half the real part of a number turned back by turn / points of a circle. */
  private int real(int[] data, int at, int turn) {
    return turn == 0
        ? data[at] >> 1
        : half(data[at], cosine(turn)) + half(data[at + 1], sine(turn));
  }

  private int imaginary(int[] data, int at, int turn) {
    return turn == 0
        ? data[at + 1] >> 1
        : half(data[at + 1], cosine(turn)) - half(data[at], sine(turn));
  }

  /** With number k and number -k of the pairs' transform, bins k and -k of the whole. */
  private void split(int[] data) {
    int half = points / 2;
    for (int k = 1; k <= half / 2; k++) {
      int i = 2 * k;
      int j = 2 * (half - k);
      int evenReal = (data[i] + data[j]) >> 2;
      int evenImaginary = (data[i + 1] - data[j + 1]) >> 2;
      int oddReal = (data[i + 1] + data[j + 1]) >> 1;
      int oddImaginary = (data[j] - data[i]) >> 1;
      int real = half(oddReal, cosine(k)) + half(oddImaginary, sine(k));
      int imaginary = half(oddImaginary, cosine(k)) - half(oddReal, sine(k));
      data[i] = evenReal + real;
      data[i + 1] = evenImaginary + imaginary;
      data[j] = evenReal - real;
      data[j + 1] = evenImaginary - imaginary;
    }
  }

  /** Of up to three quarters of a turn. */
  private int cosine(int turn) {
    return cosines[Math.min(turn, points - turn)];
  }

  private int sine(int turn) {
    return cosines[Math.abs(turn - points / 4)];
  }

  private static int half(int number, int factor) {
    return (int) (((long) number * factor) >> 16);
  }
}
