package dev.upcall.compiler.decision;

import dev.upcall.core.decision.Verdict;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
 * @param own verdicts that it may say itself
 * @param of the policy that it wraps, {@code <name>_of}
 */
public record CPolicy(
    String name,
    String header,
    String source,
    String support,
    boolean stateful,
    int pushed,
    Set<Verdict> own,
    Optional<CPolicy> of) {
  public CPolicy {
    own = Set.copyOf(own);
  }

  /** All files by name. */
  public Map<String, String> files() {
    Map<String, String> files = new TreeMap<>();
    of.ifPresent(inner -> files.putAll(inner.files()));
    files.put(name + ".h", header);
    files.put(name + ".c", source);
    files.put("upcall_java.h", support);
    return files;
  }

  /** Whether some of it may say this: no policy says what its source does not name. */
  public boolean says(Verdict verdict) {
    return own.contains(verdict) || of.map(p -> p.says(verdict)).orElse(false);
  }

  /** Whether some of it may have a sample sent to the tier above. */
  public boolean asks() {
    return own.stream().anyMatch(Verdict::asks) || of.map(CPolicy::asks).orElse(false);
  }

  /** Whether some of it looks at more than scores: the runtime then fills in what it sees. */
  public boolean looksAround() {
    return source.contains(TermPrinter.SURROUNDINGS + ".")
        || of.map(CPolicy::looksAround).orElse(false);
  }
}
