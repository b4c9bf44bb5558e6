package dev.upcall.cli.harvest;

import static dev.upcall.cli.Arguments.flag;
import static dev.upcall.cli.Arguments.option;

import dev.upcall.cli.Arguments;
import dev.upcall.cli.CliCode;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.project.Manifest;
import dev.upcall.core.project.Signature;
import dev.upcall.host.harvest.HarvestFilter;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** The options that say which samples are meant. */
public final class HarvestQuestion {
  private static final Pattern AGO = Pattern.compile("(\\d{1,6})([smhdw])");
  private static final Map<String, Duration> UNITS =
      Map.of(
          "s", Duration.ofSeconds(1),
          "m", Duration.ofMinutes(1),
          "h", Duration.ofHours(1),
          "d", Duration.ofDays(1),
          "w", Duration.ofDays(7));

  private HarvestQuestion() {}

  public static Options add(Options options) {
    return options
        .addOption(
            option(
                "since",
                "time",
                "only those answered since: 30m, 12h, 7d ago, or 2026-11-22, or"
                    + " 2026-11-22T06:30:00Z"))
        .addOption(flag("disagree", "only those where device and host gave different classes"))
        .addOption(option("class", "name", "only those that the host gave this class"))
        .addOption(
            option(
                "max-confidence",
                "p",
                "only those of which the host was at most so sure (0 to 1)"));
  }

  /** The samples of a project that are meant. */
  public static HarvestFilter filter(CommandLine line, Manifest manifest, Instant now) {
    Map<String, Integer> classes = new HashMap<>();
    for (int i = 0; i < manifest.classes().size(); i++) {
      classes.put(manifest.classes().get(i), i);
    }
    Integer wanted = Arguments.choice(line, "class", classes, null);
    return new HarvestFilter(
        manifest.name(),
        HexFormat.of().formatHex(Signature.ofInput(manifest)),
        Optional.ofNullable(line.getOptionValue("since")).map(text -> time(text, now)),
        line.hasOption("disagree"),
        wanted == null ? OptionalInt.empty() : OptionalInt.of(wanted),
        line.hasOption("max-confidence")
            ? OptionalDouble.of(Arguments.number(line, "max-confidence", 0, 1, 1))
            : OptionalDouble.empty(),
        false);
  }

  static Instant time(String text, Instant now) {
    Matcher ago = AGO.matcher(text);
    try {
      if (ago.matches()) {
        return now.minus(UNITS.get(ago.group(2)).multipliedBy(Long.parseLong(ago.group(1))));
      }
      return text.contains("T")
          ? OffsetDateTime.parse(text).toInstant()
          : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeException e) {
      throw Diagnostic.of(CliCode.BAD_OPTION)
          .at("--since")
          .found("\"%s\"", text)
          .need("30m, 12h, 7d, a day (UTC) as 2026-11-22, or a time as 2026-11-22T06:30:00Z")
          .toException();
    }
  }
}
