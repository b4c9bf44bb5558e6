package dev.upcall.host.serving;

import static dev.upcall.host.testing.Eventually.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.project.Project;
import dev.upcall.host.DaemonThreads;
import dev.upcall.host.SecretSource;
import dev.upcall.host.ensemble.CombinedAnswer;
import dev.upcall.host.ensemble.Ensemble;
import dev.upcall.host.ensemble.MemberState;
import dev.upcall.host.security.TlsFiles;
import dev.upcall.host.serving.StandInGrpcServer.Fault;
import dev.upcall.host.testing.Certificates;
import dev.upcall.host.testing.Programs;
import dev.upcall.host.testing.TinyProject;
import io.grpc.TlsServerCredentials;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@link ServingMembersTest} holds over HTTP, where it is another over gRPC. */
class GrpcServingTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(800);
  private static final List<byte[]> SAMPLES =
      IntStream.range(0, 5).mapToObj(i -> new byte[] {(byte) i, 2, (byte) (-3 * i), 4}).toList();

  private final ScheduledExecutorService loop = DaemonThreads.scheduler("loop");
  @TempDir private Path folder;
  private Project project;

  @BeforeEach
  void write() {
    project = TinyProject.in(folder);
  }

  @AfterEach
  void stop() {
    loop.shutdownNow();
  }

  private StandInGrpcServer server(int port, boolean raw) throws Exception {
    return new StandInGrpcServer(port, "tiny-b", folder.resolve("members/b.onnx"), raw);
  }

  private static ServingTarget target(StandInGrpcServer server) {
    return ServingTarget.of("b", server.address());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void answersAreThoseOfTheMemberInThisProcess(boolean raw) throws Exception {
    CombinedAnswer[] here = Ensemble.evaluate(project, SAMPLES, TinyProject.MEMBERS);
    try (StandInGrpcServer server = server(0, raw);
        Service service = new Service(loop, project, target(server))) {
      service.awaitUp();
      List<CombinedAnswer> answers = service.ask(SAMPLES, LONG);
      for (int i = 0; i < here.length; i++) {
        assertEquals(TinyProject.MEMBERS, answers.get(i).members());
        assertArrayEquals(here[i].logits(), answers.get(i).logits(), 1e-4f);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"NONE", "HANGS"})
  void badAnswersCostAVoteUntilThereAreGoodOnes(Fault fault) throws Exception {
    String code =
        switch (fault) {
          case FAILS -> "UP3231";
          case NO_OUTPUTS, WRONG_TYPE, FEWER_CONTENTS, NO_MESSAGE -> "UP3232";
          case NOT_A_NUMBER -> "UP3234";
          case HUGE -> "UP3235";
          default -> "UP3233";
        };
    boolean raw = fault.ordinal() % 2 == 0 || fault == Fault.FEWER_CONTENTS;
    try (StandInGrpcServer server = server(0, raw);
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
    }
  }

  @Test
  void aServerThatHangsCostsOneDeadline() throws Exception {
    try (StandInGrpcServer server = server(0, true);
        Service service = new Service(loop, project, target(server))) {
      service.awaitUp();
      server.fault(Fault.HANGS);
      assertFalse(service.ask(SAMPLES, SHORT).get(0).members().contains("b"));
      await(() -> service.failures().equals(Map.of("UP3236", 1L)));
      server.fault(Fault.NONE);
      service.awaitUp();
      assertEquals(TinyProject.MEMBERS, service.ask(SAMPLES, LONG).get(0).members());
    }
  }

  @Test
  void aConnectionThatIsDeadUnnoticedIsLeft() throws Exception {
    try (StandInGrpcServer server = server(0, true);
        Relay relay = new Relay(server.port())) {
      ServingAddress address = ServingAddress.parse("grpc://127.0.0.1:" + relay.port() + "/tiny-b");
      try (ServingClient client = new GrpcServingClient(ServingTarget.of("b", address), loop)) {
        client.look(LONG).get(20, TimeUnit.SECONDS);
        relay.silence();
        UpcallException late =
            (UpcallException)
                assertThrows(
                        ExecutionException.class,
                        () -> client.look(Duration.ofMillis(200)).get(20, TimeUnit.SECONDS))
                    .getCause();
        assertEquals(ServingCode.TOO_LATE, late.diagnostics().get(0).code());
        client.look(Duration.ofSeconds(5)).get(20, TimeUnit.SECONDS);
      }
    }
  }

  @Test
  void aServerThatIsAwayIsUsedWhenItComesAndComesAgain() throws Exception {
    StandInGrpcServer first = server(0, true);
    ServingTarget target = target(first);
    int port = first.port();
    first.close();
    try (Service service = new Service(loop, project, target)) {
      assertEquals(MemberState.DOWN, service.state());
      for (int life = 0; life < 2; life++) {
        try (StandInGrpcServer here = server(port, true)) {
          service.awaitUp();
          assertEquals(TinyProject.MEMBERS, service.ask(SAMPLES, LONG).get(0).members());
        }
        while (service.state() == MemberState.UP) {
          assertEquals(List.of("a", "c"), service.ask(SAMPLES, LONG).get(0).members());
        }
      }
      assertEquals(List.of("UP3230"), List.copyOf(service.failures().keySet()));
    }
  }

  @Test
  void aTokenIsShownBehindTls() throws Exception {
    assumeTrue(Programs.exists("openssl"), "openssl is not installed");
    Certificates certificates = new Certificates(folder.resolve("certificates"));
    Path ca = certificates.authority("ca");
    Path own = certificates.issue(ca, "server", "DNS:localhost,IP:127.0.0.1", 2);
    Path token = Files.writeString(folder.resolve("token"), "secret\n");
    try (StandInGrpcServer server =
        new StandInGrpcServer(
            TlsServerCredentials.create(own.toFile(), certificates.key().toFile()),
            0,
            "tiny-b",
            folder.resolve("members/b.onnx"),
            true)) {
      server.token = "secret";
      TlsFiles trusting = new TlsFiles(Optional.of(ca), Optional.empty(), Optional.empty());
      ServingAddress address =
          ServingAddress.parse("grpcs://127.0.0.1:" + server.port() + "/tiny-b");
      ServingTarget target =
          new ServingTarget(
              "b",
              address,
              64,
              trusting,
              Optional.of(Token.in(SecretSource.file(token), Map.of())),
              false);
      try (Service service = new Service(loop, project, target)) {
        service.awaitUp();
        assertEquals(TinyProject.MEMBERS, service.ask(SAMPLES, LONG).get(0).members());
        server.token = "another";
        for (int i = 0; i < 3; i++) {
          assertEquals(List.of("a", "c"), service.ask(SAMPLES, LONG).get(0).members());
        }
        assertEquals(Map.of("UP3231", 3L), service.failures());
      }
    }
  }
}
