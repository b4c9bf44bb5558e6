package dev.upcall.cli.ladder;

import dev.upcall.core.decision.PolicyCode;
import dev.upcall.core.decision.tune.Guarantee;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.file.Sha256;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.Signature;
import dev.upcall.core.project.Split;
import dev.upcall.core.project.Tuned;
import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * That the guarantee split is used once: {@code tuned.yaml} says what was tested on it. Whoever
 * tests again until he likes the answer has no guarantee; the same test again gives the same answer
 * and is no second one.
 */
final class GuaranteeUse {
  private static final String RESULT = "guarantee";
  private static final String TESTED = "guaranteeTested";

  private GuaranteeUse() {}

  /**
   * @throws dev.upcall.core.diagnostic.UpcallException UP2435 where another guarantee of the same
   *     models has been tested on the same samples
   */
  static void require(Replay replay, Guarantee guarantee) {
    Optional<String> before = before(replay.project());
    String samples = key(replay);
    String test = samples + ", " + guarantee;
    if (before.isPresent() && before.get().startsWith(samples) && !before.get().equals(test)) {
      throw Diagnostic.of(PolicyCode.GUARANTEE_USED)
          .at("tuned.yaml, provenance.%s", TESTED)
          .found("it was tested there that %s", before.get().substring(samples.length() + 2))
          .need("one test of a set of samples: a second, chosen after the first, shows less")
          .fix("collect samples that were never used, or keep the guarantee you asked for first")
          .toException();
    }
  }

  /** Says what was tested, or what was tested before. */
  static void record(
      Replay replay, Optional<Guarantee.Result> result, Map<String, String> provenance) {
    if (result.isPresent()) {
      provenance.put(RESULT, result.get().guarantee() + ": " + result.get().chosen().orElseThrow());
      provenance.put(TESTED, key(replay) + ", " + result.get().guarantee());
    } else {
      before(replay.project()).ifPresent(text -> provenance.put(TESTED, text));
    }
  }

  private static Optional<String> before(Project project) {
    return Tuned.load(project).map(tuned -> tuned.provenance().get(TESTED));
  }

  /** Names models and samples. */
  private static String key(Replay replay) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(Signature.of(replay.project()));
    replay.inputs(Split.GUARANTEE).forEach(all::writeBytes);
    return HexFormat.of().formatHex(Sha256.of(all.toByteArray()), 0, 8);
  }
}
