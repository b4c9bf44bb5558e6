package dev.upcall.compiler.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.decision.Policy;
import dev.upcall.core.decision.PolicyCode;
import dev.upcall.core.decision.Scores;
import dev.upcall.core.decision.Verdict;
import dev.upcall.core.diagnostic.UpcallException;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Policies around policies. */
class WrappedPolicyTest {
  private static final PolicyPlace PLACE = PolicyPlace.anywhere("upcall_policy_0");
  private static final PolicySource BUDGETED = PolicySource.library("Budgeted");
  private static final PolicySource THRESHOLD = PolicySource.library("Threshold");

  private final PolicyTranslator translator = new PolicyTranslator();
  private final PolicyLoader loader = new PolicyLoader(translator);

  @Test
  void parametersOfBothAreNamed() {
    assertEquals(
        "[rho: float from 0.0 to 1.0, weight: float from 0.0 to 1.0, standard 0.02,"
            + " of.theta: float from 0.0 to 1.0,"
            + " of.temperature: float from 0.01 to 100.0, standard 1.0]",
        translator.check(BUDGETED.wrapping(THRESHOLD)).toString());
  }

  @Test
  void eachHasFilesOfItsOwn() {
    CPolicy c =
        translator.translate(
            BUDGETED.wrapping(THRESHOLD), Map.of("rho", 0.2, "of.theta", 0.9), PLACE.asLast());
    assertEquals(
        "[upcall_java.h, upcall_policy_0.c, upcall_policy_0.h, upcall_policy_0_of.c,"
            + " upcall_policy_0_of.h]",
        c.files().keySet().toString());
    assertTrue(c.stateful());
    String turned = "verdict == UPCALL_CONTINUE ? UPCALL_UPCALL";
    assertFalse(c.source().contains(turned), "it says no verdict of its own");
    assertTrue(c.files().get("upcall_policy_0_of.c").contains(turned), c::source);
    assertTrue(c.says(Verdict.UPCALL) && !c.says(Verdict.CONTINUE) && !c.says(Verdict.DEGRADE));
  }

  @Test
  void refusesOneTooFewOrTooMany() {
    Map<String, Double> values = Map.of("rho", 0.2);
    expect(PolicyCode.WRAPPED, () -> translator.translate(BUDGETED, values, PLACE));
    expect(PolicyCode.WRAPPED, () -> loader.load(BUDGETED, values));
    PolicySource wrong = THRESHOLD.wrapping(THRESHOLD);
    expect(PolicyCode.WRAPPED, () -> loader.load(wrong, Map.of("theta", 0.5, "of.theta", 0.5)));
    expect(
        PolicyCode.PARAMETER_MISSING,
        () -> translator.translate(BUDGETED.wrapping(THRESHOLD), values, PLACE));
    expect(
        PolicyCode.PARAMETER_UNKNOWN,
        () -> translator.translate(THRESHOLD, Map.of("theta", 0.5, "of.theta", 0.5), PLACE));
  }

  /** Of random scores the threshold alone would ask about most. */
  @Test
  void aBudgetIsKept() {
    Policy policy =
        loader.load(BUDGETED.wrapping(THRESHOLD), Map.of("rho", 0.2, "of.theta", 0.999));
    Random random = new Random(3);
    int asked = 0;
    for (int n = 0; n < 5000; n++) {
      byte[] logits = new byte[10];
      random.nextBytes(logits);
      asked += policy.decide(new Scores(logits, 0.05f, 0)) == Verdict.ACCEPT ? 0 : 1;
    }
    int total = asked;
    assertTrue(asked > 900 && asked < 1100, () -> "asked " + total);
  }

  private static void expect(PolicyCode code, Executable action) {
    UpcallException thrown = assertThrows(UpcallException.class, action);
    assertEquals(code, thrown.diagnostics().get(0).code(), thrown::getMessage);
  }
}
