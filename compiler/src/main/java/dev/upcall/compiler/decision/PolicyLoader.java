package dev.upcall.compiler.decision;

import dev.upcall.core.decision.Policy;
import dev.upcall.core.decision.PolicyCode;
import dev.upcall.core.diagnostic.Diagnostic;
import java.lang.reflect.Constructor;
import java.util.List;
import java.util.Map;

/**
 * Makes the Java side of a policy: an instance with its parameters set. A project's own source is
 * compiled in memory, after it has passed the translator's checks: a policy can do arithmetic and
 * nothing else, on the host as on the device.
 */
public final class PolicyLoader {
  private final PolicyTranslator translator;

  public PolicyLoader(PolicyTranslator translator) {
    this.translator = translator;
  }

  /**
   * Loads.
   *
   * @param given values of the parameters; those with a standard value may be left out
   * @throws dev.upcall.core.diagnostic.UpcallException UP24xx: source outside the subset, values
   *     missing or out of range, no Java compiler
   */
  public Policy load(PolicySource source, Map<String, Double> given) {
    List<PolicyParameter> parameters = translator.check(source);
    Map<String, Number> values = PolicyValues.check(source.name(), parameters, given);
    try {
      Class<?> type =
          source.builtIn()
              ? Class.forName(Policy.class.getPackageName() + "." + source.name())
              : new MemoryCompiler().compile(source);
      Class<?>[] types =
          parameters.stream()
              .map(p -> p.integer() ? int.class : float.class)
              .toArray(Class<?>[]::new);
      Constructor<?> constructor = type.getConstructor(types);
      return (Policy) constructor.newInstance(values.values().toArray());
    } catch (ReflectiveOperationException e) {
      throw Diagnostic.of(PolicyCode.SHAPE, source.name())
          .at("%s", source.file())
          .found("no instance can be made of it: %s", e)
          .toException();
    }
  }
}
