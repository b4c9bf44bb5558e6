package dev.upcall.host.serving;

import static dev.upcall.host.testing.Eventually.await;

import dev.upcall.core.project.Preprocessor;
import dev.upcall.core.project.Project;
import dev.upcall.host.ensemble.BreakerRules;
import dev.upcall.host.ensemble.CombinedAnswer;
import dev.upcall.host.ensemble.Ensemble;
import dev.upcall.host.ensemble.EnsembleModels;
import dev.upcall.host.ensemble.MemberState;
import dev.upcall.host.member.Question;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** An ensemble with one member on a server. */
final class Service implements AutoCloseable {
  static final BreakerRules QUICK =
      new BreakerRules(3, Duration.ofMillis(20), Duration.ofMillis(40));

  private final Project project;
  private final String served;
  private final ServingMembers members;
  private final Ensemble ensemble;

  Service(ScheduledExecutorService loop, Project project, ServingTarget target) {
    this.project = project;
    this.served = target.member();
    this.members = new ServingMembers(List.of(target), QUICK, loop);
    this.ensemble = Ensemble.of(EnsembleModels.load(project), members, loop);
  }

  Ensemble ensemble() {
    return ensemble;
  }

  Map<String, Long> failures() {
    return members.failures();
  }

  List<CombinedAnswer> ask(List<byte[]> samples, Duration budget) throws Exception {
    Question question = Question.inputs(samples, new Preprocessor(project.manifest().input()));
    return ensemble.answer(question, budget).get(60, TimeUnit.SECONDS);
  }

  MemberState state() {
    return ensemble.states().join().get(served);
  }

  void awaitUp() {
    await(() -> state() == MemberState.UP);
  }

  @Override
  public void close() {
    ensemble.close();
    members.close();
  }
}
