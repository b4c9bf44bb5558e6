package dev.upcall.host.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.host.HostCode;
import dev.upcall.host.gateway.GatewayService;
import dev.upcall.host.gateway.MemoryJournal;
import dev.upcall.host.security.BrokerSecurity;
import dev.upcall.host.security.Brokers;
import dev.upcall.host.security.MqttSecurity;
import dev.upcall.host.security.TlsFiles;
import dev.upcall.host.testing.Certificates;
import dev.upcall.host.testing.Programs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** TLS to a broker that is named by its IPv6 address, which the certificate has to have as well. */
class Ipv6TlsTest {
  private static final String HOST = "[::1]";

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(MqttVersion.class)
  void theCertificateHasToBeForTheAddress(MqttVersion version) throws Exception {
    assumeTrue(Programs.exists("openssl"), "openssl is not installed");
    assumeTrue(hasIpv6(), "no IPv6");
    Certificates certificates = new Certificates(folder);
    Path ca = certificates.authority("ca");
    Path right = certificates.issue(ca, "right", "IP:::1", 2);
    Path wrong = certificates.issue(ca, "wrong", "IP:127.0.0.1,DNS:localhost", 2);
    MqttSecurity security =
        new MqttSecurity(
            new TlsFiles(Optional.of(ca), Optional.empty(), Optional.empty()),
            Optional.empty(),
            false);
    try (EmbeddedBroker broker = broker(right, certificates.key());
        GatewayService service = new GatewayService(new MemoryJournal(), List.of())) {
      Brokers at = Brokers.parse("mqtts://" + HOST + ":" + broker.port());
      assertTrue(service.mqtt(MqttOptions.of(at, "home", "one", security).with(version)).isUp());
    }
    try (EmbeddedBroker broker = broker(wrong, certificates.key());
        GatewayService service = new GatewayService(new MemoryJournal(), List.of())) {
      Brokers at = Brokers.parse("mqtts://" + HOST + ":" + broker.port());
      MqttOptions options = MqttOptions.of(at, "home", "one", security).with(version);
      UpcallException e = assertThrows(UpcallException.class, () -> service.mqtt(options));
      assertEquals(HostCode.BROKER_REFUSES, e.diagnostics().get(0).code());
      assertTrue(e.getMessage().contains("--tls-ca"), e.getMessage());
    }
  }

  private static EmbeddedBroker broker(Path certificate, Path key) {
    TlsFiles door = new TlsFiles(Optional.empty(), Optional.of(certificate), Optional.of(key));
    return EmbeddedBroker.start(
        0,
        new BrokerSecurity("::1", Optional.of(door), Optional.empty(), Optional.empty(), false),
        "home");
  }

  private static boolean hasIpv6() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("::1"))) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
