package dev.upcall.compiler.decision;

import com.github.javaparser.ast.type.Type;
import dev.upcall.core.decision.PolicyCode;
import java.util.Locale;

/** Reads a type as written; what a policy may not use is refused with its remedy. */
final class TypeReader {
  private TypeReader() {}

  static dev.upcall.compiler.decision.Type read(SourceClass owner, Type written) {
    dev.upcall.compiler.decision.Type declared = owner.records().get(name(written));
    return declared == null ? library(owner, written) : declared;
  }

  private static dev.upcall.compiler.decision.Type library(SourceClass owner, Type written) {
    return switch (name(written)) {
      case "int" -> dev.upcall.compiler.decision.Type.INT;
      case "float" -> dev.upcall.compiler.decision.Type.FLOAT;
      case "boolean" -> dev.upcall.compiler.decision.Type.BOOLEAN;
      case "Verdict" -> dev.upcall.compiler.decision.Type.VERDICT;
      case "Scores" -> dev.upcall.compiler.decision.Type.SCORES;
      case "Answer" -> dev.upcall.compiler.decision.Type.ANSWER;
      case "Input" -> dev.upcall.compiler.decision.Type.INPUT;
      default ->
          throw owner
              .refuse(PolicyCode.TYPE, written, written)
              .found("%s", written)
              .need("int, float, boolean, Verdict, Scores, Answer, Input or a record of the policy")
              .fix("%s", remedy(name(written)))
              .toException();
    };
  }

  /**
   * A type as written. JavaParser spells primitive types by the default locale's rules, in Turkish
   * without the dot of the i.
   */
  static String name(Type written) {
    return written.isPrimitiveType()
        ? written.asPrimitiveType().getType().name().toLowerCase(Locale.ROOT)
        : written.asString();
  }

  private static String remedy(String type) {
    return switch (type) {
      case "double" -> "use float: double arithmetic is slow on microcontrollers";
      case "long", "short", "byte", "char" -> "use int";
      case "void" -> "return a value: a method of a policy has no other effect";
      case "String" -> "remove it: a device has no strings";
      default ->
          type.endsWith("]")
              ? "use scalars, or a field marked @State: a device has no heap for arrays"
              : "declare a record of numbers in the policy, or remove it: a device has no objects";
    };
  }
}
