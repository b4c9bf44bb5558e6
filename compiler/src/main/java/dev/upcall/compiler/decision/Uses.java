package dev.upcall.compiler.decision;

import dev.upcall.core.decision.Verdict;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a function reads: found once, for warnings C compilers would give and code nobody needs. */
final class Uses {
  private final Set<Variable> variables = new HashSet<>();
  private final Set<PolicyParameter> parameters = new HashSet<>();
  private final Set<PolicyState> states = new HashSet<>();
  private final Set<Verdict> verdicts = EnumSet.noneOf(Verdict.class);
  private final List<Term.Call> calls = new ArrayList<>();

  Uses(Function function) {
    function.body().forEach(this::add);
  }

  boolean reads(Variable variable) {
    return variables.contains(variable);
  }

  Set<PolicyParameter> parameters() {
    return parameters;
  }

  /** Fields read or written. */
  Set<PolicyState> states() {
    return states;
  }

  /** Verdicts it may say, not those that it only compares with. */
  Set<Verdict> verdicts() {
    return verdicts;
  }

  List<Term.Call> calls() {
    return calls;
  }

  /** Adds a function and all that it calls. */
  static void reach(Function function, Set<Function> reached) {
    if (reached.add(function)) {
      new Uses(function).calls().forEach(call -> reach(call.function(), reached));
    }
  }

  private void add(Step step) {
    if (step instanceof Step.Declare declare) {
      add(declare.value());
    } else if (step instanceof Step.Assign assign) {
      add(assign.value());
    } else if (step instanceof Step.AssignState assign) {
      states.add(assign.state());
      assign.index().ifPresent(this::add);
      add(assign.value());
    } else if (step instanceof Step.Run run) {
      add(run.call());
    } else if (step instanceof Step.Return r) {
      add(r.value());
    } else if (step instanceof Step.ReturnElement r) {
      add(r.index());
    } else if (step instanceof Step.Block block) {
      block.steps().forEach(this::add);
    } else if (step instanceof Step.If branch) {
      add(branch.condition());
      branch.yes().forEach(this::add);
      branch.no().forEach(this::add);
    } else if (step instanceof Step.For loop) {
      add(loop.start());
      add(loop.condition());
      add(loop.step());
      loop.body().forEach(this::add);
    }
  }

  private void add(Term term) {
    if (term instanceof Term.Binary test && test.operator().isEquality()) {
      test.children().stream().filter(t -> !(t instanceof Term.VerdictConstant)).forEach(this::add);
      return;
    }
    if (term instanceof Term.VerdictConstant constant) {
      verdicts.add(constant.value());
    } else if (term instanceof Term.Local local) {
      variables.add(local.variable());
    } else if (term instanceof Term.ParameterValue value) {
      parameters.add(value.parameter());
    } else if (term instanceof Term.ParameterElement element) {
      parameters.add(element.parameter());
    } else if (term instanceof Term.StateValue value) {
      states.add(value.state());
    } else if (term instanceof Term.StateElement element) {
      states.add(element.state());
    } else if (term instanceof Term.Call call) {
      calls.add(call);
    }
    term.children().forEach(this::add);
  }
}
