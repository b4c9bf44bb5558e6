package dev.upcall.compiler.decision;

import com.github.javaparser.ast.Node;
import com.github.javaparser.ast.body.MethodDeclaration;
import com.github.javaparser.ast.body.VariableDeclarator;
import com.github.javaparser.ast.expr.AssignExpr;
import com.github.javaparser.ast.expr.Expression;
import com.github.javaparser.ast.expr.MethodCallExpr;
import com.github.javaparser.ast.expr.UnaryExpr;
import com.github.javaparser.ast.expr.VariableDeclarationExpr;
import com.github.javaparser.ast.nodeTypes.NodeWithSimpleName;
import com.github.javaparser.ast.nodeTypes.NodeWithType;
import com.github.javaparser.ast.stmt.BlockStmt;
import com.github.javaparser.ast.stmt.BreakStmt;
import com.github.javaparser.ast.stmt.ContinueStmt;
import com.github.javaparser.ast.stmt.EmptyStmt;
import com.github.javaparser.ast.stmt.ExpressionStmt;
import com.github.javaparser.ast.stmt.ForStmt;
import com.github.javaparser.ast.stmt.IfStmt;
import com.github.javaparser.ast.stmt.ReturnStmt;
import com.github.javaparser.ast.stmt.Statement;
import dev.upcall.core.decision.PolicyCode;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.UpcallException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Lowers the statements of one method; each that is outside the subset is its own diagnostic. */
final class MethodLowering {
  /** Where counting stops, far above what is refused and far below an overflow. */
  private static final long WORK_CAP = 1L << 30;

  private final SourceClass owner;
  private final List<Diagnostic> problems;
  private final Scope scope = new Scope();
  private final Ranges ranges = new Ranges();
  private final LoopBounds bounds = new LoopBounds(ranges);
  private final ExpressionLowering expressions;
  private final AssignmentLowering assignments;
  private final Effects effects;
  private final Set<String> assigned = new HashSet<>();
  private Optional<Range> returned = Optional.empty();
  private Type returns = Type.VERDICT;
  private int loops;
  private long work;
  private long times = 1;

  MethodLowering(Lowering lowering, SourceClass owner, List<Diagnostic> problems) {
    this.owner = owner;
    this.problems = problems;
    this.effects = new Effects(owner);
    this.expressions = new ExpressionLowering(lowering, owner, scope, ranges, this::count);
    this.assignments = new AssignmentLowering(owner, scope, ranges, expressions, effects);
  }

  Function lower(MethodDeclaration method, String cName) {
    int before = problems.size();
    List<Variable> arguments = new ArrayList<>();
    scope.open();
    receiver()
        .ifPresent(
            receiver -> {
              arguments.add(receiver);
              scope.receiver(receiver);
            });
    method.walk(AssignExpr.class, e -> assigned.add(e.getTarget().toString()));
    method.walk(UnaryExpr.class, e -> assigned.add(e.getExpression().toString()));
    returns = method.getType().isVoidType() ? Type.VOID : typeOf(method);
    for (var parameter : method.getParameters()) {
      arguments.add(declare(parameter, typeOf(parameter)));
    }
    List<Step> body = block(method.getBody().map(BlockStmt::getStatements).orElseThrow());
    scope.close();
    if (problems.size() == before && returns != Type.VOID && completes(body)) {
      problems.add(
          owner
              .refuse(PolicyCode.RETURN, method, "not every path returns a value")
              .found("the method %s can reach its end", method.getNameAsString())
              .fix("end it with a return"));
    }
    String origin = owner.name() + "." + method.getNameAsString();
    return new Function(cName, origin, returns, arguments, body, work, returned, effects.changes());
  }

  /** What methods of the library's records work on; no name of the source refers to it. */
  private Optional<Variable> receiver() {
    return switch (owner.role()) {
      case SCORES -> Optional.of(new Variable("scores", "scores", Type.SCORES));
      case ANSWER -> Optional.of(new Variable("answer", "answer", Type.ANSWER));
      case INPUT -> Optional.of(new Variable("input", "input", Type.INPUT));
      default -> Optional.empty();
    };
  }

  private Type typeOf(NodeWithType<?, ?> node) {
    try {
      return TypeReader.read(owner, node.getType());
    } catch (UpcallException e) {
      problems.addAll(e.diagnostics());
      return Type.INT;
    }
  }

  private List<Step> block(List<Statement> statements) {
    List<Step> lowered = new ArrayList<>();
    scope.open();
    for (Statement statement : statements) {
      if (!completes(lowered)) {
        problems.add(owner.refuse(PolicyCode.RETURN, statement, "this statement is never reached"));
        break;
      }
      count(1);
      try {
        statement(statement, lowered);
      } catch (UpcallException e) {
        problems.addAll(e.diagnostics());
      }
    }
    scope.close();
    return lowered;
  }

  private List<Step> nested(Statement body) {
    return block(body instanceof BlockStmt b ? b.getStatements() : List.of(body));
  }

  private void statement(Statement node, List<Step> out) {
    if (node instanceof ReturnStmt r && r.getExpression().isPresent() && returns != Type.VOID) {
      out.add(returned(r.getExpression().get()));
    } else if (node instanceof ReturnStmt r
        && r.getExpression().isEmpty()
        && returns == Type.VOID) {
      out.add(new Step.Leave());
    } else if (node instanceof IfStmt branch) {
      Term condition =
          effects.none(
              branch.getCondition(), expressions.lower(branch.getCondition(), Type.BOOLEAN));
      List<Step> yes = nested(branch.getThenStmt());
      out.add(
          new Step.If(condition, yes, branch.getElseStmt().map(this::nested).orElse(List.of())));
    } else if (node instanceof ForStmt loop) {
      out.add(loop(loop));
    } else if (node instanceof BreakStmt b && b.getLabel().isEmpty() && loops > 0) {
      out.add(new Step.Break());
    } else if (node instanceof ContinueStmt c && c.getLabel().isEmpty() && loops > 0) {
      out.add(new Step.Continue());
    } else if (node instanceof BlockStmt inner) {
      out.add(new Step.Block(nested(inner)));
    } else if (node instanceof ExpressionStmt e
        && e.getExpression() instanceof VariableDeclarationExpr declaration) {
      for (VariableDeclarator declarator : declaration.getVariables()) {
        Step.Declare declare = declare(declarator);
        if (declaration.isFinal()) {
          scope.fix(declare.variable());
        }
        if (!assigned.contains(declarator.getNameAsString())) {
          bounds.magnitude(declare.value()).ifPresent(m -> bounds.open(declare.variable(), m));
          ranges.of(declare.value()).ifPresent(r -> ranges.open(declare.variable(), r));
        }
        out.add(declare);
      }
    } else if (node instanceof ExpressionStmt e
        && e.getExpression() instanceof MethodCallExpr call) {
      out.add(run(call));
    } else if (node instanceof ExpressionStmt e) {
      out.add(assignments.lower(e.getExpression()));
    } else if (!(node instanceof EmptyStmt)) {
      throw Refusals.statement(owner, node).toException();
    }
  }

  private Step returned(Expression node) {
    Term value = effects.alone(node, expressions.lower(node, returns));
    Range range = ranges.of(value).orElse(Range.INT);
    returned = returns == Type.INT ? Optional.of(returned.map(range::or).orElse(range)) : returned;
    return new Step.Return(value);
  }

  private Step run(MethodCallExpr node) {
    Term call = effects.alone(node, expressions.lower(node));
    if (call.type() != Type.VOID && !Effects.changes(call)) {
      throw AssignmentLowering.noEffect(owner, node).toException();
    }
    return new Step.Run(call);
  }

  private Step.Declare declare(VariableDeclarator declarator) {
    if (declarator.getInitializer().isEmpty()) {
      declare(declarator, typeOf(declarator));
      throw owner
          .refuse(PolicyCode.STATEMENT, declarator, "a variable without a value")
          .found("%s", declarator)
          .fix("give it its first value where it is declared")
          .toException();
    }
    Expression initializer = declarator.getInitializer().get();
    if (declarator.getType().isVarType()) {
      Term value = effects.alone(initializer, expressions.lower(initializer));
      if (value.type() == Type.VOID) {
        throw Refusals.mismatch(owner, initializer, Type.VOID, Type.INT).toException();
      }
      return new Step.Declare(declare(declarator, value.type()), value);
    }
    Type type = typeOf(declarator);
    try {
      Term value = effects.alone(initializer, expressions.lower(initializer, type));
      return new Step.Declare(declare(declarator, type), value);
    } catch (UpcallException e) {
      // Declared all the same: one mistake is one diagnostic.
      declare(declarator, type);
      throw e;
    }
  }

  private <N extends Node & NodeWithSimpleName<?>> Variable declare(N node, Type type) {
    String name = node.getNameAsString();
    if (scope.find(name).isPresent()) {
      problems.add(
          owner
              .refuse(PolicyCode.STATEMENT, node, "a second variable " + name)
              .need("a name of its own: the first is still visible"));
    }
    Variable variable = new Variable(name, CIdentifiers.local(name), type);
    scope.add(variable);
    return variable;
  }

  /** {@code for (int i = a; i < b; i++)}, up or down, with ends the compiler can bound. */
  private Step loop(ForStmt node) {
    LoopReader reader = new LoopReader(owner, node);
    VariableDeclarator counter = reader.counter();
    scope.open();
    Step.Declare start = declare(counter);
    Variable variable = start.variable();
    Term condition = expressions.lower(reader.condition(), Type.BOOLEAN);
    Step.Assign step = assignments.local(reader.update());
    OptionalLong trips = reader.trips(bounds, start, condition, step);
    if (trips.isEmpty()) {
      scope.close();
      throw Refusals.loop(owner, node).toException();
    }
    scope.fix(variable);
    bounds.open(variable, reader.magnitude(bounds, start, condition));
    ranges.open(variable, reader.range(ranges, start, condition));
    effects.none(reader.condition(), condition);
    long outer = times;
    times = Math.min(WORK_CAP, times * Math.max(1, trips.getAsLong()));
    loops++;
    List<Step> body = nested(node.getBody());
    loops--;
    times = outer;
    bounds.close(variable);
    scope.close();
    return new Step.For(start, condition, step, body);
  }

  private void count(long statements) {
    work = Math.min(WORK_CAP, work + Math.min(WORK_CAP, statements) * times);
  }

  /** Whether control can reach the end of these statements (JLS 14.22, for what is left of it). */
  private static boolean completes(List<Step> steps) {
    if (steps.isEmpty()) {
      return true;
    }
    Step last = steps.get(steps.size() - 1);
    if (last instanceof Step.If branch) {
      return branch.no().isEmpty() || completes(branch.yes()) || completes(branch.no());
    }
    if (last instanceof Step.Block block) {
      return completes(block.steps());
    }
    return !(last instanceof Step.Return
        || last instanceof Step.Leave
        || last instanceof Step.Break
        || last instanceof Step.Continue);
  }
}
