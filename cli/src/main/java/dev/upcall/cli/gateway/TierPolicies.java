package dev.upcall.cli.gateway;

import dev.upcall.compiler.decision.PolicyLoader;
import dev.upcall.compiler.decision.PolicyPlace;
import dev.upcall.compiler.decision.PolicySource;
import dev.upcall.compiler.decision.PolicyTranslator;
import dev.upcall.core.decision.Policy;
import dev.upcall.core.decision.Verdict;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.project.Project;
import dev.upcall.host.HostCode;
import dev.upcall.host.tier.TierPolicy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * Makes the policy behind a gateway's answers for each of its projects, as it is made for replays
 * of a device's last stage.
 */
public final class TierPolicies implements IntFunction<Policy> {
  private final Map<Integer, Supplier<Policy>> byClasses = new HashMap<>();

  private TierPolicies() {}

  /**
   * Compiles and checks the policy once for each number of classes.
   *
   * @param projects served by the gateway
   * @throws UpcallException UP24xx where the policy or its values cannot be used, UP3260 where it
   *     may say what a gateway cannot do
   */
  public static TierPolicies of(TierPolicy policy, List<Project> projects) {
    TierPolicies policies = new TierPolicies();
    try {
      PolicySource source = PolicySource.find(policy.spec(), policy.folder());
      for (Project project : projects) {
        policies.byClasses.computeIfAbsent(
            project.manifest().classes().size(), classes -> maker(policy, source, classes));
      }
    } catch (UpcallException e) {
      throw new UpcallException(e.diagnostics().stream().map(d -> placed(d, policy)).toList());
    }
    return policies;
  }

  private static Supplier<Policy> maker(TierPolicy policy, PolicySource source, int classes) {
    Map<String, Double> values = policy.spec().parameters();
    PolicyTranslator translator = new PolicyTranslator();
    PolicyPlace place = PolicyPlace.anywhere("upcall_tier").among(classes);
    if (translator.translate(source, values, place).says(Verdict.LATER)) {
      throw Diagnostic.of(HostCode.TIER_VERDICT, policy.spec().use())
          .found("a policy that may say LATER, as Asynchronous does")
          .need("one answer for each upcall: nothing corrects it later")
          .fix("leave the wrapper away; the device has one of its own where that is wanted")
          .toException();
    }
    return new PolicyLoader(translator)
        .behindLastStage()
        .maker(source, values, OptionalInt.of(classes));
  }

  /** What has no place of its own is wrong where the configuration names the policy. */
  private static Diagnostic placed(Diagnostic diagnostic, TierPolicy policy) {
    return diagnostic.at().isEmpty() ? diagnostic.at("%s", policy.where()) : diagnostic;
  }

  @Override
  public Policy apply(int classes) {
    return byClasses.get(classes).get();
  }
}
