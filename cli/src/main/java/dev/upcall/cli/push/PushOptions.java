package dev.upcall.cli.push;

import static dev.upcall.cli.Arguments.option;

import dev.upcall.cli.Arguments;
import dev.upcall.cli.CliCode;
import dev.upcall.cli.mqtt.MqttArguments;
import dev.upcall.cli.serial.SerialArguments;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.wire.Parameters.Guard;
import dev.upcall.host.HostCode;
import dev.upcall.host.SecretSource;
import dev.upcall.host.push.DeviceKeys;
import dev.upcall.host.push.PushSettings;
import dev.upcall.host.push.SealSettings;
import dev.upcall.host.transport.SerialSettings;
import dev.upcall.host.transport.Transports;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** Options of whoever pushes parameters: the keys, and when devices go back. */
public final class PushOptions {
  private static final String KEY_FILE = "UPCALL_KEY_FILE";
  private static final String KEY = "UPCALL_KEY";
  private static final String NEVER = "none";

  private PushOptions() {}

  /** Whether the environment names a file with keys, which is also built into firmware. */
  public static boolean hasKeyFile() {
    return System.getenv(KEY_FILE) != null;
  }

  /** The option that says where the devices' keys are. */
  public static Option key() {
    return option(
        "key",
        "file",
        "the devices' keys, 64 hexadecimal digits for all or a line \"name digits\" for each (else"
            + " the file $UPCALL_KEY_FILE, or the digits $UPCALL_KEY)");
  }

  /** Adds those that the gateway has too. */
  public static Options add(Options options) {
    return options
        .addOption(key())
        .addOption(
            option(
                "guard",
                "share/n|none",
                "devices go back to the values before when more than this share of the next n"
                    + " samples become upcalls (default 0.8/100)"));
  }

  /** The option that says whether devices on serial ports prove who they are. */
  public static Option seals() {
    return option(
        "seals",
        "accept|require",
        "believe devices on serial ports by the seals that they make with their --key; require: no"
            + " others");
  }

  /**
   * What that option says.
   *
   * @return empty where it is not given
   */
  public static Optional<SealSettings> seals(CommandLine line, Map<String, String> environment) {
    return line.hasOption("seals")
        ? Optional.of(
            new SealSettings(
                keySource(line, environment),
                Arguments.choice(line, "seals", Map.of("accept", false, "require", true), false)))
        : Optional.empty();
  }

  /**
   * The keys of the devices.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException UP3033
   */
  public static DeviceKeys keys(CommandLine line, Map<String, String> environment) {
    return DeviceKeys.read(keySource(line, environment), environment);
  }

  /**
   * Where the keys are, by the option or the environment.
   *
   * @throws dev.upcall.core.diagnostic.UpcallException UP3033 where neither says
   */
  public static SecretSource keySource(CommandLine line, Map<String, String> environment) {
    Optional<String> file =
        Optional.ofNullable(line.getOptionValue("key"))
            .or(() -> Optional.ofNullable(environment.get(KEY_FILE)));
    if (file.isPresent()) {
      return SecretSource.file(Path.of(file.get()));
    }
    if (environment.containsKey(KEY)) {
      return SecretSource.environment(KEY);
    }
    throw Diagnostic.of(HostCode.KEYS)
        .found("none given")
        .need("the keys that the devices were provisioned with: a device takes nothing unsigned")
        .fix("--key FILE; a key never stands on the command line, where others can read it")
        .toException();
  }

  /** When devices go back. */
  public static Guard guard(CommandLine line) {
    String text = line.getOptionValue("guard");
    if (text == null || text.equals(NEVER)) {
      return text == null ? PushSettings.STANDARD_GUARD : Guard.NONE;
    }
    if (text.matches("(0(\\.\\d+)?|1(\\.0+)?)/[1-9]\\d{0,4}")) {
      String[] parts = text.split("/");
      int decisions = Integer.parseInt(parts[1]);
      if (decisions <= 0xffff) {
        return Guard.of(Double.parseDouble(parts[0]), decisions);
      }
    }
    throw Diagnostic.of(CliCode.BAD_OPTION)
        .at("--guard")
        .found("\"%s\"", text)
        .need("a share from 0 to 1, a slash, and 1 to 65535 samples; or none")
        .fix("for example 0.5/200")
        .toException();
  }

  /** Opens the ways to devices that the options name. */
  static void open(CommandLine line, Transports transports) {
    for (SerialSettings port : SerialArguments.ports(line)) {
      transports.serial(port.port(), port.baud());
    }
    if (line.hasOption("broker")) {
      String client =
          MqttArguments.security(line, System.getenv())
              .clientId("push", ProcessHandle.current().pid());
      transports.mqtt(MqttArguments.client(line, line.getOptionValue("site", "default"), client));
    } else {
      MqttArguments.requireNone(line);
    }
  }
}
