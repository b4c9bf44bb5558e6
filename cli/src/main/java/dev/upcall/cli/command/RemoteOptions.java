package dev.upcall.cli.command;

import static dev.upcall.cli.Arguments.option;

import dev.upcall.cli.CliCode;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.project.Project;
import dev.upcall.host.SecretSource;
import dev.upcall.host.config.MembersElsewhere;
import dev.upcall.host.ensemble.Elsewhere;
import dev.upcall.host.gateway.GatewayService;
import dev.upcall.host.remote.RemoteSettings;
import dev.upcall.host.security.TlsFiles;
import dev.upcall.host.serving.ServingAddress;
import dev.upcall.host.serving.ServingTarget;
import dev.upcall.host.serving.Token;
import dev.upcall.host.transport.MqttOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** Which members of its projects a gateway finds in other processes and on serving clusters. */
final class RemoteOptions {
  private static final String TOKEN_FILE = "UPCALL_SERVED_TOKEN_FILE";
  private static final String TOKEN = "UPCALL_SERVED_TOKEN";

  private RemoteOptions() {}

  static Options add(Options options) {
    return options
        .addOption(
            Option.builder()
                .longOpt("remote")
                .hasArg()
                .argName("member")
                .desc(
                    "a member that upcall member runs elsewhere, on the same broker and site; may"
                        + " be given several times, or all")
                .get())
        .addOption(
            Option.builder()
                .longOpt("served")
                .hasArg()
                .argName("member=url")
                .desc(
                    "a member on a serving cluster (Open Inference Protocol v2: KServe, Triton,"
                        + " MLServer), such as deep=http://host:8080/v2/models/NAME or"
                        + " deep=grpc://host:8081/NAME; may be given several times")
                .get())
        .addOption(
            option("served-ca", "file", "authorities whose certificates its servers may show, PEM"))
        .addOption(
            option(
                "served-token-file",
                "file",
                "bearer token to show to them, one line (else the file $UPCALL_SERVED_TOKEN_FILE,"
                    + " or the text $UPCALL_SERVED_TOKEN)"));
  }

  /**
   * Where members are.
   *
   * @param before what holds where the line says nothing
   */
  static MembersElsewhere members(
      CommandLine line, MembersElsewhere before, Map<String, String> environment) {
    String[] remote = line.getOptionValues("remote");
    String[] served = line.getOptionValues("served");
    List<ServingTarget> targets = new ArrayList<>();
    for (String text : served == null ? new String[0] : served) {
      targets.add(target(text, line, environment));
    }
    return new MembersElsewhere(
        remote == null ? before.remote() : Set.copyOf(List.of(remote)),
        served == null ? before.served() : targets);
  }

  private static ServingTarget target(
      String text, CommandLine line, Map<String, String> environment) {
    int equals = text.indexOf('=');
    if (equals < 1) {
      throw Diagnostic.of(CliCode.BAD_OPTION)
          .at("--served")
          .found("\"%s\"", text)
          .need("the name of a member and where it is")
          .fix("--served deep=http://host:8080/v2/models/NAME")
          .toException();
    }
    return new ServingTarget(
        text.substring(0, equals),
        ServingAddress.parse(text.substring(equals + 1)),
        ServingTarget.STANDARD_BATCH,
        new TlsFiles(
            Optional.ofNullable(line.getOptionValue("served-ca")).map(Path::of),
            Optional.empty(),
            Optional.empty()),
        token(line, environment),
        line.hasOption("insecure"));
  }

  private static Optional<Token> token(CommandLine line, Map<String, String> environment) {
    return Optional.ofNullable(line.getOptionValue("served-token-file"))
        .or(() -> Optional.ofNullable(environment.get(TOKEN_FILE)))
        .map(file -> SecretSource.file(Path.of(file)))
        .or(
            () ->
                environment.containsKey(TOKEN)
                    ? Optional.of(SecretSource.environment(TOKEN))
                    : Optional.empty())
        .map(source -> Token.in(source, environment));
  }

  /**
   * Connects to these members.
   *
   * @param brokers the gateway's; members in other processes are on the first
   */
  static Elsewhere connect(
      MembersElsewhere members,
      List<Project> projects,
      List<MqttOptions> brokers,
      GatewayService service) {
    Set<String> known = new TreeSet<>();
    projects.forEach(project -> known.addAll(project.manifest().host().members()));
    List<Elsewhere> places = new ArrayList<>();
    if (!members.served().isEmpty()) {
      members.served().forEach(target -> requireKnown("served", target.member(), known));
      places.add(service.served(members.served()));
    }
    if (!members.remote().isEmpty()) {
      known.add(RemoteSettings.ALL);
      members.remote().forEach(name -> requireKnown("remote", name, known));
      places.add(remote(members.remote(), brokers, service));
    }
    return Elsewhere.firstOf(places);
  }

  private static Elsewhere remote(
      Set<String> members, List<MqttOptions> brokers, GatewayService service) {
    if (brokers.isEmpty()) {
      throw Diagnostic.of(CliCode.MISSING_ARGUMENT, "--broker")
          .at("--remote")
          .need("a broker, where the members are")
          .fix("--broker tcp://host:port, or --mqtt-port 1883 for one inside")
          .toException();
    }
    MqttOptions at = brokers.get(0);
    String gateway = at.security().clientId("asker", ProcessHandle.current().pid());
    return service.members(
        RemoteSettings.of(at.brokers(), at.security(), at.site(), gateway, members));
  }

  private static void requireKnown(String option, String name, Set<String> known) {
    if (!known.contains(name)) {
      throw Diagnostic.of(CliCode.BAD_OPTION)
          .at("--%s", option)
          .found("\"%s\"", name)
          .need("one of: %s", String.join(", ", known))
          .toException();
    }
  }
}
