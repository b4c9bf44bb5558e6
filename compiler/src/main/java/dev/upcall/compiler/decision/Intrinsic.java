package dev.upcall.compiler.decision;

import java.util.List;

/** The JDK methods a policy may call, each with a twin of the same bits in upcall_java.h. */
enum Intrinsic {
  MAX_INT("Math", "max", "max_int", Type.INT, Type.INT, Type.INT),
  MAX_FLOAT("Math", "max", "max_float", Type.FLOAT, Type.FLOAT, Type.FLOAT),
  MIN_INT("Math", "min", "min_int", Type.INT, Type.INT, Type.INT),
  MIN_FLOAT("Math", "min", "min_float", Type.FLOAT, Type.FLOAT, Type.FLOAT),
  ABS_INT("Math", "abs", "abs_int", Type.INT, Type.INT),
  ABS_FLOAT("Math", "abs", "abs_float", Type.FLOAT, Type.FLOAT),
  IS_NAN("Float", "isNaN", "is_nan", Type.BOOLEAN, Type.FLOAT),
  IS_FINITE("Float", "isFinite", "is_finite", Type.BOOLEAN, Type.FLOAT),
  BITS("Float", "floatToIntBits", "bits", Type.INT, Type.FLOAT),
  /** In the library only: which bits a NaN has differs between machines. */
  RAW_BITS("Float", "floatToRawIntBits", "raw_bits", Type.INT, Type.FLOAT),
  FROM_BITS("Float", "intBitsToFloat", "from_bits", Type.FLOAT, Type.INT);

  private final String owner;
  private final String method;
  private final String helper;
  private final Type type;
  private final List<Type> arguments;

  Intrinsic(String owner, String method, String helper, Type type, Type... arguments) {
    this.owner = owner;
    this.method = method;
    this.helper = "upcall_java_" + helper;
    this.type = type;
    this.arguments = List.of(arguments);
  }

  boolean isNamed(String owner, String method) {
    return this.owner.equals(owner) && this.method.equals(method);
  }

  /** Name of the C function. */
  String helper() {
    return helper;
  }

  Type type() {
    return type;
  }

  List<Type> arguments() {
    return arguments;
  }
}
