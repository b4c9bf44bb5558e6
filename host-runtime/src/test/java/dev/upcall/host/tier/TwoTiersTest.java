package dev.upcall.host.tier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.project.Manifest;
import dev.upcall.core.project.Manifest.HostSpec;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A gateway with one member asks another, which has all three. */
class TwoTiersTest {
  /** Member a alone says class 1, with 0.73; all together say class 0. */
  private static final byte[] INPUT = {-127, -126, -125, -120};

  @TempDir private Path folder;

  /** The same devices' project, of which this host has member a alone. */
  private static Project lower(Project whole, int deadlineMs) {
    Manifest all = whole.manifest();
    Manifest one =
        new Manifest(
            all.name(),
            all.classes(),
            all.input(),
            all.data(),
            all.members(),
            all.heads(),
            all.stages(),
            new HostSpec(List.of("a"), all.host().order(), deadlineMs));
    return new Project(whole.folder(), one, 0);
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
      lower.above(new TierSettings(link, "branch", 0.9f));

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
          lower.above(new TierSettings(link, "branch-" + branch, 0.9f));
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
      first.above(new TierSettings(MqttOptions.of(broker.uri(), "cloud", "a"), "branch-a", 0.9f));
      askAbove(first, whole, 7);
      second.gateway().serve(lower(whole, 20_000));
      second.above(new TierSettings(MqttOptions.of(broker.uri(), "cloud", "b"), "branch-b", 0.9f));
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
      lower.above(new TierSettings(nowhere, "branch", 0.9f));
      Answer answer = ask(lower, device, whole, 7);
      assertEquals(1, answer.classIndex());
      assertTrue(answer.header().has(Header.DEGRADED));
      assertEquals(1, lower.gateway().counters().get(GatewayCounter.DEGRADED_ANSWERS));
    }
  }
}
