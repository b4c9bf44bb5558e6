package dev.upcall.compiler.decision;

import com.github.javaparser.ast.Node;
import com.github.javaparser.ast.body.FieldDeclaration;
import com.github.javaparser.ast.body.MethodDeclaration;
import com.github.javaparser.ast.body.Parameter;
import com.github.javaparser.ast.body.RecordDeclaration;
import com.github.javaparser.ast.body.TypeDeclaration;
import com.github.javaparser.ast.body.VariableDeclarator;
import com.github.javaparser.ast.nodeTypes.NodeWithImplements;
import dev.upcall.core.decision.PolicyCode;
import dev.upcall.core.diagnostic.Diagnostic;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A parsed class whose methods are translated: the policy itself, {@code Scores}, {@code Answer} or
 * {@code PolicyMath}.
 *
 * @param records that it declares, by name
 */
record SourceClass(
    Role role, String file, TypeDeclaration<?> declaration, Map<String, Type> records) {
  SourceClass(Role role, String file, TypeDeclaration<?> declaration) {
    this(role, file, declaration, Map.of());
  }

  SourceClass with(Map<String, Type> declared) {
    return new SourceClass(role, file, declaration, declared);
  }

  /** What a class is to the translation. */
  enum Role {
    POLICY("policy"),
    SCORES("scores"),
    ANSWER("answer"),
    INPUT("input"),
    MATH("math");

    private final String prefix;

    Role(String prefix) {
      this.prefix = prefix;
    }

    /** First word of its functions' names in C. */
    String prefix() {
      return prefix;
    }
  }

  String name() {
    return declaration.getNameAsString();
  }

  /** A policy on the input, before the first stage. */
  boolean isGate() {
    return ((NodeWithImplements<?>) declaration)
        .getImplementedTypes().stream().anyMatch(t -> t.asString().equals("InputPolicy"));
  }

  boolean isRecord() {
    return declaration instanceof RecordDeclaration;
  }

  /** The library may do what a user's policy may not: index the logits, see raw bits. */
  boolean isLibrary() {
    return role != Role.POLICY;
  }

  /** Whether its last parameter is {@code Policy of}, the policy that it wraps. */
  boolean wraps() {
    List<Parameter> all = arguments();
    return !all.isEmpty() && isWrapped(all.get(all.size() - 1));
  }

  private static boolean isWrapped(Parameter parameter) {
    return parameter.getNameAsString().equals("of")
        && parameter.getType().asString().equals("Policy");
  }

  /** The numbers that instances are made from. */
  List<Parameter> parameters() {
    List<Parameter> all = arguments();
    return wraps() ? all.subList(0, all.size() - 1) : all;
  }

  /** What instances are made from: a record's components, or its constructor's parameters. */
  List<Parameter> arguments() {
    if (declaration instanceof RecordDeclaration record) {
      return record.getParameters();
    }
    return declaration.getConstructors().stream()
        .findFirst()
        .map(c -> (List<Parameter>) c.getParameters())
        .orElse(List.of());
  }

  /** The fields that change. */
  List<FieldDeclaration> states() {
    return declaration.getFields().stream()
        .filter(field -> field.isAnnotationPresent("State"))
        .toList();
  }

  List<MethodDeclaration> methods(String name) {
    return declaration.getMethodsByName(name);
  }

  /** The static final field of that name. */
  Optional<VariableDeclarator> constant(String name) {
    return declaration.getFields().stream()
        .filter(field -> field.isStatic() && field.isFinal())
        .flatMap(field -> field.getVariables().stream())
        .filter(variable -> variable.getNameAsString().equals(name))
        .findFirst();
  }

  /** A diagnostic about a piece of this class, with file, line and column. */
  Diagnostic refuse(PolicyCode code, Node node, Object... args) {
    return Diagnostic.of(code, args).at("%s", place(node));
  }

  /** {@code file:line:column}. */
  String place(Node node) {
    return node.getBegin().map(p -> file + ":" + p.line + ":" + p.column).orElse(file);
  }
}
