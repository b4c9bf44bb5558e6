package dev.upcall.cli;

import dev.upcall.core.diagnostic.DiagnosticCode;
import dev.upcall.core.diagnostic.Exit;

/** What can be wrong with a command line. */
public enum CliCode implements DiagnosticCode {
  UNKNOWN_COMMAND("UP5001", "there is no command \"%s\"", Exit.USAGE),
  BAD_OPTION("UP5002", "the command line cannot be understood", Exit.USAGE),
  MISSING_ARGUMENT("UP5003", "%s is missing", Exit.USAGE),
  SURPLUS_ARGUMENT("UP5004", "more arguments than the command takes", Exit.USAGE),
  BAD_NUMBER("UP5005", "%s is not a number in its range", Exit.USAGE),
  UNKNOWN_SUITE("UP5006", "there is no benchmark suite \"%s\"", Exit.USAGE),
  UNKNOWN_MODEL("UP5015", "there is no benchmark model \"%s\"", Exit.USAGE),
  BAD_SAMPLES("UP5016", "%s cannot be used as samples", Exit.BAD_INPUT),
  C_DIFFERS("UP5017", "the C computes something else than the reference on %s", Exit.BUG),
  ACCURACY_DROP("UP5018", "quantisation costs stage \"%s\" too much", Exit.ACCURACY_GATE),
  CANNOT_WRITE("UP5007", "%s cannot be written", Exit.BAD_INPUT),
  NO_POLICY("UP5011", "project %s has nothing to tune", Exit.BAD_INPUT),
  NOTHING_PUSHED("UP5019", "project %s has no parameters that may be pushed", Exit.BAD_INPUT),
  NO_TRAINER("UP5012", "there is no trainer on the class path", Exit.TOOLCHAIN),
  BROKEN_BENCHMARK_FILE("UP5010", "%s is not a benchmark's JSON", Exit.BAD_INPUT),
  BAD_PATH("UP5013", "\"%s\" cannot be the name of a file here", Exit.USAGE),
  NO_MEMORY("UP5014", "memory does not suffice", Exit.BAD_INPUT),
  BUG("UP5099", "this is a bug in Upcall", Exit.BUG);

  private final String id;
  private final String pattern;
  private final Exit exit;

  CliCode(String id, String pattern, Exit exit) {
    this.id = id;
    this.pattern = pattern;
    this.exit = exit;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String pattern() {
    return pattern;
  }

  @Override
  public Exit exit() {
    return exit;
  }
}
