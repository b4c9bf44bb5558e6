package dev.upcall.compiler.decision;

import com.github.javaparser.ast.CompilationUnit;
import com.github.javaparser.ast.ImportDeclaration;
import com.github.javaparser.ast.expr.AnnotationExpr;
import com.github.javaparser.ast.expr.NameExpr;
import com.github.javaparser.ast.type.ClassOrInterfaceType;
import dev.upcall.core.decision.PolicyCode;
import dev.upcall.core.diagnostic.Diagnostic;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Checks what a policy's file brings in: Upcall's types and nothing else, so that names mean what
 * they seem to mean.
 */
final class ImportReader {
  private static final String PACKAGE = "dev.upcall.core.decision";

  private static final Set<String> OURS =
      Set.of(
          "Scores",
          "PolicyMath",
          "Verdict",
          "Policy",
          "Parameter",
          "State",
          "Answer",
          "Input",
          "InputPolicy");

  private final PolicySource source;
  private final SourceClass policy;
  private final List<Diagnostic> problems;

  ImportReader(PolicySource source, SourceClass policy, List<Diagnostic> problems) {
    this.source = source;
    this.policy = policy;
    this.problems = problems;
  }

  void check(CompilationUnit unit) {
    checkPackage(unit);
    unit.getImports().forEach(this::checkImport);
    checkImported(unit);
  }

  /**
   * A policy in our own package would see, and be taken for, our own classes. What else such a file
   * lacks, imports of that package, would only repeat it.
   */
  private void checkPackage(CompilationUnit unit) {
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

  private void checkImport(ImportDeclaration declaration) {
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
  private void checkImported(CompilationUnit unit) {
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
}
