package dev.upcall.compiler.decision;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * One of the values that the host pushes to a device.
 *
 * @param name of the parameter, of one per class with the class: {@code theta}, {@code theta[3]},
 *     {@code of.rho}
 */
public record PushedValue(String name, float value) {
  /**
   * Those of a policy, in the order in which its C takes them.
   *
   * @param pushed names of its parameters that the manifest says may be pushed
   * @param given values of all its parameters; those with a standard value may be left out
   * @param classes of its scores
   * @throws dev.upcall.core.diagnostic.UpcallException UP2413 to UP2415 as {@link
   *     PolicyTranslator#translate}
   */
  public static List<PushedValue> of(
      PolicyTranslator translator,
      PolicySource source,
      List<String> pushed,
      Map<String, Double> given,
      int classes) {
    List<PolicyParameter> parameters = translator.own(source, false);
    PolicyValues values =
        PolicyValues.check(
            source.name(), parameters, WrappedPolicy.outer(source, given), OptionalInt.of(classes));
    List<PushedValue> all = new ArrayList<>();
    for (PolicyParameter parameter : PushedNames.find(source, parameters, pushed)) {
      List<Number> numbers = values.all().get(parameter.name());
      for (int i = 0; i < numbers.size(); i++) {
        String element = parameter.array() ? "[" + i + "]" : "";
        all.add(new PushedValue(parameter.name() + element, numbers.get(i).floatValue()));
      }
    }
    source
        .of()
        .ifPresent(
            inner ->
                of(
                        translator,
                        inner,
                        WrappedPolicy.innerNames(pushed),
                        WrappedPolicy.inner(given),
                        classes)
                    .forEach(v -> all.add(new PushedValue(Wrapped.NAME + "." + v.name, v.value))));
    return List.copyOf(all);
  }
}
