package dev.upcall.host.config;

import dev.upcall.core.wire.Parameters.Guard;
import dev.upcall.host.harvest.HarvestRetention;
import dev.upcall.host.harvest.HarvestSettings;
import dev.upcall.host.journal.JournalSettings;
import dev.upcall.host.security.BrokerSecurity;
import dev.upcall.host.serving.ServingTarget;
import dev.upcall.host.tier.TierSettings;
import dev.upcall.host.transport.MqttOptions;
import dev.upcall.host.web.HttpSettings;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What was understood of a configuration, in words: a line for each thing the gateway would do. Of
 * secrets it says where they are.
 */
public final class ConfigSummary {
  private final Map<String, String> lines = new LinkedHashMap<>();

  private ConfigSummary() {}

  /** Keys as in the file, with what they come to, defaults included. */
  public static Map<String, String> of(GatewayConfig config) {
    ConfigSummary summary = new ConfigSummary();
    summary.each("projects", config.projects());
    config.serial().forEach(port -> summary.add("serial", port.port() + " at " + port.baud()));
    config.mqtt().forEach(broker -> summary.add("mqtt", mqtt(broker)));
    config
        .brokerInside()
        .ifPresent(
            port ->
                summary.add(
                    "broker",
                    (port == 0 ? "inside, on a free port" : "inside, on port " + port)
                        + " of "
                        + config.broker().host()
                        + doors(config.broker())
                        + ", site "
                        + config.site()));
    if (!config.members().remote().isEmpty()) {
      summary.add("remote", String.join(", ", new TreeSet<>(config.members().remote())));
    }
    config.members().served().forEach(target -> summary.add("served", served(target)));
    config.above().ifPresent(tier -> summary.add("above", above(tier)));
    summary.add(
        "audits",
        "by the last "
            + config.audits().window()
            + (config.audits().alarm().isPresent()
                ? ", alarm below " + config.audits().alarm().getAsDouble()
                : ", no alarm"));
    config
        .push()
        .ifPresentOrElse(
            push -> summary.add("push", "keys in " + push.keys() + ", " + guard(push.guard())),
            () -> summary.add("push", "none"));
    config
        .seals()
        .ifPresent(
            seals ->
                summary.add(
                    "seals",
                    (seals.required() ? "required, keys in " : "accepted, keys in ")
                        + seals.keys()));
    config
        .journal()
        .ifPresentOrElse(
            journal -> summary.add("journal", journal(journal)),
            () -> summary.add("journal", "none: what is not answered is forgotten at the end"));
    summary.add("harvest", config.harvest().map(ConfigSummary::harvest).orElse("none"));
    summary.add("http", config.http().map(ConfigSummary::http).orElse("none"));
    config.log().ifPresent(log -> summary.add("log", log.name().toLowerCase(Locale.ROOT)));
    summary.add("drain", config.drain().toSeconds() + " s");
    return summary.lines;
  }

  private static String mqtt(MqttOptions broker) {
    return broker.brokers()
        + ", site "
        + broker.site()
        + ", client "
        + broker.clientId()
        + ", MQTT "
        + broker.version()
        + broker.security().credentials().map(who -> ", user " + who.user()).orElse("")
        + broker.shareGroup().map(group -> ", shared in group " + group).orElse("");
  }

  private static String served(ServingTarget target) {
    return target.member()
        + " at "
        + target.address()
        + ", "
        + target.batch()
        + " samples a request"
        + target.token().map(token -> ", token in " + token).orElse("");
  }

  private static String above(TierSettings tier) {
    return "as " + tier.name() + ", " + tier.policy() + ", at " + mqtt(tier.broker());
  }

  private static String journal(JournalSettings journal) {
    return String.format(
        Locale.ROOT,
        "in %s, %d MB at most, answers for %d minutes",
        journal.folder(),
        journal.maxBytes() >> 20,
        journal.retention().toMinutes());
  }

  private static String harvest(HarvestSettings harvest) {
    HarvestRetention kept = harvest.retention();
    return harvest.shown()
        + harvest.password().map(secret -> ", password in " + secret).orElse("")
        + String.format(
            Locale.ROOT,
            ", at most %d samples of %d MiB%s",
            kept.samples(),
            kept.bytes() >> 20,
            kept.age().map(age -> " of " + age.toDays() + " days").orElse(""));
  }

  private static String http(HttpSettings http) {
    Set<String> pushers = new TreeSet<>(http.security().pushers());
    return http
        + http.security().users().map(file -> ", users in " + file).orElse(", everybody")
        + (pushers.isEmpty() ? "" : ", " + String.join(", ", pushers) + " may push");
  }

  private static String doors(BrokerSecurity broker) {
    return (broker.tls().isPresent() ? ", TLS" : ", no TLS")
        + broker.users().map(file -> ", users in " + file).orElse(", everybody");
  }

  private static String guard(Guard guard) {
    return guard.equals(Guard.NONE)
        ? "no guard"
        : String.format(
            Locale.ROOT, "guard %s of %d samples", guard.share() / 10_000.0, guard.decisions());
  }

  private void each(String key, Iterable<?> values) {
    values.forEach(value -> add(key, value.toString()));
  }

  private void add(String key, String text) {
    int count = 1;
    String name = key;
    while (lines.putIfAbsent(name, text) != null) {
      count++;
      name = key + " " + count;
    }
  }
}
