package dev.upcall.cli.command;

import dev.upcall.cli.CliCode;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.project.Project;
import dev.upcall.host.ensemble.Elsewhere;
import dev.upcall.host.gateway.GatewayService;
import dev.upcall.host.remote.RemoteSettings;
import dev.upcall.host.transport.MqttOptions;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** Which members of its projects a gateway finds in other processes. */
final class RemoteOptions {
  private RemoteOptions() {}

  static Options add(Options options) {
    return options.addOption(
        Option.builder()
            .longOpt("remote")
            .hasArg()
            .argName("member")
            .desc(
                "a member that upcall member runs elsewhere, on the same broker and site; may be"
                    + " given several times, or all")
            .get());
  }

  /**
   * Connects to these members.
   *
   * @param brokers the gateway's; members are on the first
   */
  static Elsewhere connect(
      CommandLine line, List<Project> projects, List<MqttOptions> brokers, GatewayService service) {
    String[] names = line.getOptionValues("remote");
    if (names == null) {
      return Elsewhere.NONE;
    }
    if (brokers.isEmpty()) {
      throw Diagnostic.of(CliCode.MISSING_ARGUMENT, "--broker")
          .at("--remote")
          .need("a broker, where the members are")
          .fix("--broker tcp://host:port, or --mqtt-port 1883 for one inside")
          .toException();
    }
    Set<String> known = new TreeSet<>(Set.of(RemoteSettings.ALL));
    projects.forEach(project -> known.addAll(project.manifest().host().members()));
    Set<String> members = new TreeSet<>(List.of(names));
    for (String name : members) {
      if (!known.contains(name)) {
        throw Diagnostic.of(CliCode.BAD_OPTION)
            .at("--remote")
            .found("\"%s\"", name)
            .need("one of: %s", String.join(", ", known))
            .toException();
      }
    }
    MqttOptions at = brokers.get(0);
    String gateway = at.security().clientId("asker", ProcessHandle.current().pid());
    return service.members(
        RemoteSettings.of(at.brokers(), at.security(), at.site(), gateway, members));
  }
}
