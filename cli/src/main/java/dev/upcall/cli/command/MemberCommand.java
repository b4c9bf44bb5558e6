package dev.upcall.cli.command;

import static dev.upcall.cli.Arguments.option;

import dev.upcall.cli.Arguments;
import dev.upcall.cli.CliCode;
import dev.upcall.cli.Command;
import dev.upcall.cli.Console;
import dev.upcall.cli.mqtt.MqttArguments;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.ProjectLoader;
import dev.upcall.host.remote.MemberServer;
import dev.upcall.host.remote.ServerSettings;
import dev.upcall.host.security.Brokers;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code upcall member}: runs one member of a project's ensemble for gateways elsewhere. */
public final class MemberCommand implements Command {
  @Override
  public String name() {
    return "member";
  }

  @Override
  public String summary() {
    return "run one member of the ensemble for gateways on other machines";
  }

  @Override
  public String arguments() {
    return "<project>";
  }

  @Override
  public String description() {
    return """
    Loads one member of a project and answers the questions of gateways that were started with
    --remote, over their MQTT broker. Any number of processes, on any machines, may run the same
    member: gateways share their batches out among them, and the others go on where one dies. The
    project folder has to be the gateway's, to the byte: its signature is compared. Ctrl-C ends it.

      upcall member examples/digits --member wide --broker tcp://localhost:1883
      upcall gateway examples/digits --remote wide --broker tcp://localhost:1883
      upcall member examples/digits --member deep --broker mqtts://broker --user member \\
        --password-file pw
    """;
  }

  @Override
  public Options options() {
    return MqttArguments.addAccess(new Options())
        .addOption(option("member", "name", "which of host.members to run"))
        .addOption(
            option(
                "replica",
                "name",
                "this process's name among those of the same member (default: host and process"
                    + " id)"))
        .addOption(option("beat", "ms", "between signs of life (default 500)"));
  }

  @Override
  public void run(CommandLine line, Console console) throws InterruptedException {
    Project project = ProjectLoader.load(Arguments.onePath(line, "<project>"));
    String member = needed(line, "member", "wide");
    String broker = needed(line, "broker", "tcp://localhost:1883");
    ServerSettings settings =
        new ServerSettings(
            Brokers.parse(broker),
            MqttArguments.security(line, System.getenv()),
            line.getOptionValue("site", "default"),
            line.getOptionValue("replica", replica()),
            Duration.ofMillis(Arguments.integer(line, "beat", 10, 60_000, 500)));
    CountDownLatch closed = new CountDownLatch(1);
    try (MemberServer server = MemberServer.start(project, member, settings)) {
      console.step(
          "%s of %s runs as %s on %s, site %s",
          member,
          project.manifest().name(),
          settings.replica(),
          settings.brokers(),
          settings.site());
      try {
        CtrlC.await(closed);
      } finally {
        console.json(Map.of("answers", server.answers()));
      }
    } finally {
      closed.countDown();
    }
  }

  private static String needed(CommandLine line, String option, String example) {
    String value = line.getOptionValue(option);
    if (value == null) {
      throw Diagnostic.of(CliCode.MISSING_ARGUMENT, "--" + option)
          .need("--%s", option)
          .fix("for example: --%s %s", option, example)
          .toException();
    }
    return value;
  }

  /** Another for every process, in letters that a topic may have. */
  private static String replica() {
    String host;
    try {
      host = InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      host = "host";
    }
    String safe = host.replaceAll("[^A-Za-z0-9_-]", "-");
    return safe.substring(0, Math.min(40, safe.length())) + "-" + ProcessHandle.current().pid();
  }
}
