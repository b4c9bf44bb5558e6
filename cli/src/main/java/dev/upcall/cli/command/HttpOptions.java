package dev.upcall.cli.command;

import static dev.upcall.cli.Arguments.option;

import dev.upcall.cli.Arguments;
import dev.upcall.cli.CliCode;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.host.security.TlsFiles;
import dev.upcall.host.web.HttpSecurity;
import dev.upcall.host.web.HttpSettings;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** The options of a gateway's HTTP server; they override what a configuration file says. */
final class HttpOptions {
  private static final List<String> SECURITY =
      List.of("http-cert", "http-key", "http-ca", "http-users", "http-push");

  private HttpOptions() {}

  static Options add(Options options) {
    return options
        .addOption(
            option(
                "http",
                "host:port",
                "serve a page, /metrics, /healthz and /readyz there; a port alone: on the"
                    + " loopback interface"))
        .addOption(option("http-cert", "file", "certificate of the HTTP server, PEM"))
        .addOption(option("http-key", "file", "the private key to it, PEM, PKCS#8"))
        .addOption(
            option("http-ca", "file", "browsers have to show a certificate of these authorities"))
        .addOption(
            option(
                "http-users", "file", "who may look, as mosquitto_passwd writes; else everybody"))
        .addOption(
            option("http-push", "names", "users of these who may push parameters, with commas"));
  }

  /** What the options make of what a file says. */
  static Optional<HttpSettings> settings(CommandLine line, Optional<HttpSettings> before) {
    String address = line.getOptionValue("http");
    if (address == null && before.isEmpty()) {
      SECURITY.stream().filter(line::hasOption).findFirst().ifPresent(HttpOptions::refuse);
      return before;
    }
    HttpSecurity security =
        security(line, before.map(HttpSettings::security).orElse(HttpSecurity.LOOPBACK));
    return Optional.of(
        address == null
            ? before.orElseThrow().with(security)
            : HttpSettings.parse(address, security));
  }

  private static void refuse(String option) {
    throw Diagnostic.of(CliCode.MISSING_ARGUMENT, "--http")
        .at("--%s", option)
        .found("an option of the HTTP server, and no address for it")
        .fix("--http 9090")
        .toException();
  }

  private static HttpSecurity security(CommandLine line, HttpSecurity before) {
    TlsFiles known = before.tls().orElse(TlsFiles.STANDARD);
    TlsFiles tls =
        new TlsFiles(
            Arguments.file(line, "http-ca").or(known::ca),
            Arguments.file(line, "http-cert").or(known::certificate),
            Arguments.file(line, "http-key").or(known::key));
    return new HttpSecurity(
        tls.equals(TlsFiles.STANDARD) ? Optional.empty() : Optional.of(tls),
        Arguments.file(line, "http-users").or(before::users),
        line.hasOption("http-push")
            ? Set.of(line.getOptionValue("http-push").split(","))
            : before.pushers(),
        before.insecure() || line.hasOption("insecure"));
  }
}
