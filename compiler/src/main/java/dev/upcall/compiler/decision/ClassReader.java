package dev.upcall.compiler.decision;

import com.github.javaparser.ast.CompilationUnit;
import com.github.javaparser.ast.body.ClassOrInterfaceDeclaration;
import com.github.javaparser.ast.body.MethodDeclaration;
import com.github.javaparser.ast.body.RecordDeclaration;
import com.github.javaparser.ast.body.TypeDeclaration;
import com.github.javaparser.ast.nodeTypes.NodeWithImplements;
import com.github.javaparser.ast.nodeTypes.NodeWithTypeParameters;
import com.github.javaparser.ast.type.ClassOrInterfaceType;
import dev.upcall.core.decision.PolicyCode;
import dev.upcall.core.diagnostic.Diagnostic;
import java.util.List;
import java.util.Set;

/**
 * Checks the outline of a policy's file: one public record, or final class where it has state, that
 * implements {@code Policy}, with nothing in it but parameters, state, constants and methods. Names
 * mean what they seem to mean only because nothing else can be imported or nested.
 */
final class ClassReader {
  /** Names with a fixed meaning in policies; the class may not take one of them. */
  private static final Set<String> TAKEN =
      Set.of(
          "Scores",
          "Answer",
          "Input",
          "InputPolicy",
          "Surroundings",
          "PolicyMath",
          "Verdict",
          "Policy",
          "Parameter",
          "State",
          "Math",
          "Float",
          "Integer");

  private final PolicySource source;
  private final List<Diagnostic> problems;

  ClassReader(PolicySource source, List<Diagnostic> problems) {
    this.source = source;
    this.problems = problems;
  }

  /** The policy's class; what is wrong with it is added to the problems. */
  SourceClass read(CompilationUnit unit) {
    if (unit.getTypes().size() != 1 || !isClass(unit.getType(0))) {
      throw Diagnostic.of(PolicyCode.SHAPE, source.file())
          .at("%s", source.file())
          .found(
              "%d types%s",
              unit.getTypes().size(), unit.getTypes().isEmpty() ? "" : ", not one class")
          .need("one public record, or final class with state, that implements Policy")
          .fix("public record %s(float theta) implements Policy { ... }", source.name())
          .toException();
    }
    TypeDeclaration<?> type = unit.getType(0);
    SourceClass outline = new SourceClass(SourceClass.Role.POLICY, source.file(), type);
    SourceClass policy = outline.with(new RecordReader(outline, problems).read());
    new ImportReader(source, policy, problems).check(unit);
    checkHead(policy);
    new MemberReader(policy, problems).check();
    if (type.getMethods().stream().noneMatch(method -> isDecide(method, policy))) {
      boolean gate = policy.isGate();
      problems.add(
          policy
              .refuse(PolicyCode.SHAPE, type, policy.name())
              .found("no method public Verdict decide(%s)", gate ? "Input" : "Scores")
              .fix("write it: it says %sCONTINUE or UPCALL", gate ? "" : "ACCEPT, "));
    }
    return policy;
  }

  private static boolean isClass(TypeDeclaration<?> type) {
    return type instanceof RecordDeclaration
        || type instanceof ClassOrInterfaceDeclaration c && !c.isInterface();
  }

  private void checkHead(SourceClass policy) {
    TypeDeclaration<?> type = policy.declaration();
    boolean record = type instanceof RecordDeclaration;
    boolean alone =
        record
            || type instanceof ClassOrInterfaceDeclaration c
                && c.isFinal()
                && c.getExtendedTypes().isEmpty();
    List<String> implemented =
        ((NodeWithImplements<?>) type)
            .getImplementedTypes().stream().map(ClassOrInterfaceType::asString).toList();
    boolean generic = ((NodeWithTypeParameters<?>) type).getTypeParameters().isNonEmpty();
    boolean good =
        (implemented.equals(List.of("Policy")) || implemented.equals(List.of("InputPolicy")))
            && alone
            && type.isPublic()
            && !generic
            && policy.name().equals(source.name())
            && !TAKEN.contains(source.name());
    if (!good) {
      problems.add(
          policy
              .refuse(PolicyCode.SHAPE, type, policy.name())
              .found(
                  "%s%s %s%s%s",
                  type.isPublic() ? "public " : "",
                  record ? "record" : alone ? "final class" : "class",
                  policy.name(),
                  generic ? "<...>" : "",
                  implemented.isEmpty() ? "" : " implements " + String.join(", ", implemented))
              .need(
                  "public %s %s implements Policy, called as its file and not as one of Upcall's"
                      + " types",
                  record ? "record" : "final class", source.name()));
    }
  }

  /** Whether a name means something else in policies. */
  static boolean isTaken(String name) {
    return TAKEN.contains(name);
  }

  /** {@code public Verdict decide(Scores)}, or {@code (Input)} of a policy on the input. */
  static boolean isDecide(MethodDeclaration method, SourceClass policy) {
    return is(method, "decide", "Verdict", policy.isGate() ? "Input" : "Scores");
  }

  /** {@code public void feedback(Answer)}. */
  static boolean isFeedback(MethodDeclaration method) {
    return is(method, "feedback", "void", "Answer");
  }

  /** {@code public Verdict decide(Scores, float)}, also as an interface has it. */
  static boolean isPriced(MethodDeclaration method) {
    return is(method, "decide", "Verdict", "Scores", "float");
  }

  private static boolean is(
      MethodDeclaration method, String name, String type, String... parameters) {
    return method.getNameAsString().equals(name)
        && (method.isPublic() || method.isDefault())
        && !method.isStatic()
        && method.getType().asString().equals(type)
        && method.getParameters().stream()
            .map(p -> TypeReader.name(p.getType()))
            .toList()
            .equals(List.of(parameters));
  }
}
