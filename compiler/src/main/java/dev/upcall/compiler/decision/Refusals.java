package dev.upcall.compiler.decision;

import com.github.javaparser.ast.Node;
import com.github.javaparser.ast.expr.ArrayCreationExpr;
import com.github.javaparser.ast.expr.AssignExpr;
import com.github.javaparser.ast.expr.CharLiteralExpr;
import com.github.javaparser.ast.expr.Expression;
import com.github.javaparser.ast.expr.InstanceOfExpr;
import com.github.javaparser.ast.expr.LambdaExpr;
import com.github.javaparser.ast.expr.LongLiteralExpr;
import com.github.javaparser.ast.expr.MethodCallExpr;
import com.github.javaparser.ast.expr.MethodReferenceExpr;
import com.github.javaparser.ast.expr.NullLiteralExpr;
import com.github.javaparser.ast.expr.ObjectCreationExpr;
import com.github.javaparser.ast.expr.StringLiteralExpr;
import com.github.javaparser.ast.expr.SwitchExpr;
import com.github.javaparser.ast.expr.TextBlockLiteralExpr;
import com.github.javaparser.ast.expr.UnaryExpr;
import com.github.javaparser.ast.stmt.AssertStmt;
import com.github.javaparser.ast.stmt.DoStmt;
import com.github.javaparser.ast.stmt.ForEachStmt;
import com.github.javaparser.ast.stmt.ForStmt;
import com.github.javaparser.ast.stmt.ReturnStmt;
import com.github.javaparser.ast.stmt.Statement;
import com.github.javaparser.ast.stmt.SwitchStmt;
import com.github.javaparser.ast.stmt.SynchronizedStmt;
import com.github.javaparser.ast.stmt.ThrowStmt;
import com.github.javaparser.ast.stmt.TryStmt;
import com.github.javaparser.ast.stmt.WhileStmt;
import dev.upcall.core.decision.PolicyCode;
import dev.upcall.core.diagnostic.Diagnostic;
import java.util.Locale;

/** What is said about code outside the subset: what was found, and what to write instead. */
final class Refusals {
  private static final int MAX_EXCERPT = 60;

  private Refusals() {}

  static Diagnostic statement(SourceClass owner, Statement node) {
    if (node instanceof WhileStmt || node instanceof DoStmt || node instanceof ForEachStmt) {
      return loop(owner, node);
    }
    String what = "this statement";
    String fix = "";
    if (node instanceof SwitchStmt) {
      what = "switch";
      fix = "use if and else";
    } else if (node instanceof TryStmt || node instanceof ThrowStmt) {
      what = "an exception";
      fix = "return a verdict: a device has nobody to throw to";
    } else if (node instanceof AssertStmt) {
      what = "assert";
      fix = "remove it";
    } else if (node instanceof SynchronizedStmt) {
      what = "synchronized";
      fix = "remove it: a policy runs on one thread";
    } else if (node instanceof ReturnStmt) {
      what = "a return without a value";
    }
    return owner
        .refuse(PolicyCode.STATEMENT, node, what)
        .found("%s", excerpt(node))
        .need("variables, assignments, if, for, break, continue, return")
        .fix("%s", fix);
  }

  static Diagnostic loop(SourceClass owner, Node node) {
    boolean form = node instanceof ForStmt;
    return owner
        .refuse(PolicyCode.LOOP, node)
        .found("%s", excerpt(node))
        .need("ends made of constants, finals, scores.count() and counters of outer loops")
        .fix(
            form
                ? "write for (int i = 0; i < scores.count(); i++), with nothing else changing i"
                : "write a for loop with a counter; break leaves it early");
  }

  static Diagnostic expression(SourceClass owner, Expression node) {
    String what = "this expression";
    String fix = "";
    if (node instanceof ObjectCreationExpr || node instanceof ArrayCreationExpr) {
      what = "allocation";
      fix = "use local variables: a device has no heap";
    } else if (node instanceof StringLiteralExpr || node instanceof TextBlockLiteralExpr) {
      what = "a string";
      fix = "remove it: a device has no strings";
    } else if (node instanceof LambdaExpr || node instanceof MethodReferenceExpr) {
      what = "a lambda";
      fix = "write a method and call it";
    } else if (node instanceof LongLiteralExpr || node instanceof CharLiteralExpr) {
      what = "a literal of this type";
      fix = "use an int";
    } else if (node instanceof SwitchExpr) {
      what = "switch";
      fix = "use if and else, or ?:";
    } else if (node instanceof NullLiteralExpr || node instanceof InstanceOfExpr) {
      what = "an object";
      fix = "use numbers";
    } else if (node instanceof AssignExpr || node instanceof UnaryExpr) {
      what = "an assignment inside an expression";
      fix = "make it a statement of its own";
    }
    return owner
        .refuse(PolicyCode.EXPRESSION, node, what)
        .found("%s", excerpt(node))
        .need("arithmetic, comparisons, ?: and calls on int, float and boolean")
        .fix("%s", fix);
  }

  static Diagnostic call(SourceClass owner, MethodCallExpr node) {
    String target = node.getScope().map(s -> s + ".").orElse("");
    String name = node.getNameAsString();
    return owner
        .refuse(PolicyCode.CALL, node, excerpt(target + name))
        .found("%s", excerpt(node))
        .need(
            "methods of the policy, of Scores and of PolicyMath; Math.max, min, abs;"
                + " Float.isNaN, isFinite, floatToIntBits, intBitsToFloat; arguments that fit")
        .fix("%s", remedy(target + name));
  }

  private static String remedy(String call) {
    return switch (call) {
      case "Math.exp", "Math.log", "Math.sqrt", "Math.floor" ->
          "use Policy" + call + ": the same bits on every machine";
      case "Math.pow" -> "use PolicyMath.exp(y * PolicyMath.log(x)), or multiply";
      case "Math.round", "Math.ceil", "Math.rint" -> "use PolicyMath.floor(x + 0.5f) or a cast";
      case "Float.floatToRawIntBits" -> "use Float.floatToIntBits: raw bits of NaN differ";
      default -> "";
    };
  }

  static Diagnostic mismatch(SourceClass owner, Expression node, Type found, Type wanted) {
    return owner
        .refuse(PolicyCode.MISMATCH, node)
        .found("%s, of type %s", excerpt(node), found.java())
        .need("%s", wanted.java())
        .fix(found == Type.FLOAT && wanted == Type.INT ? "write (int), which rounds to zero" : "");
  }

  static Diagnostic operands(
      SourceClass owner, Expression node, Operator operator, Type left, Type right) {
    boolean bits = operator.isIntOnly() && operator != Operator.REMAINDER;
    return owner
        .refuse(PolicyCode.MISMATCH, node)
        .found("%s %s %s in %s", left.java(), operator.symbol(), right.java(), excerpt(node))
        .need(
            operator.isLogical()
                ? "booleans"
                : operator.isIntOnly() ? "ints" : "operands of one kind")
        .fix(
            bits && left == Type.BOOLEAN
                ? String.format(
                    Locale.ROOT,
                    "write %s",
                    operator == Operator.XOR ? "!=" : operator.symbol() + operator.symbol())
                : "");
  }

  /** The first line of a piece of source, shortened: it may be anything. */
  private static String excerpt(Object node) {
    String line = node.toString().lines().findFirst().orElse("");
    return line.length() <= MAX_EXCERPT ? line : line.substring(0, MAX_EXCERPT) + "...";
  }
}
