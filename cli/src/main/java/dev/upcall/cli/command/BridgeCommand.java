package dev.upcall.cli.command;

import dev.upcall.cli.CliCode;
import dev.upcall.cli.Command;
import dev.upcall.cli.Console;
import dev.upcall.cli.gateway.StopSignal;
import dev.upcall.cli.mqtt.MqttArguments;
import dev.upcall.cli.push.PushOptions;
import dev.upcall.cli.serial.SerialArguments;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.host.bridge.Bridge;
import dev.upcall.host.bridge.BridgeCount;
import dev.upcall.host.transport.MqttOptions;
import dev.upcall.host.transport.SerialSeals;
import dev.upcall.host.transport.SerialSettings;
import java.util.List;
import java.util.Map;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code upcall bridge}: makes devices on serial ports devices on an MQTT broker. */
public final class BridgeCommand implements Command {
  @Override
  public String name() {
    return "bridge";
  }

  @Override
  public String summary() {
    return "make devices on serial ports devices on an MQTT broker";
  }

  @Override
  public String description() {
    return """
    Connects serial ports to a broker: the device at each port is there as if it spoke MQTT itself,
    with its own connection, topics, birth and last will, and any gateway serves it. The bridge knows
    no projects and answers nothing: a device keeps its sample until the gateway has it, so that
    nothing is lost when a bridge dies and another takes its place. Ctrl-C ends it.

      upcall bridge --serial /dev/ttyACM0 --broker tcp://localhost:1883 --site lab
      upcall bridge --serial '/dev/ttyACM*' --serial /dev/ttyUSB0@921600 --broker mqtts://broker \\
        --tls-ca ca.pem --user bridge --password-file pw
    """;
  }

  @Override
  public Options options() {
    return SerialArguments.add(MqttArguments.addClient(new Options()))
        .addOption(PushOptions.seals())
        .addOption(PushOptions.key());
  }

  @Override
  public void run(CommandLine line, Console console) throws InterruptedException {
    List<SerialSettings> ports = ports(line);
    if (!line.hasOption("broker")) {
      throw Diagnostic.of(CliCode.MISSING_ARGUMENT, "--broker")
          .need("the broker that the devices are to be on")
          .fix("for example: --broker tcp://localhost:1883")
          .toException();
    }
    MqttOptions options =
        MqttArguments.client(line, line.getOptionValue("site", "default"), "upcall");
    options.readFiles();
    StopSignal stop = new StopSignal();
    Map<String, String> environment = System.getenv();
    SerialSeals seals =
        PushOptions.seals(line, environment)
            .map(settings -> settings.read(environment))
            .orElse(SerialSeals.NONE);
    try (Bridge bridge = new Bridge(options, seals)) {
      for (SerialSettings port : ports) {
        bridge.serial(port);
        console.step("%s to %s, site %s", port.port(), options.brokers(), options.site());
      }
      try {
        stop.await();
      } finally {
        tell(bridge.count(), console);
      }
    }
  }

  private static List<SerialSettings> ports(CommandLine line) {
    List<SerialSettings> ports = SerialArguments.ports(line);
    if (ports.isEmpty()) {
      throw Diagnostic.of(CliCode.MISSING_ARGUMENT, "--serial")
          .need("one serial port or more")
          .fix("for example: --serial '/dev/ttyACM*'")
          .toException();
    }
    return ports;
  }

  private static void tell(BridgeCount count, Console console) {
    console.line(
        "%d devices; %d messages up, %d down; %d dropped, %d malformed, %d births refused",
        count.devices(),
        count.up(),
        count.down(),
        count.dropped(),
        count.malformed(),
        count.refused());
    console.json(Map.of("bridge", count));
  }
}
