package dev.upcall.compiler.decision;

import java.util.List;
import java.util.Optional;

/** A statement of a policy's method. */
sealed interface Step {
  record Declare(Variable variable, Term value) implements Step {}

  record Assign(Variable variable, Term value) implements Step {}

  /** Gives a field a value within its bounds. */
  record AssignState(PolicyState state, Optional<Term> index, Term value) implements Step {}

  /** Calls a method for what it changes. */
  record Run(Term call) implements Step {}

  record If(Term condition, List<Step> yes, List<Step> no) implements Step {
    public If {
      yes = List.copyOf(yes);
      no = List.copyOf(no);
    }
  }

  /** A loop over an int that its body does not change. */
  record For(Declare start, Term condition, Assign step, List<Step> body) implements Step {
    public For {
      body = List.copyOf(body);
    }
  }

  /** Statements with local variables of their own. */
  record Block(List<Step> steps) implements Step {
    public Block {
      steps = List.copyOf(steps);
    }
  }

  record Return(Term value) implements Step {}

  /** Leaves a method without a value. */
  record Leave() implements Step {}

  /** Returns an element of a table; 0 for an index outside. */
  record ReturnElement(List<Integer> table, Term index) implements Step {
    public ReturnElement {
      table = List.copyOf(table);
    }
  }

  /** Hands the arguments to the function of that name of the policy that this one wraps. */
  record Forward(String suffix) implements Step {}

  record Break() implements Step {}

  record Continue() implements Step {}
}
