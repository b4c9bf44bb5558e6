package dev.upcall.host.gateway;

import dev.upcall.core.decision.Policy;
import dev.upcall.core.decision.Scores;
import dev.upcall.core.wire.Answer;
import dev.upcall.core.wire.Bytes;
import dev.upcall.core.wire.Header;
import dev.upcall.core.wire.UpcallRequest;
import dev.upcall.host.ensemble.CombinedAnswer;
import dev.upcall.host.tier.Silence;
import dev.upcall.host.tier.TierAbove;
import dev.upcall.host.tier.TierScores;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The ladder on this gateway: one stage, the ensemble, and behind it the policy that says which of
 * its answers are given and which are left to the tier above, as behind a device's last stage. Each
 * project has a policy of its own. Belongs to the gateway's loop.
 */
final class LastStage {
  private final Counters counters;
  private final GatewayLoop loop;
  private final Map<ServedProject, Policy> policies = new HashMap<>();
  private Optional<TierAbove> above = Optional.empty();

  /** An ensemble's answer, and what its policy saw of it. */
  private record Own(Answer answer, Scores scores) {
    /** For the policy, of what the tier above says. */
    dev.upcall.core.decision.Answer judgedBy(Answer given, boolean audited) {
      return new dev.upcall.core.decision.Answer(
          scores, answer.classIndex(), given.classIndex(), audited);
    }
  }

  /** With nobody above: all answers are given. */
  LastStage(Counters counters, GatewayLoop loop) {
    this.counters = counters;
    this.loop = loop;
  }

  /** Has a policy decide from now on. */
  void above(TierAbove tier) {
    above = Optional.of(tier);
    policies.clear();
  }

  /**
   * Finds the answer that the device is given.
   *
   * @param patience how long the tier above may take for it
   * @param given told the answer once, at once or later; must not throw
   */
  void decide(
      ServedProject served,
      UpcallRequest upcall,
      CombinedAnswer combined,
      Duration patience,
      Consumer<Answer> given) {
    Answer own = served.toAnswer(upcall.header(), combined);
    if (above.isEmpty()) {
      given.accept(own);
      return;
    }
    TierAbove tier = above.get();
    Scores scores = TierScores.of(combined, tier.surroundings());
    Policy policy = policies.computeIfAbsent(served, project -> tier.policy(scores.count()));
    switch (policy.decide(scores)) {
      case ACCEPT -> given.accept(own);
      case DEGRADE -> given.accept(degraded(own));
      case AUDIT -> {
        given.accept(own);
        audit(tier, policy, new Own(own, scores), upcall, served.patience());
      }
      default -> ask(tier, policy, new Own(own, scores), upcall, patience, given);
    }
  }

  /** Behind the last stage to continue is to ask. */
  private void ask(
      TierAbove tier,
      Policy policy,
      Own own,
      UpcallRequest upcall,
      Duration patience,
      Consumer<Answer> given) {
    ask(
        tier,
        upcall,
        patience,
        own,
        new TierAbove.Asker() {
          @Override
          public void answered(Answer answer) {
            given.accept(answer);
            loop.guarded(() -> policy.feedback(own.judgedBy(answer, false)));
          }

          @Override
          public void unanswered(Silence why) {
            counters.count(counter(why));
            given.accept(degraded(own.answer()));
          }
        });
  }

  /** Asks as a device that is sure does: with its own class and scores, marked as an audit. */
  private void audit(
      TierAbove tier, Policy policy, Own own, UpcallRequest upcall, Duration patience) {
    Header header = upcall.header();
    UpcallRequest check =
        new UpcallRequest(
            header.withFlags(header.flags() | Header.AUDIT),
            own.answer().classIndex(),
            Bytes.of(own.scores().logits()),
            upcall.input());
    ask(
        tier,
        check,
        patience,
        own,
        new TierAbove.Asker() {
          @Override
          public void answered(Answer answer) {
            loop.guarded(() -> audited(policy, own, answer));
          }

          @Override
          public void unanswered(Silence why) {
            counters.count(counter(why));
          }
        });
  }

  private void ask(
      TierAbove tier, UpcallRequest upcall, Duration patience, Own own, TierAbove.Asker asker) {
    counters.count(GatewayCounter.UPCALLS_ABOVE);
    tier.ask(upcall, patience, own.scores().count(), asker);
  }

  private static GatewayCounter counter(Silence why) {
    return switch (why) {
      case AWAY -> GatewayCounter.ABOVE_AWAY;
      case FULL -> GatewayCounter.ABOVE_FULL;
      case REFUSED -> GatewayCounter.ABOVE_REFUSED;
      case LATE -> GatewayCounter.ABOVE_LATE;
    };
  }

  private void audited(Policy policy, Own own, Answer answer) {
    dev.upcall.core.decision.Answer judged = own.judgedBy(answer, true);
    counters.count(
        judged.confirmed()
            ? GatewayCounter.ABOVE_AUDITS_CONFIRMED
            : GatewayCounter.ABOVE_AUDITS_REFUTED);
    policy.feedback(judged);
  }

  private Answer degraded(Answer own) {
    counters.count(GatewayCounter.DEGRADED_ANSWERS);
    Header header = own.header();
    return new Answer(
        header.withFlags(header.flags() | Header.DEGRADED),
        own.classIndex(),
        own.confidence(),
        own.members());
  }
}
