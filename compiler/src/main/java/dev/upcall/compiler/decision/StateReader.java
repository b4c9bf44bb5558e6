package dev.upcall.compiler.decision;

import com.github.javaparser.ast.body.FieldDeclaration;
import com.github.javaparser.ast.body.VariableDeclarator;
import com.github.javaparser.ast.expr.ArrayCreationExpr;
import com.github.javaparser.ast.expr.Expression;
import dev.upcall.core.decision.PolicyCode;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.UpcallException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the fields of a policy that change, each marked {@code @State}. */
final class StateReader {
  /** Memory for one policy's state; the least of our boards has a few KiB in all. */
  private static final int MAX_BYTES = 16384;

  private static final Set<String> TYPES = Set.of("int", "float", "int[]", "float[]");

  private final SourceClass policy;
  private final ExpressionLowering constants;
  private final List<Diagnostic> problems;
  private final BoundsReader bounds;
  private final Ranges ranges = new Ranges();

  StateReader(SourceClass policy, Lowering lowering, List<Diagnostic> problems) {
    this.policy = policy;
    this.constants = new ExpressionLowering(lowering, policy, new Scope(), ranges, work -> {});
    this.problems = problems;
    this.bounds = new BoundsReader(policy, problems);
  }

  List<PolicyState> read() {
    List<PolicyState> states = new ArrayList<>();
    for (FieldDeclaration field : policy.states()) {
      Map<String, Float> given =
          bounds.read(field.getAnnotations(), "State", List.of("min", "max"));
      float min = given.getOrDefault("min", Float.NEGATIVE_INFINITY);
      float max = given.getOrDefault("max", Float.POSITIVE_INFINITY);
      for (VariableDeclarator declarator : field.getVariables()) {
        try {
          states.add(state(field, declarator, min, max));
        } catch (UpcallException e) {
          problems.addAll(e.diagnostics());
        }
      }
    }
    int bytes = states.stream().mapToInt(PolicyState::bytes).sum();
    if (bytes > MAX_BYTES) {
      problems.add(
          policy
              .refuse(PolicyCode.TOO_LARGE, policy.declaration(), policy.name())
              .found("%d bytes of state", bytes)
              .need("at most %d", MAX_BYTES)
              .fix("narrow the bounds of its ints, or shorten its arrays"));
    }
    return states;
  }

  private PolicyState state(
      FieldDeclaration field, VariableDeclarator declarator, float min, float max) {
    String type = TypeReader.name(declarator.getType());
    boolean array = type.endsWith("]");
    if (!TYPES.contains(type) || field.isFinal() != array) {
      throw policy
          .refuse(PolicyCode.TYPE, declarator, type)
          .found("%s", field.toString().lines().reduce("", (a, b) -> b))
          .need("int or float, or a final array of them")
          .toException();
    }
    boolean integer = type.startsWith("int");
    String name = declarator.getNameAsString();
    Optional<Expression> initializer = declarator.getInitializer();
    if (array) {
      return new PolicyState(name, integer, length(declarator), min, max, zero(integer));
    }
    Number start = initializer.map(e -> start(e, integer)).orElse(zero(integer));
    PolicyState state = new PolicyState(name, integer, 0, min, max, start);
    if (!state.takes(Optional.of(Range.of(start.doubleValue())))) {
      throw outside(declarator, state).toException();
    }
    return state;
  }

  private static Number zero(boolean integer) {
    return integer ? (Number) 0 : (Number) 0f;
  }

  private Diagnostic outside(VariableDeclarator declarator, PolicyState state) {
    return policy
        .refuse(PolicyCode.STATE, declarator, state.name())
        .found("it starts as %s", state.start())
        .need("a first value from %s to %s", state.min(), state.max());
  }

  /** {@code new int[LENGTH]}: all zero, in Java and in C. */
  private int length(VariableDeclarator declarator) {
    Expression value = declarator.getInitializer().orElse(null);
    if (value instanceof ArrayCreationExpr creation
        && creation.getInitializer().isEmpty()
        && creation.getLevels().size() == 1
        && creation.getLevels().get(0).getDimension().isPresent()) {
      Expression dimension = creation.getLevels().get(0).getDimension().get();
      Range length = ranges.of(constants.lower(dimension, Type.INT)).orElse(Range.INT);
      if (length.isConstant() && length.isWithin(1, MAX_BYTES)) {
        return (int) length.low();
      }
    }
    throw policy
        .refuse(PolicyCode.STATE, declarator, declarator.getNameAsString())
        .found("%s", declarator)
        .need("an array of a constant length of 1 to %d, which starts as zeros", MAX_BYTES)
        .fix("write new %s[16], or the name of a constant for the 16", "int")
        .toException();
  }

  private Number start(Expression initializer, boolean integer) {
    Term value = constants.lower(initializer, integer ? Type.INT : Type.FLOAT);
    Optional<Range> range = ranges.of(value).filter(Range::isConstant);
    if (range.isEmpty()) {
      throw policy
          .refuse(PolicyCode.STATE, initializer, "this field")
          .found("%s", initializer)
          .need("a constant as its first value")
          .toException();
    }
    return integer ? (Number) (int) range.get().low() : (Number) (float) range.get().low();
  }
}
