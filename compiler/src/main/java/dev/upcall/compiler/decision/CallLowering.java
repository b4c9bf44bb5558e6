package dev.upcall.compiler.decision;

import com.github.javaparser.ast.body.MethodDeclaration;
import com.github.javaparser.ast.expr.Expression;
import com.github.javaparser.ast.expr.MethodCallExpr;
import com.github.javaparser.ast.expr.NameExpr;
import com.github.javaparser.ast.expr.ObjectCreationExpr;
import com.github.javaparser.ast.expr.ThisExpr;
import dev.upcall.core.decision.PolicyCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Lowers calls: the policy's own methods, those of {@code Scores}, {@code Answer} and {@code
 * PolicyMath}, and the few of the JDK that have a twin in C. Everything else is refused.
 */
final class CallLowering {
  private final Lowering lowering;
  private final SourceClass owner;
  private final Scope scope;
  private final ExpressionLowering expressions;
  private final LongConsumer work;

  CallLowering(
      Lowering lowering,
      SourceClass owner,
      Scope scope,
      ExpressionLowering expressions,
      LongConsumer work) {
    this.lowering = lowering;
    this.owner = owner;
    this.scope = scope;
    this.expressions = expressions;
    this.work = work;
  }

  Term call(MethodCallExpr node) {
    Expression target = node.getScope().orElse(null);
    List<Term> arguments = new ArrayList<>();
    node.getArguments().forEach(a -> arguments.add(expressions.lower(a)));
    if (target == null || target instanceof ThisExpr) {
      return own(node, arguments);
    }
    boolean wrapped = expressions.names().own(target).filter(Wrapped.NAME::equals).isPresent();
    if (wrapped && owner.role() == SourceClass.Role.POLICY && owner.wraps()) {
      return ofWrapped(node, arguments);
    }
    if (target instanceof NameExpr name) {
      if (scope.find(name.getNameAsString()).isEmpty()) {
        return ofClass(node, name.getNameAsString(), arguments);
      }
    }
    if (target instanceof NameExpr
        || target instanceof MethodCallExpr
        || target instanceof ObjectCreationExpr) {
      Term of = expressions.lower(target);
      if (of.type().isRecord()) {
        return component(node, of);
      }
      if (of.type() == Type.SCORES) {
        return ofRecord(node, lowering.scores(), of, arguments);
      }
      if (of.type() == Type.INPUT) {
        return ofRecord(node, lowering.input(), of, arguments);
      }
      if (of.type() == Type.ANSWER) {
        return ofRecord(node, lowering.answer(), of, arguments);
      }
    }
    throw Refusals.call(owner, node).toException();
  }

  /** Whether this makes one of the policy's records, and nothing more. */
  boolean isRecord(ObjectCreationExpr node) {
    return owner.records().containsKey(node.getType().asString())
        && node.getScope().isEmpty()
        && node.getAnonymousClassBody().isEmpty();
  }

  Term make(ObjectCreationExpr node) {
    Type type = owner.records().get(node.getType().asString());
    List<Type.Component> components = type.components();
    if (components.size() != node.getArguments().size()) {
      throw owner
          .refuse(PolicyCode.CALL, node, node)
          .found("%d values", node.getArguments().size())
          .need(
              "%d: %s",
              components.size(),
              components.stream()
                  .map(c -> c.type().java() + " " + c.name())
                  .collect(Collectors.joining(", ")))
          .toException();
    }
    List<Term> values = new ArrayList<>();
    for (Expression value : node.getArguments()) {
      values.add(expressions.lower(value, components.get(values.size()).type()));
    }
    return new Term.Make(type, values);
  }

  private Term component(MethodCallExpr node, Term of) {
    List<Type.Component> components = of.type().components();
    return IntStream.range(0, node.getArguments().isEmpty() ? components.size() : 0)
        .filter(i -> components.get(i).name().equals(node.getNameAsString()))
        .mapToObj(i -> new Term.OfRecord(of, i))
        .findFirst()
        .orElseThrow(
            () ->
                owner
                    .refuse(PolicyCode.CALL, node, node)
                    .found("%s", node)
                    .need(
                        "a component of %s: %s",
                        of.type().java(),
                        components.stream()
                            .map(c -> c.name() + "()")
                            .collect(Collectors.joining(", ")))
                    .toException());
  }

  private Term own(MethodCallExpr node, List<Term> arguments) {
    if (arguments.isEmpty() && owner.methods(node.getNameAsString()).isEmpty()) {
      // A record's accessor, called by name: theta().
      Optional<Term> accessor = accessor(node.getNameAsString());
      if (accessor.isPresent()) {
        return accessor.get();
      }
    }
    return translated(owner, node, scope.receiver().map(Term.Local::new), arguments);
  }

  private Optional<Term> accessor(String name) {
    if (owner.role() == SourceClass.Role.POLICY) {
      return expressions
          .names()
          .parameter(name)
          .filter(p -> !p.array() && owner.isRecord())
          .map(Term.ParameterValue::new);
    }
    return scope.receiver().flatMap(r -> NameLowering.component(new Term.Local(r), name));
  }

  private Term ofWrapped(MethodCallExpr node, List<Term> arguments) {
    Wrapped which =
        Arrays.stream(Wrapped.values())
            .filter(w -> w.method().equals(node.getNameAsString()))
            .filter(w -> accepts(w.arguments(), arguments))
            .findFirst()
            .orElseThrow(() -> Refusals.call(owner, node).toException());
    Function function = lowering.wrapped(which);
    work.accept(function.work());
    return new Term.Call(function, converted(node, which.arguments(), arguments));
  }

  /** A component or a method of Scores, Answer or Input. */
  private Term ofRecord(
      MethodCallExpr node, SourceClass type, Term receiver, List<Term> arguments) {
    if (arguments.isEmpty()) {
      Optional<Term> component = NameLowering.component(receiver, node.getNameAsString());
      if (component.isPresent()) {
        return component.get();
      }
    }
    return translated(type, node, Optional.of(receiver), arguments);
  }

  private Term ofClass(MethodCallExpr node, String type, List<Term> arguments) {
    if (type.equals(lowering.math().name())) {
      return translated(lowering.math(), node, Optional.empty(), arguments);
    }
    if (type.equals(owner.name())) {
      return translated(owner, node, Optional.empty(), arguments);
    }
    List<Intrinsic> named =
        List.of(Intrinsic.values()).stream()
            .filter(i -> i.isNamed(type, node.getNameAsString()))
            .filter(i -> owner.isLibrary() || i != Intrinsic.RAW_BITS)
            .filter(i -> accepts(i.arguments(), arguments))
            .toList();
    // The overload for ints is declared before the one for floats, so the first is the nearest.
    Intrinsic intrinsic =
        named.stream().findFirst().orElseThrow(() -> Refusals.call(owner, node).toException());
    return new Term.IntrinsicCall(intrinsic, converted(node, intrinsic.arguments(), arguments));
  }

  private Term translated(
      SourceClass target,
      MethodCallExpr node,
      Optional<? extends Term> receiver,
      List<Term> arguments) {
    MethodDeclaration method =
        target.methods(node.getNameAsString()).stream()
            .filter(m -> owner.role() == target.role() || m.isPublic())
            .filter(m -> m.getBody().isPresent() && accepts(types(target, m), arguments))
            .min(Comparator.comparingLong(m -> conversions(types(target, m), arguments)))
            .orElseThrow(() -> Refusals.call(owner, node).toException());
    Function function = lowering.function(target, method, owner, node);
    List<Term> all = new ArrayList<>();
    receiver.ifPresent(all::add);
    all.addAll(converted(node, types(target, method), arguments));
    work.accept(function.work());
    return new Term.Call(function, all);
  }

  private static List<Type> types(SourceClass target, MethodDeclaration method) {
    return method.getParameters().stream().map(p -> TypeReader.read(target, p.getType())).toList();
  }

  private static boolean accepts(List<Type> types, List<Term> arguments) {
    return types.size() == arguments.size()
        && IntStream.range(0, types.size())
            .allMatch(i -> arguments.get(i).type().widensTo(types.get(i)));
  }

  private static long conversions(List<Type> types, List<Term> arguments) {
    return IntStream.range(0, types.size())
        .filter(i -> arguments.get(i).type() != types.get(i))
        .count();
  }

  private List<Term> converted(MethodCallExpr node, List<Type> types, List<Term> arguments) {
    return IntStream.range(0, types.size())
        .mapToObj(i -> expressions.convert(node.getArgument(i), arguments.get(i), types.get(i)))
        .toList();
  }
}
