package dev.upcall.compiler.decision;

import dev.upcall.core.decision.Verdict;
import java.util.List;

/**
 * An expression of a policy, typed, after names and overloads are settled and every conversion is
 * explicit. No part of an expression changes anything, only a call that stands alone may, so C's
 * freedom in the order of evaluation is harmless.
 */
sealed interface Term {
  Type type();

  /** The expressions it is made of, in source order. */
  List<Term> children();

  record IntConstant(int value) implements Term {
    @Override
    public Type type() {
      return Type.INT;
    }

    @Override
    public List<Term> children() {
      return List.of();
    }
  }

  record FloatConstant(float value) implements Term {
    @Override
    public Type type() {
      return Type.FLOAT;
    }

    @Override
    public List<Term> children() {
      return List.of();
    }
  }

  record BooleanConstant(boolean value) implements Term {
    @Override
    public Type type() {
      return Type.BOOLEAN;
    }

    @Override
    public List<Term> children() {
      return List.of();
    }
  }

  record VerdictConstant(Verdict value) implements Term {
    @Override
    public Type type() {
      return Type.VERDICT;
    }

    @Override
    public List<Term> children() {
      return List.of();
    }
  }

  /** A local variable or argument. */
  record Local(Variable variable) implements Term {
    @Override
    public Type type() {
      return variable.type();
    }

    @Override
    public List<Term> children() {
      return List.of();
    }
  }

  /** A parameter of the policy. */
  record ParameterValue(PolicyParameter parameter) implements Term {
    @Override
    public Type type() {
      return parameter.type();
    }

    @Override
    public List<Term> children() {
      return List.of();
    }
  }

  /** One element of a parameter with a value per class. */
  record ParameterElement(PolicyParameter parameter, Term index) implements Term {
    @Override
    public Type type() {
      return parameter.type();
    }

    @Override
    public List<Term> children() {
      return List.of(index);
    }
  }

  /** A field that changes, and is one value. */
  record StateValue(PolicyState state) implements Term {
    @Override
    public Type type() {
      return state.type();
    }

    @Override
    public List<Term> children() {
      return List.of();
    }
  }

  /** One element of a field that is an array. */
  record StateElement(PolicyState state, Term index) implements Term {
    @Override
    public Type type() {
      return state.type();
    }

    @Override
    public List<Term> children() {
      return List.of(index);
    }
  }

  /** What an {@code Answer} holds. */
  enum AnswerField {
    SCORES(Type.SCORES),
    LOCAL(Type.INT),
    LABEL(Type.INT),
    AUDITED(Type.BOOLEAN);

    private final Type type;

    AnswerField(Type type) {
      this.type = type;
    }

    Type type() {
      return type;
    }
  }

  record OfAnswer(Term answer, AnswerField field) implements Term {
    @Override
    public Type type() {
      return field.type();
    }

    @Override
    public List<Term> children() {
      return List.of(answer);
    }
  }

  /** What a {@code Scores} holds besides its logits, and an {@code Input} besides its values. */
  enum ScoresField {
    COUNT(Type.INT),
    SCALE(Type.FLOAT),
    ZERO_POINT(Type.INT),
    MEMBERS(Type.INT),
    AGREEING(Type.INT),
    MILLIS(Type.INT),
    BOOT(Type.INT),
    MINUTE(Type.INT),
    LINKED(Type.BOOLEAN);

    private final Type type;

    ScoresField(Type type) {
      this.type = type;
    }

    /** Of the device, not of one stage's scores: C finds it elsewhere. */
    boolean isAround() {
      return this == MILLIS || this == BOOT || this == MINUTE || this == LINKED;
    }

    Type type() {
      return type;
    }
  }

  record OfScores(Term scores, ScoresField field) implements Term {
    @Override
    public Type type() {
      return field.type();
    }

    @Override
    public List<Term> children() {
      return field.isAround() ? List.of() : List.of(scores);
    }
  }

  /** One logit, or value of an input, as an int; only the library itself indexes them. */
  record Logit(Term scores, Term index) implements Term {
    @Override
    public Type type() {
      return Type.INT;
    }

    @Override
    public List<Term> children() {
      return List.of(scores, index);
    }
  }

  /** A new record. */
  record Make(Type type, List<Term> values) implements Term {
    public Make {
      values = List.copyOf(values);
    }

    @Override
    public List<Term> children() {
      return values;
    }
  }

  /** A component of a record of the policy. */
  record OfRecord(Term of, int index) implements Term {
    Type.Component component() {
      return of.type().components().get(index);
    }

    @Override
    public Type type() {
      return component().type();
    }

    @Override
    public List<Term> children() {
      return List.of(of);
    }
  }

  record Unary(Operator operator, Term operand) implements Term {
    @Override
    public Type type() {
      return operand.type();
    }

    @Override
    public List<Term> children() {
      return List.of(operand);
    }
  }

  /** Both operands have the same type. */
  record Binary(Operator operator, Term left, Term right) implements Term {
    @Override
    public Type type() {
      return operator.isTest() ? Type.BOOLEAN : left.type();
    }

    @Override
    public List<Term> children() {
      return List.of(left, right);
    }
  }

  record Conditional(Term condition, Term yes, Term no) implements Term {
    @Override
    public Type type() {
      return yes.type();
    }

    @Override
    public List<Term> children() {
      return List.of(condition, yes, no);
    }
  }

  /** Between int and float, as Java converts. */
  record Cast(Type type, Term operand) implements Term {
    @Override
    public List<Term> children() {
      return List.of(operand);
    }
  }

  /** A call of a translated method. */
  record Call(Function function, List<Term> arguments) implements Term {
    public Call {
      arguments = List.copyOf(arguments);
    }

    @Override
    public Type type() {
      return function.type();
    }

    @Override
    public List<Term> children() {
      return arguments;
    }
  }

  /** A call of a JDK method that {@code upcall_java.h} has the twin of. */
  record IntrinsicCall(Intrinsic intrinsic, List<Term> arguments) implements Term {
    public IntrinsicCall {
      arguments = List.copyOf(arguments);
    }

    @Override
    public Type type() {
      return intrinsic.type();
    }

    @Override
    public List<Term> children() {
      return arguments;
    }
  }
}
