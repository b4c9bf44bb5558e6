package dev.upcall.cli.mqtt;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.cli.CliCode;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.host.security.BrokerSecurity;
import dev.upcall.host.security.TlsFiles;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MqttArgumentsTest {
  private static final BrokerSecurity BEFORE =
      new BrokerSecurity(
          "127.0.0.1",
          Optional.of(new TlsFiles(Optional.empty(), file("cert"), file("key"))),
          file("users"),
          file("acl"),
          false);

  private static Optional<Path> file(String name) {
    return Optional.of(Path.of(name));
  }

  private static CommandLine line(String... arguments) throws ParseException {
    return new DefaultParser().parse(MqttArguments.addGateway(new Options()), arguments);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tls-ca",
        "tls-cert",
        "tls-key",
        "user",
        "password-file",
        "mqtt",
        "client-id",
        "share"
      })
  void whatIsSaidOfABrokerIsRefusedWhereThereIsNone(String option) throws ParseException {
    CommandLine line = line("--" + option, "5");
    UpcallException e = assertThrows(UpcallException.class, () -> MqttArguments.requireNone(line));
    assertEquals(CliCode.MISSING_ARGUMENT, e.diagnostics().get(0).code());
    assertTrue(e.getMessage().contains("--" + option), e.getMessage());
    assertDoesNotThrow(() -> MqttArguments.requireNone(line("--mqtt-port", "1", "--insecure")));
  }

  @Test
  void optionsOfTheBrokerInsideOverrideWhatWasSetKeyByKey() throws ParseException {
    assertEquals(Optional.empty(), MqttArguments.broker(line("--insecure"), BEFORE));
    assertEquals(
        Optional.of(
            new BrokerSecurity("0.0.0.0", BEFORE.tls(), BEFORE.users(), BEFORE.acl(), true)),
        MqttArguments.broker(line("--mqtt-host", "0.0.0.0", "--insecure"), BEFORE));
    assertEquals(
        Optional.of(
            new BrokerSecurity(
                "127.0.0.1",
                Optional.of(new TlsFiles(file("ca"), file("cert"), file("key"))),
                file("others"),
                BEFORE.acl(),
                false)),
        MqttArguments.broker(line("--mqtt-ca", "ca", "--mqtt-users", "others"), BEFORE));
  }
}
