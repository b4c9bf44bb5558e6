package dev.upcall.compiler.decision;

import com.github.javaparser.ast.expr.Expression;
import dev.upcall.core.decision.PolicyCode;

/**
 * Sees to it that what changes state stands alone: as a statement, or as all that a variable is set
 * to or a method returns. Inside an expression C would choose when it happens.
 */
final class Effects {
  private final SourceClass owner;
  private boolean changes;

  Effects(SourceClass owner) {
    this.owner = owner;
  }

  /** Whether the method has changed state so far. */
  boolean changes() {
    return changes;
  }

  /** Notes a change. */
  void add() {
    changes = true;
  }

  /** Nothing in the expression changes state. */
  Term none(Expression node, Term term) {
    if (changes(term)) {
      throw owner
          .refuse(PolicyCode.EFFECT, node)
          .found("%s", node)
          .need("a statement of its own, so that Java and C do it at the same time")
          .fix("set a local variable to the call, and use that")
          .toException();
    }
    term.children().forEach(child -> none(node, child));
    return term;
  }

  /** Nothing does but a call that is the whole expression. */
  Term alone(Expression node, Term term) {
    changes |= changes(term);
    term.children().forEach(child -> none(node, child));
    return term;
  }

  /** Whether it is a call that changes state. */
  static boolean changes(Term term) {
    return term instanceof Term.Call call && call.function().changes();
  }
}
