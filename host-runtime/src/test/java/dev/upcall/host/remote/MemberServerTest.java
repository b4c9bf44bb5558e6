package dev.upcall.host.remote;

import static dev.upcall.host.testing.Eventually.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.upcall.core.project.Preprocessor;
import dev.upcall.core.project.Project;
import dev.upcall.host.DaemonThreads;
import dev.upcall.host.ensemble.CombinedAnswer;
import dev.upcall.host.ensemble.Ensemble;
import dev.upcall.host.ensemble.EnsembleModels;
import dev.upcall.host.ensemble.MemberState;
import dev.upcall.host.member.Question;
import dev.upcall.host.security.Brokers;
import dev.upcall.host.security.MqttSecurity;
import dev.upcall.host.testing.PartsProject;
import dev.upcall.host.testing.TinyProject;
import dev.upcall.host.transport.EmbeddedBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Members behind a broker answer as those in this process do. */
class MemberServerTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration BEAT = Duration.ofMillis(100);
  @TempDir static Path folder;
  private static EmbeddedBroker broker;
  private static Project project;

  private final ScheduledExecutorService loop = DaemonThreads.scheduler("loop");

  @BeforeAll
  static void startBroker() {
    broker = EmbeddedBroker.start(0);
    project = TinyProject.in(folder);
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @Test
  void answersAreTheSameToTheBit() throws Exception {
    assertSameToTheBit(project, random(50));
  }

  /** Parts of the heads' logits instead of features. */
  @Test
  void sumsAreTheSameToTheBit(@TempDir Path parts) throws Exception {
    Project sums = PartsProject.in(parts, true);
    assertSameToTheBit(
        sums, Question.inputs(PartsProject.samples(50), new Preprocessor(sums.manifest().input())));
  }

  private void assertSameToTheBit(Project project, Question question) throws Exception {
    try (MemberServer b = server(project, "b", "one");
        MemberServer c = server(project, "c", "one");
        RemoteMembers remote = remote("gateway-1", Set.of("b", "c"));
        Ensemble here = Ensemble.of(EnsembleModels.load(project), loop);
        Ensemble there = Ensemble.of(EnsembleModels.load(project), remote, loop)) {
      await(() -> states(there).equals(List.of("UP", "UP", "UP")));
      List<CombinedAnswer> expected = here.answer(question, LONG).get(20, TimeUnit.SECONDS);
      List<CombinedAnswer> actual = there.answer(question, LONG).get(20, TimeUnit.SECONDS);
      for (int i = 0; i < expected.size(); i++) {
        assertArrayEquals(expected.get(i).logits(), actual.get(i).logits());
        assertEquals(List.of("a", "b", "c"), actual.get(i).members());
      }
      assertEquals(List.of(1L, 1L), List.of(b.answers(), c.answers()));
    }
  }

  @Test
  void whoLeavesIsMissedAndWhoComesBackIsUsed() throws Exception {
    try (RemoteMembers remote = remote("gateway-2", Set.of(RemoteSettings.ALL));
        Ensemble there = Ensemble.of(EnsembleModels.load(project), remote, loop)) {
      assertEquals(List.of("DOWN", "DOWN", "DOWN"), states(there));
      try (MemberServer a = server("a", "one")) {
        await(() -> states(there).equals(List.of("UP", "DOWN", "DOWN")));
        assertEquals(List.of("a"), members(there));
        assertEquals(1, a.answers());
        MemberServer b = server("b", "one");
        await(() -> states(there).equals(List.of("UP", "UP", "DOWN")));
        assertEquals(List.of("a", "b"), members(there));
        b.close();
        await(() -> states(there).equals(List.of("UP", "DOWN", "DOWN")));
        assertEquals(List.of("a"), members(there));
      }
      // Nothing retained is left of them: who comes later waits for nobody.
      try (RemoteMembers later = remote("gateway-3", Set.of(RemoteSettings.ALL));
          Ensemble another = Ensemble.of(EnsembleModels.load(project), later, loop)) {
        try (MemberServer c = server("c", "two")) {
          await(() -> states(another).equals(List.of("DOWN", "DOWN", "UP")));
          assertEquals(0, c.answers());
        }
      }
    }
  }

  /** As in two containers, where the process numbers are the same. */
  @Test
  void gatewaysOfTheSameNameAreTwo() throws Exception {
    try (MemberServer a = server("a", "one");
        RemoteMembers remote = remote("gateway-4", Set.of(RemoteSettings.ALL));
        RemoteMembers other = remote("gateway-4", Set.of(RemoteSettings.ALL));
        Ensemble there = Ensemble.of(EnsembleModels.load(project), remote, loop);
        Ensemble another = Ensemble.of(EnsembleModels.load(project), other, loop)) {
      await(() -> states(there).contains("UP") && states(another).contains("UP"));
      for (int i = 1; i <= 5; i++) {
        var one = there.answer(random(1), LONG);
        var two = another.answer(random(2), LONG);
        assertEquals(1, one.get(20, TimeUnit.SECONDS).size());
        assertEquals(2, two.get(20, TimeUnit.SECONDS).size());
        assertEquals(2 * i, a.answers());
      }
    }
  }

  private static MemberServer server(String member, String replica) {
    return server(project, member, replica);
  }

  private static MemberServer server(Project project, String member, String replica) {
    return MemberServer.start(
        project, member, new ServerSettings(at(), MqttSecurity.NONE, "home", replica, BEAT));
  }

  private RemoteMembers remote(String gateway, Set<String> members) {
    return RemoteMembers.connect(
        RemoteSettings.of(at(), MqttSecurity.NONE, "home", gateway, members), loop);
  }

  private static Brokers at() {
    return Brokers.parse(broker.uri());
  }

  private static List<String> members(Ensemble ensemble) throws Exception {
    return ensemble.answer(random(1), LONG).get(20, TimeUnit.SECONDS).get(0).members();
  }

  private static List<String> states(Ensemble ensemble) {
    return ensemble.states().join().values().stream().map(MemberState::name).toList();
  }

  private static Question random(int samples) {
    Random random = new Random(samples);
    List<byte[]> inputs = new ArrayList<>();
    for (int i = 0; i < samples; i++) {
      byte[] input = new byte[4];
      random.nextBytes(input);
      inputs.add(input);
    }
    return Question.inputs(inputs, new Preprocessor(TinyProject.INPUT));
  }
}
