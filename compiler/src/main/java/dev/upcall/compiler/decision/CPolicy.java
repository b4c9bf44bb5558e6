package dev.upcall.compiler.decision;

import dev.upcall.core.decision.Verdict;
import java.util.Map;
import java.util.Optional;
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
 * @param pushed values that the host may set later, those of the wrapped policy included: {@code
 *     <name>_fits}, {@code <name>_set} and {@code <name>_get} go through them in order
 * @param of the policy that it wraps, {@code <name>_of}
 */
public record CPolicy(
    String name,
    String header,
    String source,
    String support,
    boolean stateful,
    int pushed,
    Optional<CPolicy> of) {
  /** All files by name. */
  public Map<String, String> files() {
    Map<String, String> files = new TreeMap<>();
    of.ifPresent(inner -> files.putAll(inner.files()));
    files.put(name + ".h", header);
    files.put(name + ".c", source);
    files.put("upcall_java.h", support);
    return files;
  }

  /** Whether some of it may say this; it says nothing that its source does not name. */
  public boolean says(Verdict verdict) {
    return source.contains("UPCALL_" + verdict.name())
        || of.map(p -> p.says(verdict)).orElse(false);
  }
}
