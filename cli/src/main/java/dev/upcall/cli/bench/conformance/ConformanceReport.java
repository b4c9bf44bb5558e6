package dev.upcall.cli.bench.conformance;

import dev.upcall.cli.bench.conformance.Outcome.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What became of all tests. */
public record ConformanceReport(List<Outcome> outcomes) {
  public ConformanceReport {
    outcomes = List.copyOf(outcomes);
  }

  /** Tests that passed, with and without operands made constant. */
  public int passed() {
    return count(Kind.PASSED) + count(Kind.PASSED_WITH_CONSTANTS);
  }

  public int refused() {
    return count(Kind.REFUSED);
  }

  public int failed() {
    return count(Kind.FAILED);
  }

  /** How many of those that passed did so with all operands but the first made constant. */
  public int withConstants() {
    return count(Kind.PASSED_WITH_CONSTANTS);
  }

  /** Tests whose data contradict ONNX's definition. */
  public int disputed() {
    return count(Kind.DISPUTED);
  }

  public List<Outcome> failures() {
    return all(Kind.FAILED);
  }

  /** How many tests were refused for each reason: a diagnostic's code, title and finding. */
  public Map<String, Long> refusals() {
    return outcomes.stream()
        .filter(outcome -> outcome.kind() == Kind.REFUSED)
        .collect(Collectors.groupingBy(Outcome::detail, TreeMap::new, Collectors.counting()));
  }

  /** The counts in a line, then the refusals, then the failures. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "onnx.conformance.passed %d (%d with constants), refused %d, disputed %d, failed %d%n",
            passed(),
            withConstants(),
            refused(),
            disputed(),
            failed()));
    refusals()
        .forEach(
            (why, n) -> text.append(String.format(Locale.ROOT, "  %3d refused: %s%n", n, why)));
    all(Kind.DISPUTED)
        .forEach(d -> text.append("  disputed: " + d.test() + ": " + d.detail() + "\n"));
    failures().forEach(f -> text.append("  failed: " + f.test() + ": " + f.detail() + "\n"));
    return text.toString();
  }

  private List<Outcome> all(Kind kind) {
    return outcomes.stream().filter(outcome -> outcome.kind() == kind).toList();
  }

  private int count(Kind kind) {
    return all(kind).size();
  }
}
