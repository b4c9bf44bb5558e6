package dev.upcall.compiler.onnx;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is supported of one ONNX operator.
 *
 * @param type as in the file, e.g. {@code Conv}
 * @param minInputs operands that must be given
 * @param maxInputs operands that may be given
 * @param attributes names of the attributes that may be given
 * @param constraints what is narrower than ONNX's own definition, one sentence each
 */
record OpSpec(
    String type, int minInputs, int maxInputs, Set<String> attributes, List<String> constraints) {
  OpSpec {
    attributes =
        Collections.unmodifiableSet(new TreeSet<>(attributes)); // sorted: messages list them
    constraints = List.copyOf(constraints);
  }

  static OpSpec of(String type, int inputs) {
    return new OpSpec(type, inputs, inputs, Set.of(), List.of());
  }

  static OpSpec of(String type, int minInputs, int maxInputs) {
    return new OpSpec(type, minInputs, maxInputs, Set.of(), List.of());
  }

  OpSpec attributes(String... names) {
    return new OpSpec(type, minInputs, maxInputs, Set.of(names), constraints);
  }

  OpSpec constraints(String... sentences) {
    return new OpSpec(type, minInputs, maxInputs, attributes, List.of(sentences));
  }
}
