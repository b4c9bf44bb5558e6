package dev.upcall.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.project.Project;
import dev.upcall.core.wire.Answer;
import dev.upcall.core.wire.Result;
import dev.upcall.core.wire.UpcallRequest;
import dev.upcall.host.ensemble.CombinedAnswer;
import dev.upcall.host.ensemble.Ensemble;
import dev.upcall.host.ensemble.MemberState;
import dev.upcall.host.inject.Injected;
import dev.upcall.tests.project.OfflineLadder.Outcome;
import dev.upcall.tests.project.SyntheticProject;
import dev.upcall.tests.rig.Agreement;
import dev.upcall.tests.rig.Desk;
import dev.upcall.tests.rig.Prepared;
import dev.upcall.tests.rig.RunningBoard;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Members die and come back while a device is served: every upcall is answered all the same. */
class MemberLossTest {
  @TempDir static Path folder;
  private static Prepared prepared;
  private static RunningBoard board;
  private static Desk desk;

  @BeforeAll
  static void start() throws InterruptedException {
    prepared = Prepared.of(SyntheticProject.tiny(), folder.resolve("project"));
    board = RunningBoard.start(prepared.project(), "posix", folder.resolve("out"));
    desk = Desk.serving(prepared.project()).serial(board.port());
  }

  @AfterAll
  static void stop() {
    if (desk != null) {
      desk.close();
    }
    if (board != null) {
      board.close();
    }
  }

  static List<String> members() {
    return SyntheticProject.MEMBERS;
  }

  @ParameterizedTest
  @MethodSource("members")
  void theRestAnswersAndTheReturnIsNoticed(String member) throws InterruptedException {
    List<String> rest = SyntheticProject.MEMBERS.stream().filter(m -> !m.equals(member)).toList();
    answeredBy(SyntheticProject.MEMBERS);

    desk.ensemble().disable(member).join();
    answeredBy(rest);

    desk.ensemble().enable(member).join();
    assertEquals(MemberState.UP, desk.ensemble().states().join().get(member));
    answeredBy(SyntheticProject.MEMBERS);
  }

  /** Whenever the loss comes, an answer is that of the subset it names. */
  @ParameterizedTest
  @MethodSource("members")
  void aLossInMidAnswerLeavesAnAnswerOfWhoeverIsNamed(String member) throws InterruptedException {
    List<Outcome> asked = upcalled();
    for (int i = 0; i < asked.size(); i++) {
      int before = desk.traffic().upcalls().size();
      CompletableFuture<Injected> result = desk.injectOne(prepared.raw(asked.get(i)));
      CompletableFuture<Void> change =
          i % 2 == 0 ? desk.ensemble().disable(member) : desk.ensemble().enable(member);
      assertEquals(Result.Source.ANSWERED, result.join().source());
      change.join();
      UpcallRequest upcall = desk.traffic().upcalls().get(before);
      Answer answer = desk.traffic().answerTo(upcall);
      List<String> named = named(answer.members());
      assertTrue(named.size() >= 2, () -> "answered by " + named);
      CombinedAnswer offline =
          Ensemble.evaluate(prepared.project(), List.of(asked.get(i).input()), named)[0];
      assertEquals(offline.classIndex(), answer.classIndex());
    }
    desk.ensemble().enable(member).join();
  }

  /** The last one standing answers alone. */
  @ParameterizedTest
  @MethodSource("members")
  void oneMemberAnswersAlone(String member) throws InterruptedException {
    for (String other : SyntheticProject.MEMBERS) {
      if (!other.equals(member)) {
        desk.ensemble().disable(other).join();
      }
    }
    answeredBy(List.of(member));
    SyntheticProject.MEMBERS.forEach(name -> desk.ensemble().enable(name).join());
  }

  /** Every upcalled sample gets the answer that those members give offline, and names them. */
  private static void answeredBy(List<String> alive) throws InterruptedException {
    List<Outcome> asked = upcalled();
    int before = desk.traffic().upcalls().size();
    List<Injected> results = desk.inject(asked.stream().map(prepared::raw).toList());
    List<UpcallRequest> upcalls = desk.traffic().upcalls().subList(before, before + asked.size());
    Project project = prepared.project();
    CombinedAnswer[] offline =
        Ensemble.evaluate(project, asked.stream().map(Outcome::input).toList(), alive);
    for (int i = 0; i < offline.length; i++) {
      Agreement.device("sample " + i, asked.get(i), results.get(i));
      assertEquals(Result.Source.ANSWERED, results.get(i).source());
      Answer answer = desk.traffic().answerTo(upcalls.get(i));
      assertNotNull(answer);
      assertEquals(List.copyOf(alive), named(answer.members()));
      assertEquals(offline[i].classIndex(), answer.classIndex());
      assertEquals(offline[i].confidence(), answer.confidence(), 1e-5f);
      assertEquals(offline[i].classIndex(), results.get(i).classIndex());
    }
  }

  private static List<Outcome> upcalled() {
    return prepared.expected().stream().filter(Outcome::upcall).toList();
  }

  /** The host members whose bits are set. */
  private static List<String> named(int bits) {
    List<String> members = prepared.project().manifest().host().members();
    return members.stream().filter(m -> (bits >>> members.indexOf(m) & 1) == 1).toList();
  }
}
