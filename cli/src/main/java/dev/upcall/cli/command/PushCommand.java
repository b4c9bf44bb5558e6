package dev.upcall.cli.command;

import static dev.upcall.cli.Arguments.option;

import dev.upcall.cli.Arguments;
import dev.upcall.cli.CliCode;
import dev.upcall.cli.Command;
import dev.upcall.cli.Console;
import dev.upcall.cli.mqtt.MqttArguments;
import dev.upcall.cli.push.PushOptions;
import dev.upcall.cli.push.PushRun;
import dev.upcall.cli.push.PushValues;
import dev.upcall.cli.serial.SerialArguments;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.ProjectLoader;
import dev.upcall.core.project.Signature;
import dev.upcall.core.wire.Bytes;
import dev.upcall.host.push.Push;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** {@code upcall push}: sends new parameters of policies to devices that are out already. */
public final class PushCommand implements Command {
  @Override
  public String name() {
    return "push";
  }

  @Override
  public String summary() {
    return "send new policy parameters to devices, signed, without new firmware";
  }

  @Override
  public String arguments() {
    return "<project>";
  }

  @Override
  public String description() {
    return """
    Sends the values that ensemble.yaml and tuned.yaml have now, or those of --set, to devices whose
    firmware was compiled from the project with pushed: [...] in its policies. Devices take all of
    them at once or none, keep them over restarts, and go back to the values before when too many
    samples become upcalls. Prints what each device said; a device that runs something else is sent
    nothing. A port that a gateway uses is pushed to by that gateway: upcall gateway --push.

      upcall push examples/digits --serial /dev/ttyACM0 --key keys
      upcall push examples/digits --broker tcp://localhost:1883 --site lab --key keys
      upcall push examples/digits --broker tcp://localhost:1883 --device pump-3 --set theta=0.8
    """;
  }

  @Override
  public Options options() {
    return SerialArguments.add(MqttArguments.addClient(PushOptions.add(new Options())))
        .addOption(
            several(
                "device", "name", "only this device; may be given several times (default: all)"))
        .addOption(
            several(
                "set",
                "stage.parameter=value",
                "instead of what the project has; stage counts from 0 and may be left away where"
                    + " there is one; may be given several times"))
        .addOption(
            option(
                "push-version",
                "n",
                "version of the values, above all that the devices took (default: seconds since"
                    + " 1970)"))
        .addOption(option("wait", "seconds", "for devices to come and to answer (default 10)"))
        .addOption(
            option(
                "watch",
                "seconds",
                "go on to listen so long for devices that go back to the values before"
                    + " (default 0)"))
        .addOption(
            option("fold", "k", "cross-fitting fold whose tuned values are sent (default 0)"));
  }

  private static Option several(String name, String argument, String description) {
    return Option.builder().longOpt(name).hasArg().argName(argument).desc(description).get();
  }

  @Override
  public void run(CommandLine line, Console console) throws InterruptedException {
    Project project =
        ProjectLoader.load(Arguments.onePath(line, "<project>"))
            .withFold(Arguments.integer(line, "fold", 0, 1000, 0));
    if (!line.hasOption("serial") && !line.hasOption("broker")) {
      throw Diagnostic.of(CliCode.MISSING_ARGUMENT, "--serial or --broker")
          .need("a way to the devices")
          .fix("upcall push %s --serial /dev/ttyACM0 --key keys", project.folder())
          .toException();
    }
    String[] settings = line.getOptionValues("set");
    PushValues values = PushValues.of(project, settings == null ? List.of() : List.of(settings));
    Push push =
        new Push(
            Bytes.of(Signature.of(project)),
            version(line),
            PushOptions.guard(line),
            values.floats());
    values.values().forEach(value -> console.line("%s", value));
    new PushRun(push, values, PushOptions.keys(line, System.getenv())).run(line, console);
  }

  private static long version(CommandLine line) {
    double now = System.currentTimeMillis() / 1000L;
    double given = Arguments.number(line, "push-version", 1, Push.MAX_VERSION, now);
    return (long) given;
  }
}
