package dev.upcall.compiler.decision;

import com.github.javaparser.ast.Node;
import com.github.javaparser.ast.body.MethodDeclaration;
import com.github.javaparser.ast.body.VariableDeclarator;
import com.github.javaparser.ast.expr.AssignExpr;
import com.github.javaparser.ast.expr.Expression;
import com.github.javaparser.ast.expr.NameExpr;
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
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Lowers the statements of one method; each that is outside the subset is its own diagnostic. */
final class MethodLowering {
  /** Name of the Scores that the methods of Scores itself work on. */
  private static final String RECEIVER = "scores";

  /** Where counting stops, far above what is refused and far below an overflow. */
  private static final long WORK_CAP = 1L << 30;

  private final SourceClass owner;
  private final List<Diagnostic> problems;
  private final Scope scope = new Scope();
  private final LoopBounds bounds = new LoopBounds();
  private final ExpressionLowering expressions;
  private Type returns = Type.VERDICT;
  private int loops;
  private long work;
  private long times = 1;

  MethodLowering(Lowering lowering, SourceClass owner, List<Diagnostic> problems) {
    this.owner = owner;
    this.problems = problems;
    this.expressions = new ExpressionLowering(lowering, owner, scope, this::count);
  }

  Function lower(MethodDeclaration method, String cName) {
    int before = problems.size();
    List<Variable> arguments = new ArrayList<>();
    scope.open();
    if (owner.role() == SourceClass.Role.SCORES) {
      Variable receiver = new Variable(RECEIVER, RECEIVER, Type.SCORES);
      arguments.add(receiver);
      scope.receiver(receiver);
    }
    returns = typeOf(method);
    for (var parameter : method.getParameters()) {
      arguments.add(declare(parameter, typeOf(parameter)));
    }
    List<Step> body = block(method.getBody().map(BlockStmt::getStatements).orElseThrow());
    scope.close();
    if (problems.size() == before && completes(body)) {
      problems.add(
          owner
              .refuse(PolicyCode.RETURN, method, "not every path returns a value")
              .found("the method %s can reach its end", method.getNameAsString())
              .fix("end it with a return"));
    }
    String origin = owner.name() + "." + method.getNameAsString();
    return new Function(cName, origin, returns, arguments, body, work);
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
    if (node instanceof ReturnStmt r && r.getExpression().isPresent()) {
      out.add(new Step.Return(expressions.lower(r.getExpression().get(), returns)));
    } else if (node instanceof IfStmt branch) {
      Term condition = expressions.lower(branch.getCondition(), Type.BOOLEAN);
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
          bounds.magnitude(declare.value()).ifPresent(m -> bounds.open(declare.variable(), m));
        }
        out.add(declare);
      }
    } else if (node instanceof ExpressionStmt e) {
      out.add(assignment(e.getExpression()));
    } else if (!(node instanceof EmptyStmt)) {
      throw Refusals.statement(owner, node).toException();
    }
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
      Term value = expressions.lower(initializer);
      return new Step.Declare(declare(declarator, value.type()), value);
    }
    Type type = typeOf(declarator);
    try {
      Term value = expressions.lower(initializer, type);
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

  /** An assignment or a count up or down. */
  private Step.Assign assignment(Expression node) {
    if (node instanceof UnaryExpr unary && step(unary) != 0) {
      Variable variable = target(unary.getExpression());
      Term one = variable.type() == Type.INT ? new Term.IntConstant(1) : new Term.FloatConstant(1);
      Operator operator = step(unary) > 0 ? Operator.ADD : Operator.SUBTRACT;
      return new Step.Assign(variable, new Term.Binary(operator, new Term.Local(variable), one));
    }
    if (node instanceof AssignExpr assign) {
      Variable variable = target(assign.getTarget());
      Optional<Operator> compound = Operators.compound(assign.getOperator());
      if (compound.isEmpty()) {
        return new Step.Assign(variable, expressions.lower(assign.getValue(), variable.type()));
      }
      // Java casts the result of a compound assignment back to the variable's type.
      Term value =
          expressions.binary(
              assign,
              compound.get(),
              new Term.Local(variable),
              expressions.lower(assign.getValue()));
      return new Step.Assign(variable, expressions.cast(assign, variable.type(), value));
    }
    throw owner
        .refuse(PolicyCode.STATEMENT, node, "this expression as a statement")
        .found("%s", node)
        .need("an assignment: methods of a policy have no effect but their result")
        .toException();
  }

  private static int step(UnaryExpr unary) {
    return switch (unary.getOperator()) {
      case PREFIX_INCREMENT, POSTFIX_INCREMENT -> 1;
      case PREFIX_DECREMENT, POSTFIX_DECREMENT -> -1;
      default -> 0;
    };
  }

  private Variable target(Expression node) {
    Variable variable =
        node instanceof NameExpr name ? scope.find(name.getNameAsString()).orElse(null) : null;
    if (variable == null || scope.isFixed(variable)) {
      throw owner
          .refuse(PolicyCode.STATEMENT, node, "a change of " + node)
          .need("assignments to local variables only; a loop's counter is changed by its loop")
          .fix("copy it to a local variable and change that")
          .toException();
    }
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
    Step.Assign step = assignment(reader.update());
    OptionalLong trips = reader.trips(bounds, start, condition, step);
    if (trips.isEmpty()) {
      scope.close();
      throw Refusals.loop(owner, node).toException();
    }
    scope.fix(variable);
    bounds.open(variable, reader.magnitude(bounds, start, condition));
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
        || last instanceof Step.Break
        || last instanceof Step.Continue);
  }
}
