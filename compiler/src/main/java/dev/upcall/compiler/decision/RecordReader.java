package dev.upcall.compiler.decision;

import com.github.javaparser.ast.body.Parameter;
import com.github.javaparser.ast.body.RecordDeclaration;
import dev.upcall.core.decision.PolicyCode;
import dev.upcall.core.diagnostic.Diagnostic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the records that a policy declares to hold several numbers at once: components of int,
 * float and boolean and nothing else, so that each is a struct in C.
 */
final class RecordReader {
  private static final Set<String> COMPONENTS = Set.of("int", "float", "boolean");

  private final SourceClass policy;
  private final List<Diagnostic> problems;

  RecordReader(SourceClass policy, List<Diagnostic> problems) {
    this.policy = policy;
    this.problems = problems;
  }

  /** By name; what is wrong with one is added to the problems. */
  Map<String, Type> read() {
    Map<String, Type> records = new LinkedHashMap<>();
    policy.declaration().getMembers().stream()
        .filter(RecordDeclaration.class::isInstance)
        .map(RecordDeclaration.class::cast)
        .forEach(record -> records.put(record.getNameAsString(), read(record)));
    return records;
  }

  private Type read(RecordDeclaration record) {
    boolean plain =
        record.getMembers().isEmpty()
            && record.getTypeParameters().isEmpty()
            && record.getImplementedTypes().isEmpty()
            && record.getAnnotations().isEmpty()
            && !record.getParameters().isEmpty()
            && !ClassReader.isTaken(record.getNameAsString())
            && !record.getNameAsString().equals(policy.name());
    if (!plain) {
      problems.add(
          policy
              .refuse(PolicyCode.STATEMENT, record, "a record of this kind")
              .found("record %s", record.getNameAsString())
              .need(
                  "one that has components and nothing else, called as no type of Upcall's: no"
                      + " methods, constructors, interfaces, type parameters or annotations")
              .fix(
                  "record %s(float x, int n) {}, and methods of the policy that take it",
                  record.getNameAsString()));
    }
    List<Type.Component> components = new ArrayList<>();
    for (Parameter component : record.getParameters()) {
      components.add(new Type.Component(component.getNameAsString(), type(component)));
    }
    return Type.ofRecord(record.getNameAsString(), components);
  }

  private Type type(Parameter component) {
    String name = TypeReader.name(component.getType());
    if (!COMPONENTS.contains(name) || component.isVarArgs()) {
      problems.add(
          policy
              .refuse(PolicyCode.TYPE, component, component.getType())
              .found("%s", component)
              .need("int, float or boolean in a record")
              .fix("give what is of another type to methods beside the record"));
      return Type.INT;
    }
    return TypeReader.read(policy, component.getType());
  }
}
