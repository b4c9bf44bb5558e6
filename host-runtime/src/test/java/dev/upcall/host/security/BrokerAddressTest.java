package dev.upcall.host.security;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.host.HostCode;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerAddressTest {
  @ParameterizedTest
  @CsvSource({
    "tcp://localhost, tcp://localhost:1883, true",
    "mqtt://127.0.0.1:7, tcp://127.0.0.1:7, true",
    "tcp://[::1]:1, tcp://[::1]:1, true",
    "mqtts://broker, ssl://broker:8883, false",
    "ssl://10.0.0.1:9/, ssl://10.0.0.1:9, false",
    "tcp://127.0.0.1.example.org:1, tcp://127.0.0.1.example.org:1, false",
    "tcp://localhost.example.org:1, tcp://localhost.example.org:1, false",
  })
  void addressesAreReadAndToldFromThoseOfThisMachine(String text, String uri, boolean loopback) {
    assertEquals(uri, BrokerAddress.parse(text).toString());
    assertEquals(loopback, BrokerAddress.parse(text).isLoopback());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "broker",
        "broker:1883",
        "http://broker",
        "ws://broker",
        "tcp://",
        "tcp://a:0",
        "tcp://a:99999",
        "tcp://a/b",
        "tcp://a?b",
        "tcp://a#b",
        "tcp://a b",
        "tcp://me:hush@a"
      })
  void anythingElseIsRefusedAndAPasswordInItNotRepeated(String text) {
    UpcallException e = assertThrows(UpcallException.class, () -> BrokerAddress.parse(text));
    assertEquals(HostCode.BROKER_ADDRESS, e.diagnostics().get(0).code());
    assertFalse(e.getMessage().contains("hush"), e.getMessage());
  }

  @Test
  void plainTcpLeavesThisMachineOnlyWhenThatIsSaidAloud() {
    Password secret = Password.made("hush");
    MqttSecurity known =
        new MqttSecurity(TlsFiles.STANDARD, Optional.of(new Credentials("me", secret)), false);
    for (MqttSecurity security : new MqttSecurity[] {MqttSecurity.NONE, known}) {
      UpcallException e =
          assertThrows(
              UpcallException.class, () -> security.check(BrokerAddress.parse("tcp://broker")));
      assertEquals(HostCode.PLAIN_REMOTE, e.diagnostics().get(0).code());
      assertTrue(e.getMessage().contains("--insecure"), e.getMessage());
      assertDoesNotThrow(() -> security.check(BrokerAddress.parse("tcp://127.0.0.1")));
      assertDoesNotThrow(() -> security.check(BrokerAddress.parse("mqtts://broker")));
    }
    assertDoesNotThrow(
        () ->
            new MqttSecurity(TlsFiles.STANDARD, Optional.empty(), true)
                .check(BrokerAddress.parse("tcp://broker")));
  }

  @Test
  void anEmbeddedBrokerOpensToOthersOnlyWithTlsAndUsers() {
    Optional<TlsFiles> tls =
        Optional.of(
            new TlsFiles(Optional.empty(), Optional.of(Path.of("c")), Optional.of(Path.of("k"))));
    Optional<Path> users = Optional.of(Path.of("users"));
    Optional<Path> none = Optional.empty();
    assertDoesNotThrow(() -> new BrokerSecurity("0.0.0.0", tls, users, none, false));
    assertDoesNotThrow(() -> new BrokerSecurity("127.0.0.1", tls, none, none, false));
    assertDoesNotThrow(() -> new BrokerSecurity("::", Optional.empty(), none, none, true));
    refused(HostCode.OPEN_BROKER, "0.0.0.0", tls, none, none);
    refused(HostCode.OPEN_BROKER, "0.0.0.0", Optional.empty(), users, none);
    refused(HostCode.OPEN_BROKER, "gateway", Optional.empty(), none, none);
    refused(HostCode.ACL_FILE, "127.0.0.1", tls, none, users);
    refused(HostCode.TLS_FILES, "127.0.0.1", Optional.of(TlsFiles.STANDARD), users, none);
  }

  private static void refused(
      HostCode code,
      String host,
      Optional<TlsFiles> tls,
      Optional<Path> users,
      Optional<Path> acl) {
    UpcallException e =
        assertThrows(UpcallException.class, () -> new BrokerSecurity(host, tls, users, acl, false));
    assertEquals(code, e.diagnostics().get(0).code());
  }
}
