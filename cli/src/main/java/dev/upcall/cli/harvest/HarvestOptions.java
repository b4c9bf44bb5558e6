package dev.upcall.cli.harvest;

import static dev.upcall.cli.Arguments.option;

import dev.upcall.cli.Arguments;
import dev.upcall.cli.CliCode;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.host.SecretSource;
import dev.upcall.host.harvest.HarvestPlace;
import dev.upcall.host.harvest.HarvestRetention;
import dev.upcall.host.harvest.HarvestSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** The options of a gateway that harvests; they override what a configuration file says. */
public final class HarvestOptions {
  private static final int MEGABYTE_BITS = 20;
  private static final int MAX_DAYS = 36_500;

  private HarvestOptions() {}

  public static Options add(Options options) {
    return options
        .addOption(
            option(
                "harvest",
                "store",
                "keep answered upcalls there: a folder, or"
                    + " jdbc:postgresql://host/database?user=name (docs/harvest.md)"))
        .addOption(
            option(
                "harvest-password",
                "file",
                "file with the database's password (default: the variable "
                    + HarvestPlace.PASSWORD
                    + ")"))
        .addOption(option("harvest-samples", "n", "keep the last n samples (default 1000000)"))
        .addOption(option("harvest-megabytes", "n", "keep samples of n MiB in all (default 1024)"))
        .addOption(option("harvest-days", "n", "keep samples for n days (default: for ever)"));
  }

  /** What the options make of what a file says. */
  public static Optional<HarvestSettings> settings(
      CommandLine line, Optional<HarvestSettings> before) {
    String store = line.getOptionValue("harvest");
    if (store == null && before.isEmpty()) {
      return before;
    }
    if (store != null && store.isBlank()) {
      throw Diagnostic.of(CliCode.MISSING_ARGUMENT, "a value of --harvest")
          .need("a folder, or a database's address")
          .toException();
    }
    // Another store has another password, but is kept as long.
    Optional<SecretSource> password =
        store == null ? before.orElseThrow().password() : Optional.empty();
    HarvestRetention kept =
        before.map(HarvestSettings::retention).orElse(HarvestRetention.STANDARD);
    int days =
        Arguments.integer(
            line, "harvest-days", 1, MAX_DAYS, kept.age().map(age -> (int) age.toDays()).orElse(0));
    return Optional.of(
        new HarvestSettings(
            store == null ? before.orElseThrow().store() : store,
            Optional.ofNullable(line.getOptionValue("harvest-password"))
                .map(file -> SecretSource.file(Path.of(file)))
                .or(() -> password),
            new HarvestRetention(
                Arguments.integer(
                    line, "harvest-samples", 1, Integer.MAX_VALUE, (int) kept.samples()),
                (long)
                        Arguments.integer(
                            line,
                            "harvest-megabytes",
                            1,
                            Integer.MAX_VALUE,
                            (int) (kept.bytes() >> MEGABYTE_BITS))
                    << MEGABYTE_BITS,
                days == 0 ? Optional.empty() : Optional.of(Duration.ofDays(days)))));
  }
}
