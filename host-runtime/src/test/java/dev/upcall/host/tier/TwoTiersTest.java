package dev.upcall.host.tier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.decision.Agreement;
import dev.upcall.core.decision.Policy;
import dev.upcall.core.decision.Threshold;
import dev.upcall.core.project.Project;
import dev.upcall.core.wire.Answer;
import dev.upcall.core.wire.Header;
import dev.upcall.host.gateway.GatewayCounter;
import dev.upcall.host.gateway.GatewayService;
import dev.upcall.host.gateway.MemoryJournal;
import dev.upcall.host.testing.Devices;
import dev.upcall.host.testing.RecordingConnection;
import dev.upcall.host.testing.TinyProject;
import dev.upcall.host.transport.EmbeddedBroker;
import dev.upcall.host.transport.MqttOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A gateway with one member asks another, which has all three. */
class TwoTiersTest {
  /** Member a alone says class 1, with 0.73; all together say class 0. */
  private static final byte[] INPUT = {-127, -126, -125, -120};

  @TempDir private Path folder;

  private static final IntFunction<Policy> SURE = classes -> new Threshold(0.9f, 1);

  private static Project lower(Project whole, int deadlineMs) {
    return TinyProject.with(whole, List.of("a"), deadlineMs);
  }

  /** By a policy that is made by the test; what the settings name is for the command line. */
  private static TierSettings tier(MqttOptions link, String name) {
    return new TierSettings(link, name, TierPolicy.standard(Path.of(".")));
  }

  private static GatewayService service() {
    return new GatewayService(new MemoryJournal(), List.of());
  }

  private static Answer ask(
      GatewayService gateway, RecordingConnection device, Project project, int sequence)
      throws Exception {
    gateway.gateway().received(device, Devices.upcall(project, sequence, INPUT));
    return device.next(Answer.class);
  }

  /** Asks until the upper tier answers: nobody is asked until the lower one is connected. */
  private static Answer askAbove(GatewayService lower, Project project, int first)
      throws Exception {
    RecordingConnection device = new RecordingConnection();
    int sequence = first;
    Answer answer = ask(lower, device, project, sequence);
    while (answer.header().has(Header.DEGRADED)) {
      Thread.sleep(50);
      sequence++;
      answer = ask(lower, device, project, sequence);
    }
    assertEquals(Devices.header(project, 1, 2, sequence), answer.header());
    assertEquals(0, answer.classIndex());
    assertEquals(0b111, answer.members());
    return answer;
  }

  @Test
  @Timeout(60)
  void whatTheLowerIsUnsureOfTheUpperAnswers() throws Exception {
    Project whole = TinyProject.in(folder);
    RecordingConnection device = new RecordingConnection();
    try (EmbeddedBroker broker = EmbeddedBroker.start(0);
        GatewayService upper = service();
        GatewayService lower = service()) {
      upper.gateway().serve(whole);
      upper.mqtt(MqttOptions.of(broker.uri(), "cloud", "upper"));
      lower.gateway().serve(lower(whole, 20_000));
      MqttOptions link = MqttOptions.of(broker.uri(), "cloud", "lower");
      lower.above(tier(link, "branch"), SURE);

      int sequence = askAbove(lower, whole, 7).header().sequence();

      // Channel 0 of pixel 0 is 55 above channel 1, of which member a is sure.
      byte[] clear = {-70, -125, 0, 0};
      lower.gateway().received(device, Devices.upcall(whole, sequence + 1, clear));
      assertEquals(0b1, device.next(Answer.class).members());
      long early = lower.gateway().counters().get(GatewayCounter.DEGRADED_ANSWERS);
      assertEquals(1 + early, lower.gateway().counters().get(GatewayCounter.UPCALLS_ABOVE));
      assertEquals(1, upper.gateway().counters().get(GatewayCounter.ANSWERS));
    }
  }

  /** Two members that say different classes are unsure of what each is sure of. */
  @Test
  @Timeout(60)
  void whatTheMembersOfTheLowerDisagreeAboutTheUpperAnswers() throws Exception {
    Project whole = TinyProject.in(folder);
    RecordingConnection device = new RecordingConnection();
    try (EmbeddedBroker broker = EmbeddedBroker.start(0);
        GatewayService upper = service();
        GatewayService lower = service()) {
      upper.gateway().serve(whole);
      upper.mqtt(MqttOptions.of(broker.uri(), "cloud", "upper"));
      lower.gateway().serve(TinyProject.with(whole, List.of("a", "b"), 20_000));
      MqttOptions link = MqttOptions.of(broker.uri(), "cloud", "lower");
      lower.above(tier(link, "branch"), classes -> new Agreement(1));

      int sequence = askAbove(lower, whole, 7).header().sequence();

      // Both channels alike, so that both say class 0.
      byte[] clear = {-125, -125, -125, -125};
      lower.gateway().received(device, Devices.upcall(whole, sequence + 1, clear));
      assertEquals(0b11, device.next(Answer.class).members());
    }
  }

  @Test
  @Timeout(60)
  void branchesWithSitesOfTheirOwnMayUseTheSameNumbers() throws Exception {
    Project whole = TinyProject.in(folder);
    try (EmbeddedBroker broker = EmbeddedBroker.start(0);
        GatewayService upper = service()) {
      upper.gateway().serve(whole);
      for (int branch = 0; branch < 2; branch++) {
        String site = "shop-" + branch;
        upper.mqtt(MqttOptions.of(broker.uri(), site, "upper-" + branch));
        try (GatewayService lower = service()) {
          lower.gateway().serve(lower(whole, 20_000));
          MqttOptions link = MqttOptions.of(broker.uri(), site, "lower-" + branch);
          lower.above(tier(link, "branch-" + branch), SURE);
          // Of one start, so that the sequences have to differ where starts would.
          askAbove(lower, whole, 10_000 * branch);
        }
      }
      assertEquals(2, upper.gateway().counters().get(GatewayCounter.ANSWERS));
      assertEquals(0, upper.gateway().counters().get(GatewayCounter.IMPOSTORS));
    }
  }

  @Test
  @Timeout(60)
  void aBranchWithANumberOfAnotherIsRefusedAtOnce() throws Exception {
    Project whole = TinyProject.in(folder);
    RecordingConnection device = new RecordingConnection();
    try (EmbeddedBroker broker = EmbeddedBroker.start(0);
        GatewayService upper = service();
        GatewayService first = service();
        GatewayService second = service()) {
      upper.gateway().serve(whole);
      upper.mqtt(MqttOptions.of(broker.uri(), "cloud", "upper"));
      first.gateway().serve(lower(whole, 20_000));
      first.above(tier(MqttOptions.of(broker.uri(), "cloud", "a"), "branch-a"), SURE);
      askAbove(first, whole, 7);
      second.gateway().serve(lower(whole, 20_000));
      second.above(tier(MqttOptions.of(broker.uri(), "cloud", "b"), "branch-b"), SURE);
      for (int i = 0; upper.gateway().counters().get(GatewayCounter.IMPOSTORS) == 0; i++) {
        assertTrue(ask(second, device, whole, 10_000 + i).header().has(Header.DEGRADED));
        Thread.sleep(50);
      }
    }
  }

  @Test
  void whereNobodyIsAboveItsOwnAnswerIsSentAtOnceAndMarked() throws Exception {
    Project whole = TinyProject.in(folder);
    RecordingConnection device = new RecordingConnection();
    try (GatewayService lower = service()) {
      // Three quarters of it are longer than the answer is waited for here.
      lower.gateway().serve(lower(whole, 20_000));
      MqttOptions nowhere = MqttOptions.of("tcp://127.0.0.1:1", "cloud", "lower");
      lower.above(tier(nowhere, "branch"), SURE);
      Answer answer = ask(lower, device, whole, 7);
      assertEquals(1, answer.classIndex());
      assertTrue(answer.header().has(Header.DEGRADED));
      assertEquals(1, lower.gateway().counters().get(GatewayCounter.DEGRADED_ANSWERS));
    }
  }
}
