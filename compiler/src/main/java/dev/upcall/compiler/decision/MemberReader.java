package dev.upcall.compiler.decision;

import com.github.javaparser.ast.Modifier;
import com.github.javaparser.ast.NodeList;
import com.github.javaparser.ast.body.BodyDeclaration;
import com.github.javaparser.ast.body.ConstructorDeclaration;
import com.github.javaparser.ast.body.FieldDeclaration;
import com.github.javaparser.ast.body.MethodDeclaration;
import com.github.javaparser.ast.body.RecordDeclaration;
import com.github.javaparser.ast.body.VariableDeclarator;
import com.github.javaparser.ast.expr.AnnotationExpr;
import com.github.javaparser.ast.nodeTypes.NodeWithAnnotations;
import com.github.javaparser.ast.stmt.Statement;
import dev.upcall.core.decision.PolicyCode;
import dev.upcall.core.diagnostic.Diagnostic;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Checks what a policy's class is made of: parameters, state, constants and plain methods. */
final class MemberReader {
  private static final Set<String> ANNOTATIONS = Set.of("Override", "SuppressWarnings");

  private final SourceClass policy;
  private final List<Diagnostic> problems;

  MemberReader(SourceClass policy, List<Diagnostic> problems) {
    this.policy = policy;
    this.problems = problems;
  }

  void check() {
    checkAnnotations(policy.declaration());
    policy.declaration().getMembers().forEach(this::checkMember);
    boolean constructed = policy.declaration().getConstructors().size() <= 1;
    if (!constructed && !policy.isRecord()) {
      problems.add(
          policy
              .refuse(PolicyCode.SHAPE, policy.declaration(), policy.name())
              .found("%d constructors", policy.declaration().getConstructors().size())
              .need("one: what it takes are the parameters"));
    }
  }

  private void checkMember(BodyDeclaration<?> member) {
    if (member instanceof FieldDeclaration field) {
      checkField(field);
    } else if (member instanceof MethodDeclaration method) {
      checkMethod(method);
    } else if (member instanceof ConstructorDeclaration c && !policy.isRecord()) {
      checkConstructor(c);
    } else if (!(member instanceof RecordDeclaration)) {
      boolean constructor =
          member instanceof ConstructorDeclaration || member.isCompactConstructorDeclaration();
      String what =
          constructor
              ? "a constructor"
              : member.isInitializerDeclaration() ? "an initialiser" : "a nested type";
      problems.add(
          policy
              .refuse(PolicyCode.STATEMENT, member, what)
              .need("parameters, state, constants, methods and records of numbers")
              .fix(
                  constructor
                      ? "give a parameter's range as @Parameter(min = ..., max = ...)"
                      : "move its contents into methods of the record"));
    }
  }

  private void checkMethod(MethodDeclaration method) {
    checkAnnotations(method);
    method.getParameters().forEach(p -> checkAnnotations(p));
    boolean plain =
        method.getTypeParameters().isEmpty()
            && method.getThrownExceptions().isEmpty()
            && method.getParameters().stream().noneMatch(p -> p.isVarArgs())
            && method.getBody().isPresent()
            && method.getModifiers().stream().allMatch(MemberReader::isPlain);
    if (!plain) {
      problems.add(
          policy
              .refuse(PolicyCode.STATEMENT, method, "a method of this kind")
              .found("%s", method.getDeclarationAsString(true, true, true))
              .need("a plain method: no type parameters, exceptions, varargs or synchronized"));
    }
  }

  private static boolean isPlain(Modifier modifier) {
    return switch (modifier.getKeyword()) {
      case PUBLIC, PRIVATE, PROTECTED, STATIC, FINAL -> true;
      default -> false;
    };
  }

  private void checkField(FieldDeclaration field) {
    boolean constant = field.isStatic() && field.isFinal();
    boolean state = !policy.isRecord() && !field.isStatic() && policy.states().contains(field);
    boolean parameter =
        !policy.isRecord()
            && !field.isStatic()
            && field.isFinal()
            && field.getVariables().stream().allMatch(this::isParameter);
    if (!state) {
      checkAnnotations(field);
    }
    if (!constant && !state && !parameter) {
      problems.add(
          policy
              .refuse(PolicyCode.STATEMENT, field, "a field that can change")
              .found("%s", field)
              .need(
                  policy.isRecord()
                      ? "static final constants; what is tuned is a component of the record"
                      : "constants, the constructor's parameters, and fields marked @State")
              .fix(
                  policy.isRecord()
                      ? "a policy with state is a public final class"
                      : "mark it @State(min = ..., max = ...)"));
    }
  }

  /** A field without a value of its own, of a constructor's parameter's name and type. */
  private boolean isParameter(VariableDeclarator field) {
    return field.getInitializer().isEmpty()
        && policy.arguments().stream()
            .anyMatch(
                p ->
                    p.getNameAsString().equals(field.getNameAsString())
                        && p.getType().equals(field.getType()));
  }

  /** {@code this.p = p;} for each parameter and nothing else: Java sees the values that C has. */
  private void checkConstructor(ConstructorDeclaration constructor) {
    checkAnnotations(constructor);
    Set<String> wanted =
        constructor.getParameters().stream()
            .map(p -> "this.%1$s = %1$s;".formatted(p.getNameAsString()))
            .collect(Collectors.toCollection(HashSet::new));
    List<String> written =
        constructor.getBody().getStatements().stream().map(Statement::toString).toList();
    boolean good =
        constructor.isPublic()
            && constructor.getThrownExceptions().isEmpty()
            && wanted.equals(Set.copyOf(written))
            && written.size() == wanted.size();
    if (!good) {
      problems.add(
          policy
              .refuse(PolicyCode.STATEMENT, constructor, "this constructor")
              .need("a public one that assigns each of its parameters to the field of its name")
              .fix("%s", wanted.stream().sorted().collect(Collectors.joining(" "))));
    }
  }

  private void checkAnnotations(NodeWithAnnotations<?> node) {
    NodeList<AnnotationExpr> annotations = node.getAnnotations();
    for (AnnotationExpr annotation : annotations) {
      if (!ANNOTATIONS.contains(annotation.getNameAsString())) {
        problems.add(
            policy
                .refuse(PolicyCode.TYPE, annotation, annotation.getNameAsString())
                .found("%s", annotation)
                .need("no annotation here but @Override"));
      }
    }
  }
}
