package dev.upcall.compiler.decision;

import java.util.Optional;

/**
 * A field of a policy that changes while it runs.
 *
 * @param integer an int or ints, else floats
 * @param length of an array, 0 for a single value
 * @param min least value it may be given
 * @param max greatest value it may be given; with min infinite too, a float may be anything
 * @param start its first value; 0 for an array
 */
record PolicyState(String name, boolean integer, int length, float min, float max, Number start) {
  Type type() {
    return integer ? Type.INT : Type.FLOAT;
  }

  boolean isArray() {
    return length > 0;
  }

  /** Empty for a float that may be anything, NaN too. */
  Optional<Range> range() {
    if (integer) {
      return Optional.of(Range.of((int) min, (int) max));
    }
    return isBounded() ? Optional.of(Range.of(min, max)) : Optional.empty();
  }

  private boolean isBounded() {
    return min > Float.NEGATIVE_INFINITY || max < Float.POSITIVE_INFINITY;
  }

  /** What of the values found may be assigned; a float without bounds takes all. */
  boolean takes(Optional<Range> values) {
    return values.map(r -> r.isWithin(least(), greatest())).orElse(!integer && !isBounded());
  }

  private double least() {
    return integer ? (int) min : min;
  }

  private double greatest() {
    return integer ? (int) max : max;
  }

  /** The narrowest C type that holds every value between the bounds. */
  String cType() {
    if (!integer) {
      return "float";
    }
    if (min >= 0 && max <= 255) {
      return "uint8_t";
    }
    if (min >= -128 && max <= 127) {
      return "int8_t";
    }
    if (min >= 0 && max <= 65535) {
      return "uint16_t";
    }
    return min >= -32768 && max <= 32767 ? "int16_t" : "int32_t";
  }

  int bytes() {
    int each = cType().contains("8") ? 1 : cType().contains("16") ? 2 : 4;
    return each * Math.max(1, length);
  }

  String cName() {
    return CIdentifiers.member(name);
  }
}
