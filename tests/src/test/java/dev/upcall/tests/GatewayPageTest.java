package dev.upcall.tests;

import dev.upcall.core.project.Project;
import dev.upcall.core.project.Signature;
import dev.upcall.core.wire.Bytes;
import dev.upcall.core.wire.Header;
import dev.upcall.core.wire.Message;
import dev.upcall.core.wire.UpcallRequest;
import dev.upcall.host.gateway.GatewayService;
import dev.upcall.host.gateway.MemoryJournal;
import dev.upcall.host.transport.Connection;
import dev.upcall.host.web.GatewayWeb;
import dev.upcall.host.web.HttpSettings;
import dev.upcall.tests.project.SyntheticProject;
import dev.upcall.tests.rig.Browser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gateway's page in a real browser. */
class GatewayPageTest {
  @TempDir Path folder;

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
    Path profile = Files.createDirectory(folder.resolve("profile"));
    try (GatewayService service = new GatewayService(new MemoryJournal(), List.of())) {
      service.gateway().serve(project);
      try (Browser browser = new Browser(profile)) {
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
  }
}
