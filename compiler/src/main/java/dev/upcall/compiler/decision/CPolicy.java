package dev.upcall.compiler.decision;

import java.util.Map;
import java.util.TreeMap;

/**
 * A policy as C.
 *
 * @param name e.g. {@code upcall_policy_0}; the function is {@code <name>_decide}
 * @param header text of {@code <name>.h}; includes {@code upcall_ladder.h} for the types
 * @param source text of {@code <name>.c}; also includes {@code upcall_java.h}
 * @param support text of {@code upcall_java.h}, the same for every policy
 * @param stateful it remembers: {@code <name>_init} sets it up, and {@code <name>_feedback} is told
 *     answers
 */
public record CPolicy(String name, String header, String source, String support, boolean stateful) {
  /** All files by name. */
  public Map<String, String> files() {
    return new TreeMap<>(
        Map.of(name + ".h", header, name + ".c", source, "upcall_java.h", support));
  }
}
