package dev.upcall.host.serving;

import static dev.upcall.host.testing.Eventually.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.project.Project;
import dev.upcall.core.wire.Answer;
import dev.upcall.host.DaemonThreads;
import dev.upcall.host.SecretSource;
import dev.upcall.host.ensemble.CombinedAnswer;
import dev.upcall.host.ensemble.Ensemble;
import dev.upcall.host.ensemble.MemberState;
import dev.upcall.host.gateway.GatewayService;
import dev.upcall.host.gateway.MemoryJournal;
import dev.upcall.host.security.TlsContext;
import dev.upcall.host.security.TlsFiles;
import dev.upcall.host.testing.Certificates;
import dev.upcall.host.testing.Devices;
import dev.upcall.host.testing.PartsProject;
import dev.upcall.host.testing.Programs;
import dev.upcall.host.testing.RecordingConnection;
import dev.upcall.host.testing.StandInServer;
import dev.upcall.host.testing.StandInServer.Fault;
import dev.upcall.host.testing.TinyProject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Member b on a server that speaks the protocol; a and c in this process. */
class ServingMembersTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  /** Long enough for the members in this process, on a machine that is busy. */
  private static final Duration SHORT = Duration.ofMillis(800);

  private static final List<byte[]> SAMPLES =
      IntStream.range(0, 5).mapToObj(i -> new byte[] {(byte) i, 2, (byte) (-3 * i), 4}).toList();

  private final ScheduledExecutorService loop = DaemonThreads.scheduler("loop");
  @TempDir private Path folder;

  @AfterEach
  void stop() {
    loop.shutdownNow();
  }

  private StandInServer server(boolean binary) throws Exception {
    return StandInServer.start(0, "tiny-b", folder.resolve("members/b.onnx"), binary);
  }

  private static ServingTarget target(StandInServer server) {
    return ServingTarget.of("b", ServingAddress.parse(server.uri()));
  }

  private static ServingTarget with(ServingTarget target, int batch, Path token) {
    return new ServingTarget(
        target.member(),
        target.address(),
        batch,
        target.tls(),
        Optional.ofNullable(token).map(file -> Token.in(SecretSource.file(file), Map.of())),
        false);
  }

  @ParameterizedTest
  @CsvSource({"tiny, false", "tiny, true", "parts, false", "parts, true"})
  void answersAreThoseOfTheMemberInThisProcess(String which, boolean binary) throws Exception {
    boolean tiny = which.equals("tiny");
    Project project = tiny ? TinyProject.in(folder) : PartsProject.in(folder, true);
    List<byte[]> samples = tiny ? SAMPLES : PartsProject.samples(5);
    CombinedAnswer[] here = Ensemble.evaluate(project, samples, TinyProject.MEMBERS);
    try (StandInServer server = server(binary);
        Service service = new Service(loop, project, target(server))) {
      service.awaitUp();
      int probes = server.requests();
      List<CombinedAnswer> answers = service.ask(samples, LONG);
      for (int i = 0; i < here.length; i++) {
        assertEquals(TinyProject.MEMBERS, answers.get(i).members());
        assertEquals(here[i].classIndex(), answers.get(i).classIndex());
        assertArrayEquals(here[i].logits(), answers.get(i).logits(), 1e-4f);
      }
      assertEquals(probes + 1, server.requests());
    }
  }

  @Test
  void aBatchThatIsTooLargeForTheModelIsAskedInParts() throws Exception {
    Project project = TinyProject.in(folder);
    CombinedAnswer[] here = Ensemble.evaluate(project, SAMPLES, TinyProject.MEMBERS);
    try (StandInServer server = server(false);
        Service service = new Service(loop, project, with(target(server), 2, null))) {
      service.awaitUp();
      int probes = server.requests();
      List<CombinedAnswer> answers = service.ask(SAMPLES, LONG);
      for (int i = 0; i < here.length; i++) {
        assertArrayEquals(here[i].logits(), answers.get(i).logits(), 1e-4f);
      }
      assertEquals(probes + 3, server.requests());
    }
  }

  /**
   * Wrong answers cost their vote, are counted, and are soon not asked for; and then it is back.
   */
  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"NONE", "HANGS", "DRIPS"})
  void badAnswersCostAVoteUntilThereAreGoodOnes(Fault fault) throws Exception {
    Project project = TinyProject.in(folder);
    String code =
        switch (fault) {
          case FAILS -> "UP3231";
          case NO_JSON, TRUNCATED, NO_OUTPUTS, WRONG_TYPE -> "UP3232";
          case NOT_A_NUMBER, INFINITE -> "UP3234";
          case HUGE -> "UP3235";
          default -> "UP3233";
        };
    try (StandInServer server = server(fault.ordinal() % 2 == 0);
        Service service = new Service(loop, project, target(server))) {
      service.awaitUp();
      server.fault(fault);
      for (int i = 0; i < 3; i++) {
        assertEquals(List.of("a", "c"), service.ask(SAMPLES, LONG).get(0).members());
      }
      assertEquals(Map.of(code, 3L), service.failures());
      server.fault(Fault.NONE);
      service.awaitUp();
      assertEquals(TinyProject.MEMBERS, service.ask(SAMPLES, LONG).get(0).members());
      assertEquals(MemberState.UP, service.state());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"HANGS", "DRIPS"})
  void slowAnswersCostOneDeadline(Fault fault) throws Exception {
    Project project = TinyProject.in(folder);
    try (StandInServer server = server(false);
        Service service = new Service(loop, project, target(server))) {
      service.awaitUp();
      server.fault(fault);
      assertFalse(service.ask(SAMPLES, SHORT).get(0).members().contains("b"));
      assertTrue(service.state() != MemberState.DOWN);
      await(() -> service.failures().equals(Map.of("UP3236", 1L)));
      server.fault(Fault.NONE);
      service.awaitUp();
      assertEquals(TinyProject.MEMBERS, service.ask(SAMPLES, LONG).get(0).members());
    }
  }

  @Test
  void aServerThatIsAwayIsUsedWhenItComesAndComesAgain() throws Exception {
    Project project = TinyProject.in(folder);
    StandInServer first = server(false);
    int port = first.port();
    ServingTarget target = target(first);
    first.close();
    try (Service service = new Service(loop, project, target)) {
      assertEquals(MemberState.DOWN, service.state());
      assertEquals(List.of("a", "c"), service.ask(SAMPLES, LONG).get(0).members());
      for (int life = 0; life < 2; life++) {
        try (StandInServer here =
            StandInServer.start(port, "tiny-b", folder.resolve("members/b.onnx"), life == 1)) {
          service.awaitUp();
          assertEquals(TinyProject.MEMBERS, service.ask(SAMPLES, LONG).get(0).members());
        }
        while (service.state() == MemberState.UP) {
          assertEquals(List.of("a", "c"), service.ask(SAMPLES, LONG).get(0).members());
        }
      }
    }
  }

  @Test
  void whatIsDisabledIsNotAskedAndComesBack() throws Exception {
    Project project = TinyProject.in(folder);
    try (StandInServer server = server(false);
        Service service = new Service(loop, project, target(server))) {
      service.awaitUp();
      int probes = server.requests();
      service.ensemble().disable("b").join();
      assertEquals(List.of("a", "c"), service.ask(SAMPLES, LONG).get(0).members());
      assertEquals(probes, server.requests());
      service.ensemble().enable("b").join();
      assertEquals(TinyProject.MEMBERS, service.ask(SAMPLES, LONG).get(0).members());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'inputs':[],'outputs':[]",
        "'inputs':[{'name':'input','datatype':'FP32','shape':[-1,3,1,2]}]",
        "'inputs':[{'name':'input','datatype':'UINT8','shape':[-1,2,1,2]}]",
        "'inputs':[{'name':'input','datatype':'FP32','shape':[1,2,1,2]}]",
        "'outputs':[{'name':'logits','datatype':'FP32','shape':[-1,2]}]",
        "'outputs':[{'name':'logits','datatype':'FP32','shape':[-1,3]},"
            + "{'name':'gap','datatype':'FP32','shape':[-1,2]}]",
        "'outputs':[{'name':'logits','datatype':'FP64','shape':[-1,2]},"
            + "{'name':'gap','datatype':'FP32','shape':[-1,2]}]",
      })
  void anotherModelIsRefusedByName(String change) throws Exception {
    Project project = TinyProject.in(folder);
    String inputs = "'inputs':[{'name':'input','datatype':'FP32','shape':[-1,2,1,2]}]";
    String outputs =
        "'outputs':[{'name':'logits','datatype':'FP32','shape':[-1,-1]},"
            + "{'name':'gap','datatype':'FP32','shape':[-1,2,1,1]}]";
    String all =
        change.contains("inputs") && change.contains("outputs")
            ? change
            : change.contains("inputs") ? change + "," + outputs : inputs + "," + change;
    try (StandInServer server = server(false)) {
      server.describe(("{'name':'x','platform':''," + all + "}").replace('\'', '"'));
      UpcallException e =
          assertThrows(
              UpcallException.class, () -> new Service(loop, project, target(server)).close());
      assertEquals(ServingCode.UNFIT, e.diagnostics().get(0).code(), e.getMessage());
      assertTrue(e.getMessage().contains("tiny-b is not member \"b\""), e.getMessage());
      assertTrue(e.getMessage().contains("found"), e.getMessage());
      assertTrue(e.getMessage().contains("fix"), e.getMessage());
      // Free dimensions, and pooled ones that were kept, are the member's all the same.
      server.describe(
          ("{'name':'x','platform':''," + inputs + "," + outputs + "}").replace('\'', '"'));
      try (Service service = new Service(loop, project, target(server))) {
        service.awaitUp();
      }
    }
  }

  /** Every name and shape is right. */
  @Test
  void aModelOfAnotherTrainingIsRefused() throws Exception {
    Project project = TinyProject.in(folder);
    try (StandInServer server =
        StandInServer.start(0, "tiny-b", folder.resolve("members/c.onnx"), false)) {
      UpcallException e =
          assertThrows(
              UpcallException.class, () -> new Service(loop, project, target(server)).close());
      assertEquals(ServingCode.UNFIT, e.diagnostics().get(0).code(), e.getMessage());
      assertTrue(e.getMessage().contains("class scores"), e.getMessage());
    }
  }

  @Test
  void aModelThatIsReplacedByAnotherIsDownUntilItIsTheMemberAgain() throws Exception {
    Project project = TinyProject.in(folder);
    try (StandInServer server = server(false);
        Service service = new Service(loop, project, target(server))) {
      service.awaitUp();
      server.describe("{\"name\":\"x\",\"platform\":\"\"}");
      server.fault(Fault.FAILS);
      for (int i = 0; i < 3; i++) {
        service.ask(SAMPLES, LONG);
      }
      await(() -> service.state() == MemberState.DOWN);
    }
  }

  @Test
  void aTokenIsShownAndReadAnewWhenItWasChanged() throws Exception {
    Project project = TinyProject.in(folder);
    Path token = Files.writeString(folder.resolve("token"), "old.secret\n");
    try (StandInServer server = server(false)) {
      server.requireToken("old.secret");
      try (Service service = new Service(loop, project, with(target(server), 64, token))) {
        service.awaitUp();
        assertEquals(TinyProject.MEMBERS, service.ask(SAMPLES, LONG).get(0).members());
        server.requireToken("new.secret");
        for (int i = 0; i < 3; i++) {
          assertEquals(List.of("a", "c"), service.ask(SAMPLES, LONG).get(0).members());
        }
        assertEquals(Map.of("UP3231", 3L), service.failures());
        Files.writeString(token, "new.secret\n");
        service.awaitUp();
        assertEquals(TinyProject.MEMBERS, service.ask(SAMPLES, LONG).get(0).members());
      }
      Files.writeString(token, "two\nlines");
      UpcallException e =
          assertThrows(
              UpcallException.class,
              () -> new Service(loop, project, with(target(server), 64, token)));
      assertEquals(ServingCode.TOKEN, e.diagnostics().get(0).code());
      assertFalse(e.getMessage().contains("two"), e.getMessage());
    }
  }

  @Test
  void serversShowCertificatesOfTheAuthorityAndNoOther() throws Exception {
    assumeTrue(Programs.exists("openssl"), "openssl is not installed");
    Project project = TinyProject.in(folder);
    Certificates certificates = new Certificates(folder.resolve("certificates"));
    Path ca = certificates.authority("ca");
    Path own = certificates.issue(ca, "server", "DNS:localhost,IP:127.0.0.1", 2);
    TlsFiles files =
        new TlsFiles(Optional.of(ca), Optional.of(own), Optional.of(certificates.key()));
    try (StandInServer server =
        StandInServer.start(TlsContext.of(files), "tiny-b", folder.resolve("members/b.onnx"))) {
      ServingAddress address = ServingAddress.parse(server.uri());
      TlsFiles trusting = new TlsFiles(Optional.of(ca), Optional.empty(), Optional.empty());
      try (Service service =
          new Service(
              loop,
              project,
              new ServingTarget("b", address, 64, trusting, Optional.empty(), false))) {
        service.awaitUp();
        assertEquals(TinyProject.MEMBERS, service.ask(SAMPLES, LONG).get(0).members());
      }
      int asked = server.requests();
      try (Service service = new Service(loop, project, ServingTarget.of("b", address))) {
        assertEquals(List.of("a", "c"), service.ask(SAMPLES, LONG).get(0).members());
        assertEquals(asked, server.requests());
      }
    }
  }

  /** From a device's message to its answer. */
  @Test
  void aGatewayAnswersWithIt() throws Exception {
    Project project = TinyProject.in(folder);
    RecordingConnection device = new RecordingConnection();
    try (StandInServer server = server(true);
        GatewayService service = new GatewayService(new MemoryJournal(), List.of())) {
      service.gateway().serve(project, service.served(List.of(target(server))));
      Ensemble ensemble = service.gateway().ensemble("tiny").orElseThrow();
      await(() -> ensemble.states().join().get("b") == MemberState.UP);
      service
          .gateway()
          .received(device, Devices.upcall(project, 1, (byte) 1, (byte) 2, (byte) 3, (byte) 4));
      assertEquals(0b111, device.next(Answer.class).members());
      server.fault(Fault.NOT_A_NUMBER);
      service
          .gateway()
          .received(device, Devices.upcall(project, 2, (byte) 1, (byte) 2, (byte) 3, (byte) 4));
      assertEquals(0b101, device.next(Answer.class).members());
      assertEquals(1, service.servedFailures());
    }
  }

  @Test
  void aMemberIsInOnePlace() throws Exception {
    ServingTarget one = ServingTarget.of("b", ServingAddress.parse("http://[::1]/v2/models/x"));
    UpcallException e =
        assertThrows(
            UpcallException.class,
            () -> new ServingMembers(List.of(one, one), Service.QUICK, loop));
    assertEquals(ServingCode.TWICE, e.diagnostics().get(0).code());
    assertEquals(Set.of(), Set.copyOf(new ServingMembers(List.of(), loop).failures().keySet()));
  }
}
