package dev.upcall.cli.harvest;

import dev.upcall.cli.Console;
import dev.upcall.host.gateway.Gateway;
import dev.upcall.host.harvest.HarvestCounter;
import dev.upcall.host.harvest.HarvestPlace;
import dev.upcall.host.harvest.HarvestSettings;
import dev.upcall.host.harvest.HarvestWriter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A gateway's harvest while it runs, if there is to be one; says at the end what came of it. */
public final class Harvesting implements AutoCloseable {
  private final Optional<HarvestWriter> writer;
  private final Console console;

  private Harvesting(Optional<HarvestWriter> writer, Console console) {
    this.writer = writer;
    this.console = console;
  }

  /** Opens the store; to be closed after the gateway. */
  public static Harvesting start(
      Optional<HarvestSettings> settings, Map<String, String> environment, Console console) {
    if (settings.isEmpty()) {
      return new Harvesting(Optional.empty(), console);
    }
    HarvestPlace place = settings.get().place(environment);
    HarvestWriter writer = HarvestWriter.start(place, settings.get().retention());
    console.step("harvesting into %s", place);
    return new Harvesting(Optional.of(writer), console);
  }

  /** Harvests what a gateway answers. */
  public void attach(Gateway gateway) {
    writer.ifPresent(gateway::onAnswer);
  }

  /** What writes to the store; empty if nothing is harvested. */
  public Optional<HarvestWriter> writer() {
    return writer;
  }

  @Override
  public void close() {
    writer.ifPresent(
        some -> {
          some.close();
          console.step("harvest: %s", text(some.counters()));
        });
  }

  private static String text(Map<HarvestCounter, Long> counters) {
    String counted =
        counters.entrySet().stream()
            .filter(entry -> entry.getValue() > 0)
            .map(entry -> entry.getValue() + " " + entry.getKey().name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
    return counted.isEmpty() ? "nothing" : counted;
  }
}
