package dev.upcall.compiler.decision;

import dev.upcall.core.decision.InputPolicy;
import dev.upcall.core.decision.Policy;
import dev.upcall.core.decision.PolicyCode;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.UpcallException;
import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/**
 * Makes the Java side of a policy: an instance with its parameters set. A project's own source is
 * compiled in memory, after it has passed the translator's checks: a policy can do arithmetic and
 * nothing else, on the host as on the device.
 */
public final class PolicyLoader {
  private final PolicyTranslator translator;
  private final boolean last;

  public PolicyLoader(PolicyTranslator translator) {
    this(translator, false);
  }

  private PolicyLoader(PolicyTranslator translator, boolean last) {
    this.translator = translator;
    this.last = last;
  }

  /** Loads policies to stand behind the device's last stage, where they don't say CONTINUE. */
  public PolicyLoader behindLastStage() {
    return new PolicyLoader(translator, true);
  }

  /**
   * Loads.
   *
   * @param given values of the parameters; those with a standard value may be left out
   * @throws dev.upcall.core.diagnostic.UpcallException UP24xx: source outside the subset, values
   *     missing or out of range, no Java compiler
   */
  public Policy load(PolicySource source, Map<String, Double> given) {
    return maker(source, given, OptionalInt.empty()).get();
  }

  /**
   * Loads for scores of so many classes, so that one value may be given for all of them.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException as {@link #load(PolicySource, Map)}
   */
  public Policy load(PolicySource source, Map<String, Double> given, int classes) {
    return maker(source, given, OptionalInt.of(classes)).get();
  }

  /**
   * Compiles and checks once; each call then makes a policy that has seen nothing yet.
   *
   * @param classes of the scores; empty where no parameter is per class, or each class has a value
   * @throws dev.upcall.core.diagnostic.UpcallException as {@link #load(PolicySource, Map)}
   */
  public Supplier<Policy> maker(
      PolicySource source, Map<String, Double> given, OptionalInt classes) {
    return maker(source, given, classes, false, Policy.class);
  }

  /** Loads a policy on the input. Errors as {@link #load(PolicySource, Map)}. */
  public InputPolicy loadGate(PolicySource source, Map<String, Double> given) {
    return maker(source, given, OptionalInt.empty(), true, InputPolicy.class).get();
  }

  private <T> Supplier<T> maker(
      PolicySource source,
      Map<String, Double> given,
      OptionalInt classes,
      boolean gate,
      Class<T> kind) {
    List<PolicyParameter> parameters = translator.own(source, gate);
    Optional<Supplier<Policy>> inner =
        source.of().map(of -> maker(of, WrappedPolicy.inner(given), classes));
    PolicyValues values =
        PolicyValues.check(source.name(), parameters, WrappedPolicy.outer(source, given), classes);
    try {
      Class<?> type =
          source.builtIn()
              ? Class.forName(Policy.class.getPackageName() + "." + source.name())
              : new MemoryCompiler().compile(source);
      List<Class<?>> types = new ArrayList<>();
      parameters.forEach(p -> types.add(type(p)));
      inner.ifPresent(of -> types.add(Policy.class));
      Constructor<?> constructor = type.getConstructor(types.toArray(Class<?>[]::new));
      return () -> {
        List<Object> arguments = new ArrayList<>(values.arguments(parameters));
        inner.ifPresent(of -> arguments.add(of.get()));
        T made = kind.cast(make(source, constructor, arguments));
        return last && made instanceof Policy policy ? kind.cast(new LastPolicy(policy)) : made;
      };
    } catch (ReflectiveOperationException e) {
      throw unmade(source, e);
    }
  }

  private static Class<?> type(PolicyParameter parameter) {
    if (parameter.array()) {
      return parameter.integer() ? int[].class : float[].class;
    }
    return parameter.integer() ? int.class : float.class;
  }

  private static Object make(
      PolicySource source, Constructor<?> constructor, List<Object> arguments) {
    try {
      return constructor.newInstance(arguments.toArray());
    } catch (ReflectiveOperationException e) {
      throw unmade(source, e);
    }
  }

  private static UpcallException unmade(PolicySource source, ReflectiveOperationException e) {
    return Diagnostic.of(PolicyCode.SHAPE, source.name())
        .at("%s", source.file())
        .found("no instance can be made of it: %s", e)
        .toException();
  }
}
