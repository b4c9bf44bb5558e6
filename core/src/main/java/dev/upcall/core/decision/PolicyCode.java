package dev.upcall.core.decision;

import dev.upcall.core.diagnostic.DiagnosticCode;
import dev.upcall.core.diagnostic.Exit;

/** What can be wrong with a decision policy, its parameters, or their tuning: UP24xx. */
public enum PolicyCode implements DiagnosticCode {
  SYNTAX("UP2401", "%s is not valid Java", Exit.BAD_INPUT),
  SHAPE("UP2402", "%s is not a policy", Exit.BAD_INPUT),
  TYPE("UP2403", "the type %s has no place in a policy", Exit.UNSUPPORTED),
  STATEMENT("UP2404", "%s has no place in a policy", Exit.UNSUPPORTED),
  EXPRESSION("UP2405", "%s has no place in a policy", Exit.UNSUPPORTED),
  CALL("UP2406", "a policy cannot call %s", Exit.UNSUPPORTED),
  LOOP("UP2407", "a loop without a bound the compiler can see", Exit.UNSUPPORTED),
  RECURSION("UP2408", "the method %s calls itself", Exit.UNSUPPORTED),
  DIVISION("UP2409", "an int division whose divisor may be 0", Exit.UNSUPPORTED),
  MISMATCH("UP2410", "types do not fit", Exit.BAD_INPUT),
  NAME("UP2411", "unknown name %s", Exit.BAD_INPUT),
  RETURN("UP2412", "%s", Exit.BAD_INPUT),
  PARAMETER_MISSING("UP2413", "the policy %s lacks its parameter %s", Exit.BAD_INPUT),
  PARAMETER_UNKNOWN("UP2414", "the policy %s has no parameter %s", Exit.BAD_INPUT),
  PARAMETER_RANGE("UP2415", "the parameter %s of the policy %s is out of range", Exit.BAD_INPUT),
  NOT_FOUND("UP2416", "no policy %s", Exit.BAD_INPUT),
  NO_COMPILER("UP2417", "this Java cannot compile a policy", Exit.TOOLCHAIN),
  TOO_LARGE("UP2418", "the policy %s is too large", Exit.UNSUPPORTED),
  REJECTED("UP2419", "the Java compiler refuses %s", Exit.BAD_INPUT),
  STATE("UP2420", "%s may leave its bounds", Exit.UNSUPPORTED),
  INDEX("UP2421", "an index that may lie outside %s", Exit.UNSUPPORTED),
  EFFECT("UP2422", "a call that changes state, inside an expression", Exit.UNSUPPORTED),
  WRAPPED("UP2423", "the policy %s", Exit.BAD_INPUT),
  INFEASIBLE("UP2430", "no setting reaches %s", Exit.ACCURACY_GATE),
  TUNE_DATA("UP2431", "the policy cannot be tuned on these data", Exit.BAD_INPUT),
  TARGET("UP2432", "the target %s makes no sense", Exit.USAGE),
  NOT_TUNABLE("UP2433", "the policy %s has no tuner", Exit.UNSUPPORTED),
  NO_GUARANTEE("UP2434", "it cannot be guaranteed that %s", Exit.ACCURACY_GATE),
  GUARANTEE_USED("UP2435", "the guarantee split has been used", Exit.ACCURACY_GATE);

  private final String id;
  private final String pattern;
  private final Exit exit;

  PolicyCode(String id, String pattern, Exit exit) {
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
