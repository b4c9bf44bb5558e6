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

  @Test
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

      lower.gateway().received(device, Devices.upcall(whole, 7, INPUT));
      Answer answer = device.next(Answer.class);
      assertEquals(Devices.header(whole, 1, 2, 7), answer.header());
      assertEquals(0, answer.classIndex());
      assertEquals(0b111, answer.members());

      // Channel 0 of pixel 0 is 55 above channel 1, of which member a is sure.
      byte[] clear = {-70, -125, 0, 0};
      lower.gateway().received(device, Devices.upcall(whole, 8, clear));
      assertEquals(0b1, device.next(Answer.class).members());
      assertEquals(1, lower.gateway().counters().get(GatewayCounter.UPCALLS_ABOVE));
      assertEquals(1, upper.gateway().counters().get(GatewayCounter.ANSWERS));
    }
  }

  @Test
  void whereNobodyIsAboveItsOwnAnswerIsSentAndMarked() throws Exception {
    Project whole = TinyProject.in(folder);
    RecordingConnection device = new RecordingConnection();
    try (GatewayService lower = service()) {
      lower.gateway().serve(lower(whole, 400));
      MqttOptions nowhere = MqttOptions.of("tcp://127.0.0.1:1", "cloud", "lower");
      lower.above(new TierSettings(nowhere, "branch", 0.9f));
      lower.gateway().received(device, Devices.upcall(whole, 7, INPUT));
      Answer answer = device.next(Answer.class);
      assertEquals(1, answer.classIndex());
      assertTrue(answer.header().has(Header.DEGRADED));
      assertEquals(1, lower.gateway().counters().get(GatewayCounter.DEGRADED_ANSWERS));
    }
  }
}
