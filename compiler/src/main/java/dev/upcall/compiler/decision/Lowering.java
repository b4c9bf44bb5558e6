package dev.upcall.compiler.decision;

import com.github.javaparser.ast.Node;
import com.github.javaparser.ast.body.MethodDeclaration;
import dev.upcall.core.decision.PolicyCode;
import dev.upcall.core.diagnostic.Diagnostic;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Lowers the methods of one policy, and those of the library that they reach, each once, callees
 * first. Problems are collected; a method with problems still has a signature, so that its callers
 * are checked too.
 */
final class Lowering {
  /** Bound on the statements one decision may run, counting {@link LoopBounds#CLASSES} classes. */
  static final long MAX_WORK = 1_000_000;

  private final SourceClass policy;
  private final SourceClass scores;
  private final SourceClass answer;
  private final SourceClass input;
  private final SourceClass math;
  private final Map<String, PolicyParameter> parameters;
  private final Map<String, PolicyState> states = new LinkedHashMap<>();
  private final Map<Wrapped, Function> wrapped = new EnumMap<>(Wrapped.class);
  private final List<Diagnostic> problems;
  private final CIdentifiers names = new CIdentifiers();
  // By identity: the parser's equality is that of the text, and two methods may read the same.
  private final Map<MethodDeclaration, Function> done = new IdentityHashMap<>();
  private final Set<MethodDeclaration> open = Collections.newSetFromMap(new IdentityHashMap<>());
  private final List<Function> order = new ArrayList<>();

  Lowering(
      SourceClass policy,
      SourceClass scores,
      SourceClass answer,
      SourceClass input,
      SourceClass math,
      Map<String, PolicyParameter> parameters,
      List<Diagnostic> problems) {
    this.policy = policy;
    this.scores = scores;
    this.answer = answer;
    this.input = input;
    this.math = math;
    this.parameters = parameters;
    this.problems = problems;
  }

  SourceClass policy() {
    return policy;
  }

  SourceClass scores() {
    return scores;
  }

  SourceClass answer() {
    return answer;
  }

  SourceClass input() {
    return input;
  }

  SourceClass math() {
    return math;
  }

  Map<String, PolicyParameter> parameters() {
    return parameters;
  }

  /** The function of the policy that this one wraps; one for all calls. */
  Function wrapped(Wrapped which) {
    return wrapped.computeIfAbsent(
        which,
        w -> {
          Function function = w.function();
          order.add(function);
          return function;
        });
  }

  /** Says what fields change, before methods are lowered. */
  void declare(List<PolicyState> fields) {
    fields.forEach(field -> states.put(field.name(), field));
  }

  Optional<PolicyState> state(String name) {
    return Optional.ofNullable(states.get(name));
  }

  /** Everything lowered so far, callees before callers. */
  List<Function> order() {
    return List.copyOf(order);
  }

  /**
   * The function of a method.
   *
   * @param caller the call, or the method itself where nothing calls it
   */
  Function function(SourceClass owner, MethodDeclaration method, SourceClass from, Node caller) {
    Function known = done.get(method);
    if (known != null) {
      return known;
    }
    if (!open.add(method)) {
      throw from.refuse(PolicyCode.RECURSION, caller, method.getNameAsString())
          .need("calls without a cycle, so that the stack has a bound")
          .fix("write it as a for loop")
          .toException();
    }
    Function function =
        new MethodLowering(this, owner, problems)
            .lower(method, names.function(owner.role().prefix(), method.getNameAsString()));
    open.remove(method);
    if (function.work() > MAX_WORK) {
      problems.add(
          owner
              .refuse(PolicyCode.LOOP, method)
              .found("%s may run more than %d statements", method.getNameAsString(), MAX_WORK)
              .need("a decision that takes microseconds, not seconds")
              .fix("nest fewer loops, or lower their bounds"));
    }
    done.put(method, function);
    order.add(function);
    return function;
  }
}
