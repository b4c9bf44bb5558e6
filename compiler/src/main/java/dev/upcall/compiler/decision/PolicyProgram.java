package dev.upcall.compiler.decision;

import java.util.List;

/**
 * A policy after all checks: what C is printed from.
 *
 * @param name the policy's class
 * @param functions all that {@code decide} reaches, callees first, {@code decide} last
 */
record PolicyProgram(String name, List<PolicyParameter> parameters, List<Function> functions) {
  PolicyProgram {
    parameters = List.copyOf(parameters);
    functions = List.copyOf(functions);
  }

  Function decide() {
    return functions.get(functions.size() - 1);
  }
}
