package dev.upcall.compiler.tflite;

import java.util.List;

/**
 * What is supported of one TFLite operator.
 *
 * @param code {@code enum BuiltinOperator}
 * @param minInputs operands that must be given
 * @param maxInputs operands that may be given
 * @param minOutputs outputs that must be given
 * @param maxOutputs outputs that may be given
 * @param optionsType its table in {@code union BuiltinOptions}
 * @param options fields of that table that are known; a file with more asks for what is not
 * @param constraints what is narrower than TFLite's own definition, one sentence each
 */
record OpSpec(
    int code,
    int minInputs,
    int maxInputs,
    int minOutputs,
    int maxOutputs,
    int optionsType,
    int options,
    List<String> constraints) {
  /** As many outputs as a file may list. */
  static final int MANY = 256;

  OpSpec {
    constraints = List.copyOf(constraints);
  }

  static OpSpec of(int code, int minInputs, int maxInputs, int optionsType, int options) {
    return new OpSpec(code, minInputs, maxInputs, 1, 1, optionsType, options, List.of());
  }

  /** With another number of outputs than one. */
  OpSpec outputs(int least, int most) {
    return new OpSpec(code, minInputs, maxInputs, least, most, optionsType, options, constraints);
  }

  OpSpec constraints(String... sentences) {
    return new OpSpec(
        code,
        minInputs,
        maxInputs,
        minOutputs,
        maxOutputs,
        optionsType,
        options,
        List.of(sentences));
  }
}
