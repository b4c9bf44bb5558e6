package dev.upcall.compiler.decision;

import com.github.javaparser.ast.CompilationUnit;
import com.github.javaparser.ast.ImportDeclaration;
import com.github.javaparser.ast.Modifier;
import com.github.javaparser.ast.NodeList;
import com.github.javaparser.ast.body.BodyDeclaration;
import com.github.javaparser.ast.body.ConstructorDeclaration;
import com.github.javaparser.ast.body.FieldDeclaration;
import com.github.javaparser.ast.body.MethodDeclaration;
import com.github.javaparser.ast.body.RecordDeclaration;
import com.github.javaparser.ast.expr.AnnotationExpr;
import com.github.javaparser.ast.expr.NameExpr;
import com.github.javaparser.ast.nodeTypes.NodeWithAnnotations;
import com.github.javaparser.ast.type.ClassOrInterfaceType;
import dev.upcall.core.decision.PolicyCode;
import dev.upcall.core.diagnostic.Diagnostic;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Checks the outline of a policy's file: one public record that implements {@code Policy}, with
 * nothing in it but parameters, constants and methods. Names mean what they seem to mean only
 * because nothing else can be imported or nested.
 */
final class ClassReader {
  private static final String PACKAGE = "dev.upcall.core.decision";
  private static final Set<String> ANNOTATIONS = Set.of("Override", "SuppressWarnings");

  private static final Set<String> OURS =
      Set.of("Scores", "PolicyMath", "Verdict", "Policy", "Parameter");

  /** Names with a fixed meaning in policies; the record may not take one of them. */
  private static final Set<String> TAKEN =
      Set.of("Scores", "PolicyMath", "Verdict", "Policy", "Parameter", "Math", "Float", "Integer");

  private final PolicySource source;
  private final List<Diagnostic> problems;

  ClassReader(PolicySource source, List<Diagnostic> problems) {
    this.source = source;
    this.problems = problems;
  }

  /** The policy's class; what is wrong with it is added to the problems. */
  SourceClass read(CompilationUnit unit) {
    if (unit.getTypes().size() != 1 || !(unit.getType(0) instanceof RecordDeclaration record)) {
      throw Diagnostic.of(PolicyCode.SHAPE, source.file())
          .at("%s", source.file())
          .found(
              "%d types%s",
              unit.getTypes().size(), unit.getTypes().isEmpty() ? "" : ", not one record")
          .need("one public record that implements Policy; its components are the parameters")
          .fix("public record %s(float theta) implements Policy { ... }", source.name())
          .toException();
    }
    SourceClass policy = new SourceClass(SourceClass.Role.POLICY, source.file(), record);
    checkPackage(policy, unit);
    unit.getImports().forEach(i -> checkImport(policy, i));
    checkImported(policy, unit);
    checkHead(policy, record);
    record.getMembers().forEach(member -> checkMember(policy, member));
    checkDecide(policy, record);
    return policy;
  }

  /**
   * A policy in our own package would see, and be taken for, our own classes. What else such a file
   * lacks, imports of that package, would only repeat it.
   */
  private void checkPackage(SourceClass policy, CompilationUnit unit) {
    if (source.builtIn()) {
      return;
    }
    unit.getPackageDeclaration()
        .filter(p -> p.getNameAsString().startsWith("dev.upcall"))
        .ifPresent(
            p -> {
              boolean ours = PolicySource.BUILT_IN.contains(source.name());
              throw policy
                  .refuse(PolicyCode.SHAPE, p, source.name())
                  .found("the package %s", p.getNameAsString())
                  .need("a package of your own, or none")
                  .fix(
                      ours
                          ? "a built-in policy goes by its name, without a file: " + source.name()
                          : "remove it and import dev.upcall.core.decision.*")
                  .toException();
            });
  }

  private void checkImport(SourceClass policy, ImportDeclaration declaration) {
    String name = declaration.getNameAsString();
    boolean ours =
        declaration.isAsterisk() ? name.equals(PACKAGE) : name.matches(PACKAGE + "\\.[A-Za-z]+");
    if (declaration.isStatic() || !ours) {
      problems.add(
          policy
              .refuse(PolicyCode.TYPE, declaration, name)
              .found("an import of %s", name)
              .need("imports from %s only", PACKAGE)
              .fix("remove it: a policy has int, float, boolean, Scores, Verdict and PolicyMath"));
    }
  }

  /** Upcall's types need an import, as javac will say when the policy runs on the host. */
  private void checkImported(SourceClass policy, CompilationUnit unit) {
    if (source.builtIn()) {
      return;
    }
    Set<String> imported = new HashSet<>();
    for (ImportDeclaration declaration : unit.getImports()) {
      if (declaration.isAsterisk()) {
        return;
      }
      imported.add(declaration.getName().getIdentifier());
    }
    unit.walk(
        node -> {
          String name =
              node instanceof ClassOrInterfaceType type
                  ? type.getNameAsString()
                  : node instanceof NameExpr expression
                      ? expression.getNameAsString()
                      : node instanceof AnnotationExpr annotation
                          ? annotation.getNameAsString()
                          : "";
          if (OURS.contains(name) && imported.add(name)) {
            problems.add(
                policy
                    .refuse(PolicyCode.TYPE, node, name)
                    .found("no import of it")
                    .fix("write import %s.*;", PACKAGE));
          }
        });
  }

  private void checkHead(SourceClass policy, RecordDeclaration record) {
    List<String> implemented =
        record.getImplementedTypes().stream().map(ClassOrInterfaceType::asString).toList();
    boolean good =
        implemented.equals(List.of("Policy"))
            && record.isPublic()
            && record.getTypeParameters().isEmpty()
            && record.getNameAsString().equals(source.name())
            && !TAKEN.contains(source.name());
    if (!good) {
      problems.add(
          policy
              .refuse(PolicyCode.SHAPE, record, record.getNameAsString())
              .found(
                  "%srecord %s%s%s",
                  record.isPublic() ? "public " : "",
                  record.getNameAsString(),
                  record.getTypeParameters().isEmpty() ? "" : "<...>",
                  implemented.isEmpty() ? "" : " implements " + String.join(", ", implemented))
              .need(
                  "public record %s(...) implements Policy, called as its file and not as one of"
                      + " Upcall's types",
                  source.name()));
    }
    checkAnnotations(policy, record);
  }

  private void checkMember(SourceClass policy, BodyDeclaration<?> member) {
    if (member instanceof FieldDeclaration field) {
      checkAnnotations(policy, field);
      if (!field.isStatic() || !field.isFinal()) {
        problems.add(
            policy
                .refuse(PolicyCode.STATEMENT, field, "a field that can change")
                .found("%s", field)
                .need("static final constants; what is tuned is a component of the record"));
      }
    } else if (member instanceof MethodDeclaration method) {
      checkMethod(policy, method);
    } else {
      String what =
          member instanceof ConstructorDeclaration || member.isCompactConstructorDeclaration()
              ? "a constructor"
              : member.isInitializerDeclaration() ? "an initialiser" : "a nested type";
      problems.add(
          policy
              .refuse(PolicyCode.STATEMENT, member, what)
              .need("parameters, constants and methods")
              .fix(
                  what.equals("a constructor")
                      ? "give a parameter's range as @Parameter(min = ..., max = ...)"
                      : "move its contents into methods of the record"));
    }
  }

  private void checkMethod(SourceClass policy, MethodDeclaration method) {
    checkAnnotations(policy, method);
    method.getParameters().forEach(p -> checkAnnotations(policy, p));
    boolean plain =
        method.getTypeParameters().isEmpty()
            && method.getThrownExceptions().isEmpty()
            && method.getParameters().stream().noneMatch(p -> p.isVarArgs())
            && method.getBody().isPresent()
            && method.getModifiers().stream().allMatch(ClassReader::isPlain);
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

  private void checkAnnotations(SourceClass policy, NodeWithAnnotations<?> node) {
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

  private void checkDecide(SourceClass policy, RecordDeclaration record) {
    boolean found = record.getMethods().stream().anyMatch(ClassReader::isDecide);
    if (!found) {
      problems.add(
          policy
              .refuse(PolicyCode.SHAPE, record, record.getNameAsString())
              .found("no method public Verdict decide(Scores)")
              .fix("write it: it says ACCEPT, CONTINUE or UPCALL"));
    }
  }

  /** {@code public Verdict decide(Scores)}. */
  static boolean isDecide(MethodDeclaration method) {
    return method.getNameAsString().equals("decide")
        && method.isPublic()
        && !method.isStatic()
        && method.getType().asString().equals("Verdict")
        && method.getParameters().size() == 1
        && method.getParameter(0).getType().asString().equals("Scores");
  }
}
