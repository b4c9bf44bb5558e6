package dev.upcall.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.upcall.cli.Console;
import dev.upcall.cli.gateway.TunedPush;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.Signature;
import dev.upcall.core.wire.Bytes;
import dev.upcall.core.wire.Header;
import dev.upcall.core.wire.Message;
import dev.upcall.core.wire.Parameters.Guard;
import dev.upcall.core.wire.UpcallRequest;
import dev.upcall.host.DaemonThreads;
import dev.upcall.host.gateway.GatewayService;
import dev.upcall.host.gateway.MemoryJournal;
import dev.upcall.host.push.DeviceKeys;
import dev.upcall.host.push.PushStatus;
import dev.upcall.host.transport.Connection;
import dev.upcall.host.web.GatewayWeb;
import dev.upcall.host.web.HttpSecurity;
import dev.upcall.host.web.HttpSettings;
import dev.upcall.tests.project.OfflineLadder;
import dev.upcall.tests.project.SyntheticProject;
import dev.upcall.tests.rig.Browser;
import dev.upcall.tests.rig.KeyedDevice;
import dev.upcall.tests.rig.RunningBoard;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gateway's page in a real browser. */
class GatewayPageTest {
  /** By mosquitto_passwd 2.0.11; the password is "secret". */
  private static final String HASH =
      "$7$101$UWz43ajeiF7ed4a6$fTXzr9pQ5gUH2+W58eMT/V2ao5utPgQOmYfR2ipre2TWUOMA4iiHUckL8eHjX6OYS7x4"
          + "7Wfs4U6rgmGF/SdU8g==";

  private static final String USERS = "alice:" + HASH + "\nbob:" + HASH + "\n";

  private static final String PUSHED =
      """
      stages:
        - run: exits
          exit: early
          policy: {use: Threshold, theta: tuned, pushed: [theta]}
        - run: exits
          policy: {use: LogisticRegression, beta: tuned, w1: 1, w2: -1}
      """;

  @TempDir static Path folder;
  private static Browser browser;

  @BeforeAll
  static void open() throws Exception {
    browser = new Browser(Files.createDirectory(folder.resolve("profile")));
  }

  @AfterAll
  static void close() {
    browser.close();
  }

  /** A device that does not listen. */
  private static final class Deaf implements Connection {
    @Override
    public String name() {
      return "deaf";
    }

    @Override
    public boolean send(Message message) {
      return true;
    }

    @Override
    public long bytesIn() {
      return 0;
    }

    @Override
    public long bytesOut() {
      return 0;
    }
  }

  private static UpcallRequest upcall(Project project, int sequence) {
    long signature = Header.signatureOf(Signature.of(project));
    return new UpcallRequest(
        new Header(0xbeef, 1, sequence, signature, 0, 0),
        0,
        Bytes.of(new byte[project.manifest().classes().size()]),
        Bytes.of(new byte[project.manifest().input().size()]));
  }

  private static String connection(String state) {
    return "document.getElementById('connection')?.dataset.state === '" + state + "'";
  }

  /** Shown with its sample drawn, under its key. */
  private static String answer(int sequence) {
    return "document.querySelector('#recent .answer[data-key$=\"" + sequence + "\"] canvas')";
  }

  @Test
  void showsAnswersAsTheyAreGivenAndComesBackAfterARestart() throws Exception {
    Project project = SyntheticProject.tiny().write(folder.resolve("tiny"));
    try (GatewayService service = new GatewayService(new MemoryJournal(), List.of())) {
      service.gateway().serve(project);
      String address;
      try (GatewayWeb web = new GatewayWeb(HttpSettings.parse("0"), service)) {
        address = web.uri().replace("http://", "");
        browser.go(web.uri());
        browser.await(connection("live") + " && !document.getElementById('none').hidden");
        service.gateway().received(new Deaf(), upcall(project, 71));
        browser.await(answer(71));
        browser.await("document.getElementById('answers').textContent === '1'");
        browser.await("document.getElementById('devices').textContent.includes('0000beef')");
      }
      browser.await(connection("lost"));
      HttpSettings same = HttpSettings.parse(address);
      try (GatewayWeb again = new GatewayWeb(same, service)) {
        browser.await(connection("live"));
        service.gateway().received(new Deaf(), upcall(project, 72));
        browser.await(answer(72));
      }
    }
  }

  private static String said(String words) {
    return "document.querySelector('.said')?.textContent.includes('" + words + "')";
  }

  /** Types a value and presses the button. */
  private static String typing(String value) {
    return """
    document.querySelector('input[name="0.theta"]').value = '%s';
    document.querySelector('.order button').click();
    """
        .formatted(value);
  }

  /** What a page of another site can have this browser send, with the passwords that it knows. */
  private static String fromElsewhere(String uri, String signature, String options) {
    return """
    fetch('%s/push', {method: 'POST', credentials: 'include', %s,
      body: '{"project":"%s","values":{"0.theta":0.1}}'}).then(() => true, () => false)
    """
        .formatted(uri, options, signature);
  }

  /** Firmware as a process at a pseudo-terminal takes what a person types into the page. */
  @Test
  void parametersArePushedByThoseWhoMay() throws Exception {
    Project project = SyntheticProject.tiny().write(folder.resolve("pushed"), PUSHED);
    new OfflineLadder(project).tune();
    Path key = Files.writeString(folder.resolve("key"), "0123456789abcdef".repeat(4) + "\n");
    Path built = RunningBoard.build(project, "posix", folder.resolve("out"));
    Path users = Files.writeString(folder.resolve("users"), USERS);
    HttpSecurity security =
        new HttpSecurity(Optional.empty(), Optional.of(users), Set.of("alice"), false);
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    PrintStream steps = new PrintStream(log, true, StandardCharsets.UTF_8);
    HttpServer elsewhere = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    elsewhere.start();
    ScheduledExecutorService timer = DaemonThreads.scheduler("timer");
    TunedPush push =
        new TunedPush(
            project,
            DeviceKeys.read(key),
            Guard.NONE,
            timer,
            new Console(steps, steps, false, false));
    try (KeyedDevice device = KeyedDevice.start(RunningBoard.image(built), key, folder);
        GatewayService service = new GatewayService(new MemoryJournal(), List.of(push));
        GatewayWeb web =
            new GatewayWeb(HttpSettings.parse("0", security), service, List.of(push))) {
      service.gateway().serve(project);
      service.serial(device.port().toString(), 115_200);
      String here = web.uri().replace("http://", "@");
      String wrong = "http://alice:wrong" + here;
      AssertionError refused = assertThrows(AssertionError.class, () -> browser.go(wrong));
      assertTrue(refused.getMessage().contains("INVALID_AUTH_CREDENTIALS"), refused.getMessage());
      browser.go("http://bob:secret" + here);
      browser.await(
          "document.getElementById('why')?.textContent.includes('bob may look, not push')");
      browser.await("document.querySelector('.order button')?.disabled");

      // A browser knows other passwords under another name of the same machine.
      browser.go("http://alice:secret" + here.replace("127.0.0.1", "localhost"));
      String taken = "document.querySelector('tr[data-device]')?.textContent.includes('taken')";
      browser.await(taken + " && !document.querySelector('.order button').disabled");
      browser.run(typing("many"));
      browser.await(said("is no number"));
      browser.run(typing("7"));
      browser.await(said("UP24"));
      assertEquals(1, push.status().rounds().size(), "what the files have");
      browser.run(typing("0.25"));
      browser.await(said("pushed as version"));
      long version = push.status().rounds().get(0).version();
      browser.await(
          taken + " && document.querySelector('.rounds li').dataset.version === '" + version + "'");
      assertEquals(List.of(version, 1), versionAndCount(push.status()));
      assertTrue(
          log.toString(StandardCharsets.UTF_8)
              .contains("alice pushes parameters of tiny to all devices, version " + version),
          log.toString(StandardCharsets.UTF_8));

      // 127.0.0.1 is another site than localhost, whose password this browser has.
      browser.go("http://127.0.0.1:" + elsewhere.getAddress().getPort());
      String target = web.uri().replace("127.0.0.1", "localhost");
      String signature = push.status().signature();
      assertTrue(browser.run(fromElsewhere(target, signature, "mode: 'no-cors'")));
      assertFalse(
          browser.run(
              fromElsewhere(
                  target,
                  signature,
                  "headers: {'Content-Type': 'application/json', 'X-Upcall': 'page'}")));
      assertEquals(version, push.status().rounds().get(0).version());
    } finally {
      timer.shutdownNow();
      elsewhere.stop(0);
    }
  }

  /** What the only device has, and how many say that they took it. */
  private static List<Object> versionAndCount(PushStatus status) {
    return List.of(status.devices().get(0).version(), status.counts().getOrDefault("taken", 0));
  }
}
