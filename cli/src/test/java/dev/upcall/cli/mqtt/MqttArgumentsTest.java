package dev.upcall.cli.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.upcall.host.security.BrokerSecurity;
import dev.upcall.host.security.TlsFiles;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.junit.jupiter.api.Test;

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
