package dev.upcall.compiler.decision;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The functions of the policy that a policy wraps, in a C file of their own. */
enum Wrapped {
  DECIDE("decide", Type.VERDICT, List.of(Type.SCORES)),
  PRICED("decide", Type.VERDICT, List.of(Type.SCORES, Type.FLOAT)),
  FEEDBACK("feedback", Type.VOID, List.of(Type.ANSWER));

  /** What a policy calls the one it wraps. */
  static final String NAME = "of";

  /** Statements one of them may run; the wrapped policy is held to its own bound. */
  private static final long WORK = 1000;

  private final String method;
  private final Type type;
  private final List<Type> arguments;

  Wrapped(String method, Type type, List<Type> arguments) {
    this.method = method;
    this.type = type;
    this.arguments = arguments;
  }

  String method() {
    return method;
  }

  List<Type> arguments() {
    return arguments;
  }

  /** End of its C name, after that of the wrapped policy. */
  String suffix() {
    return this == DECIDE ? "_decide" : this == PRICED ? "_decide_priced" : "_feedback";
  }

  /** A call changes what the wrapped policy remembers, if it remembers. */
  Function function() {
    List<Variable> variables = new ArrayList<>();
    for (Type argument : arguments) {
      String name = argument == Type.FLOAT ? "price" : argument.java().toLowerCase(Locale.ROOT);
      variables.add(new Variable(name, name, argument));
    }
    return new Function(
        NAME + suffix(),
        "the policy it wraps",
        type,
        variables,
        List.of(new Step.Forward(suffix())),
        WORK,
        Optional.empty(),
        true);
  }
}
