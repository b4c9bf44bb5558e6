package dev.upcall.compiler.decision;

import com.github.javaparser.ast.Node;
import com.github.javaparser.ast.body.VariableDeclarator;
import com.github.javaparser.ast.expr.ArrayAccessExpr;
import com.github.javaparser.ast.expr.Expression;
import com.github.javaparser.ast.expr.FieldAccessExpr;
import com.github.javaparser.ast.expr.NameExpr;
import com.github.javaparser.ast.expr.ThisExpr;
import dev.upcall.core.decision.PolicyCode;
import dev.upcall.core.decision.Verdict;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Lowers names: local variables, parameters, constants, and what a Scores holds. */
final class NameLowering {
  private static final Map<String, Term> JDK_CONSTANTS =
      Map.of(
          "Float.POSITIVE_INFINITY", new Term.FloatConstant(Float.POSITIVE_INFINITY),
          "Float.NEGATIVE_INFINITY", new Term.FloatConstant(Float.NEGATIVE_INFINITY),
          "Float.NaN", new Term.FloatConstant(Float.NaN),
          "Float.MAX_VALUE", new Term.FloatConstant(Float.MAX_VALUE),
          "Float.MIN_VALUE", new Term.FloatConstant(Float.MIN_VALUE),
          "Float.MIN_NORMAL", new Term.FloatConstant(Float.MIN_NORMAL),
          "Integer.MAX_VALUE", new Term.IntConstant(Integer.MAX_VALUE),
          "Integer.MIN_VALUE", new Term.IntConstant(Integer.MIN_VALUE));

  /** Verdicts with which a stage's class is the answer. */
  private static final Set<String> LOCAL =
      Arrays.stream(Verdict.values())
          .filter(Verdict::isLocal)
          .map(Verdict::name)
          .collect(Collectors.toSet());

  private final Lowering lowering;
  private final SourceClass owner;
  private final Scope scope;
  private final ExpressionLowering expressions;
  private final Ranges ranges;
  private final Set<String> open = new TreeSet<>();

  NameLowering(
      Lowering lowering,
      SourceClass owner,
      Scope scope,
      ExpressionLowering expressions,
      Ranges ranges) {
    this.lowering = lowering;
    this.owner = owner;
    this.scope = scope;
    this.expressions = expressions;
    this.ranges = ranges;
  }

  Term name(NameExpr node) {
    String name = node.getNameAsString();
    Optional<Variable> local = scope.find(name);
    if (local.isPresent()) {
      return new Term.Local(local.get());
    }
    return field(name).orElseThrow(() -> unknown(node, name));
  }

  /** A parameter, a state, a component of the library's records, or a constant of the class. */
  private Optional<Term> field(String name) {
    Optional<PolicyParameter> parameter = parameter(name).filter(p -> !p.array());
    Optional<PolicyState> state = state(name).filter(s -> !s.isArray());
    if (parameter.isPresent() || state.isPresent()) {
      return state
          .<Term>map(Term.StateValue::new)
          .or(() -> parameter.map(Term.ParameterValue::new));
    }
    if (scope.receiver().isPresent()) {
      Optional<Term> component = component(new Term.Local(scope.receiver().get()), name);
      if (component.isPresent()) {
        return component;
      }
    }
    return owner.constant(name).map(this::constant);
  }

  Optional<PolicyParameter> parameter(String name) {
    return owner.role() == SourceClass.Role.POLICY
        ? Optional.ofNullable(lowering.parameters().get(name))
        : Optional.empty();
  }

  /** The policy's field that changes, of that name. */
  Optional<PolicyState> state(String name) {
    return owner.role() == SourceClass.Role.POLICY ? lowering.state(name) : Optional.empty();
  }

  /** What record component of Scores, but for the logits, or of Answer that is. */
  static Optional<Term> component(Term of, String name) {
    return of.type() == Type.ANSWER
        ? Arrays.stream(Term.AnswerField.values())
            .filter(field -> field.name().toLowerCase(Locale.ROOT).equals(name))
            .findFirst()
            .map(field -> new Term.OfAnswer(of, field))
        : ofScores(of, name);
  }

  private static Optional<Term> ofScores(Term scores, String name) {
    boolean shared = name.equals("scale") || name.equals("zeroPoint");
    if (scores.type() == Type.INPUT && !shared) {
      return Optional.empty();
    }
    return switch (name) {
      case "scale" -> Optional.of(new Term.OfScores(scores, Term.ScoresField.SCALE));
      case "zeroPoint" -> Optional.of(new Term.OfScores(scores, Term.ScoresField.ZERO_POINT));
      case "members" -> Optional.of(new Term.OfScores(scores, Term.ScoresField.MEMBERS));
      case "agreeing" -> Optional.of(new Term.OfScores(scores, Term.ScoresField.AGREEING));
      case "millis" -> Optional.of(new Term.OfScores(scores, Term.ScoresField.MILLIS));
      case "boot" -> Optional.of(new Term.OfScores(scores, Term.ScoresField.BOOT));
      case "minute" -> Optional.of(new Term.OfScores(scores, Term.ScoresField.MINUTE));
      case "linked" -> Optional.of(new Term.OfScores(scores, Term.ScoresField.LINKED));
      default -> Optional.empty();
    };
  }

  private Term constant(VariableDeclarator declarator) {
    String name = declarator.getNameAsString();
    Type type = TypeReader.read(owner, declarator.getType());
    Expression value = declarator.getInitializer().orElseThrow(() -> unknown(declarator, name));
    if (!open.add(name)) {
      throw owner
          .refuse(PolicyCode.RECURSION, declarator, name)
          .need("a constant that does not depend on itself")
          .toException();
    }
    Term term = expressions.lower(value, type);
    open.remove(name);
    return term;
  }

  Term access(FieldAccessExpr node) {
    String name = node.getNameAsString();
    Expression of = node.getScope();
    if (of instanceof ThisExpr self && self.getTypeName().isEmpty()) {
      return field(name).orElseThrow(() -> unknown(node, name));
    }
    if (of instanceof NameExpr qualifier && scope.find(qualifier.getNameAsString()).isEmpty()) {
      String type = qualifier.getNameAsString();
      if (isValues(type) && name.equals("length")) {
        return new Term.OfScores(
            new Term.Local(scope.receiver().orElseThrow()), Term.ScoresField.COUNT);
      }
      if (type.equals("Verdict")) {
        return verdict(node, name);
      }
      Optional<PolicyState> array = state(type).filter(PolicyState::isArray);
      if (array.isPresent() && name.equals("length")) {
        return new Term.IntConstant(array.get().length());
      }
      if (JDK_CONSTANTS.containsKey(type + "." + name)) {
        return JDK_CONSTANTS.get(type + "." + name);
      }
      if (type.equals(owner.name())) {
        return owner.constant(name).map(this::constant).orElseThrow(() -> unknown(node, name));
      }
    }
    throw unknown(node, node.toString());
  }

  private Term verdict(FieldAccessExpr node, String name) {
    boolean gate = owner.role() == SourceClass.Role.POLICY && owner.isGate();
    if (gate && LOCAL.contains(name)) {
      throw owner
          .refuse(PolicyCode.EXPRESSION, node, name + " before the first stage")
          .need("CONTINUE, which runs the ladder, or UPCALL, which sends the sample at once")
          .toException();
    }
    return Arrays.stream(Verdict.values())
        .filter(v -> v.name().equals(name))
        .findFirst()
        .map(Term.VerdictConstant::new)
        .orElseThrow(() -> unknown(node, node.toString()));
  }

  /**
   * An element of the policy's own arrays, its index proved; or {@code logits[i]}, which only
   * Scores itself may write: it has seen to the bounds.
   */
  Term element(ArrayAccessExpr node) {
    Optional<PolicyParameter> parameter =
        own(node.getName()).flatMap(this::parameter).filter(PolicyParameter::array);
    if (parameter.isPresent()) {
      return new Term.ParameterElement(parameter.get(), index(node, parameter.get()));
    }
    Optional<PolicyState> state = array(node);
    if (state.isPresent()) {
      return new Term.StateElement(state.get(), index(node, state.get()));
    }
    if (!isValues(node.getName().toString())) {
      throw owner
          .refuse(PolicyCode.EXPRESSION, node, "an array")
          .found("%s", node)
          .need("the logits, through Scores")
          .fix("use scores.logit(i), which is defined for every i")
          .toException();
    }
    Term index = expressions.lower(node.getIndex(), Type.INT);
    return new Term.Logit(new Term.Local(scope.receiver().orElseThrow()), index);
  }

  /** The int8 array that a class of the library holds, which no policy may index itself. */
  private boolean isValues(String name) {
    return owner.role() == SourceClass.Role.SCORES && name.equals("logits")
        || owner.role() == SourceClass.Role.INPUT && name.equals("values");
  }

  /** The field that changes and is an array, if this is an element of one. */
  Optional<PolicyState> array(ArrayAccessExpr node) {
    return own(node.getName()).flatMap(this::state).filter(PolicyState::isArray);
  }

  private Term index(ArrayAccessExpr node, PolicyParameter array) {
    int length = array.length();
    return length == 0
        ? index(node, Range::isClass, "scores.count()")
        : index(node, r -> r.isBelow(length), String.valueOf(length));
  }

  /** Its index, proved. */
  Term index(ArrayAccessExpr node, PolicyState array) {
    return index(node, r -> r.isBelow(array.length()), String.valueOf(array.length()));
  }

  /** The field's name, where no local variable hides it. */
  Optional<String> own(Expression node) {
    if (node instanceof NameExpr name) {
      return Optional.of(name.getNameAsString()).filter(n -> scope.find(n).isEmpty());
    }
    return node instanceof FieldAccessExpr access && access.getScope() instanceof ThisExpr
        ? Optional.of(access.getNameAsString())
        : Optional.empty();
  }

  private Term index(ArrayAccessExpr node, Predicate<Range> fits, String end) {
    Term index = expressions.lower(node.getIndex(), Type.INT);
    if (!fits.test(ranges.of(index).orElseThrow())) {
      throw owner
          .refuse(PolicyCode.INDEX, node.getIndex(), node.getName())
          .found("%s", node)
          .need(
              "an int from 0 to less than %s, seen where it stands: a constant, a loop's counter, a"
                  + " class, a state, PolicyMath.clamp, or a local variable that keeps its value",
              end)
          .fix("write PolicyMath.clamp(%s, 0, %s - 1)", node.getIndex(), end)
          .toException();
    }
    return index;
  }

  private dev.upcall.core.diagnostic.UpcallException unknown(Node node, String name) {
    return owner
        .refuse(PolicyCode.NAME, node, name)
        .need("a local variable, a parameter, state or constant of the policy, or a Verdict")
        .toException();
  }
}
