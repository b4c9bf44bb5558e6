package dev.upcall.host.transport;

import static dev.upcall.host.testing.Eventually.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.project.Preprocessor;
import dev.upcall.core.project.Project;
import dev.upcall.host.DaemonThreads;
import dev.upcall.host.HostCode;
import dev.upcall.host.ensemble.Ensemble;
import dev.upcall.host.ensemble.EnsembleModels;
import dev.upcall.host.member.Question;
import dev.upcall.host.remote.MemberServer;
import dev.upcall.host.remote.RemoteMembers;
import dev.upcall.host.remote.RemoteSettings;
import dev.upcall.host.remote.ServerSettings;
import dev.upcall.host.security.Brokers;
import dev.upcall.host.security.MqttSecurity;
import dev.upcall.host.testing.Certificates;
import dev.upcall.host.testing.Programs;
import dev.upcall.host.testing.TinyProject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Members elsewhere behind TLS, users and the rights of {@code deploy/mosquitto}. */
class SecuredMembersTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration BEAT = Duration.ofMillis(100);

  private final ScheduledExecutorService loop = DaemonThreads.scheduler("loop");
  @TempDir private Path folder;

  @AfterEach
  void stop() {
    loop.shutdownNow();
  }

  private SecuredSite site(String broker) throws Exception {
    assumeTrue(Programs.exists("openssl"), "openssl is not installed");
    boolean embedded = broker.equals("embedded");
    assumeTrue(embedded || Programs.exists(broker), broker + " is not installed");
    Certificates certificates = new Certificates(folder.resolve("certificates"));
    return SecuredSite.start(embedded, folder, certificates, certificates.authority("ca"));
  }

  private static ServerSettings settings(SecuredSite site, String user) {
    return new ServerSettings(Brokers.parse(site.uri()), site.security(user), "home", "one", BEAT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"embedded", "mosquitto"})
  void usersWithTheRightsAnswerAndOthersAreTurnedAway(String broker) throws Exception {
    Project project = TinyProject.in(folder.resolve("project"));
    try (SecuredSite site = site(broker)) {
      MqttOptions gateway = site.gateway(MqttVersion.V5);
      assertAnswers(site, gateway, project);
      if (broker.equals("embedded")) {
        assertAnswers(site, site.inside(), project);
        refused(() -> MemberServer.start(project, "b", settings(site, "dev-7")));
      }
      // No password, and one that is another's.
      refused(
          () ->
              MemberServer.start(
                  project,
                  "b",
                  new ServerSettings(
                      Brokers.parse(site.uri()),
                      new MqttSecurity(site.good(), Optional.empty(), false),
                      "home",
                      "one",
                      BEAT)));
    }
  }

  private static void refused(Runnable start) {
    UpcallException e = assertThrows(UpcallException.class, start::run);
    assertEquals(HostCode.BROKER_REFUSES, e.diagnostics().get(0).code(), e.getMessage());
  }

  private void assertAnswers(SecuredSite site, MqttOptions gateway, Project project)
      throws Exception {
    RemoteSettings remote =
        RemoteSettings.of(
            gateway.brokers(),
            gateway.security(),
            "home",
            gateway.security().clientId("asker", 7),
            Set.of("b"));
    try (MemberServer server = MemberServer.start(project, "b", settings(site, "member"));
        RemoteMembers members = RemoteMembers.connect(remote, loop);
        Ensemble ensemble = Ensemble.of(EnsembleModels.load(project), members, loop)) {
      await(() -> ensemble.states().join().get("b").name().equals("UP"));
      Question question =
          Question.inputs(List.of(new byte[] {1, 2, 3, 4}), new Preprocessor(TinyProject.INPUT));
      assertEquals(
          List.of("a", "b", "c"),
          ensemble.answer(question, LONG).get(20, TimeUnit.SECONDS).get(0).members());
      assertEquals(1, server.answers());
    }
  }

  @Test
  void nothingGoesInPlainTextToAnotherMachineUnlessThatIsSaid() {
    Brokers other = Brokers.parse("tcp://192.0.2.1:1883");
    RemoteSettings remote =
        RemoteSettings.of(other, MqttSecurity.NONE, "home", "gateway", Set.of("b"));
    Project project = TinyProject.in(folder);
    ServerSettings server = new ServerSettings(other, MqttSecurity.NONE, "home", "one", BEAT);
    for (Runnable start :
        List.<Runnable>of(
            () -> RemoteMembers.connect(remote, loop),
            () -> MemberServer.start(project, "b", server))) {
      UpcallException e = assertThrows(UpcallException.class, start::run);
      assertEquals(HostCode.PLAIN_REMOTE, e.diagnostics().get(0).code());
    }
  }
}
