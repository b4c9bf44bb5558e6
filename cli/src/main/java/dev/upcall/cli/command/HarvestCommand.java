package dev.upcall.cli.command;

import static dev.upcall.cli.Arguments.flag;
import static dev.upcall.cli.Arguments.option;

import dev.upcall.cli.Arguments;
import dev.upcall.cli.CliCode;
import dev.upcall.cli.Command;
import dev.upcall.cli.Console;
import dev.upcall.cli.harvest.HarvestFiles;
import dev.upcall.cli.harvest.HarvestFiles.Written;
import dev.upcall.cli.harvest.HarvestQuestion;
import dev.upcall.cli.harvest.HarvestTable;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.project.Manifest;
import dev.upcall.core.project.ProjectLoader;
import dev.upcall.host.HostCode;
import dev.upcall.host.SecretSource;
import dev.upcall.host.harvest.HarvestCount;
import dev.upcall.host.harvest.HarvestFilter;
import dev.upcall.host.harvest.HarvestPlace;
import dev.upcall.host.harvest.HarvestReader;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code upcall harvest}: what upcalls brought, as a table, a data set or pictures. */
public final class HarvestCommand implements Command {
  private static final Map<String, String> FORMATS =
      Map.of("npz", "npz", "csv", "csv", "png", "png");

  @Override
  public String name() {
    return "harvest";
  }

  @Override
  public String summary() {
    return "make data sets and pictures of the samples that devices asked about";
  }

  @Override
  public String arguments() {
    return "<project>";
  }

  @Override
  public String description() {
    return """
    Reads the store that upcall gateway --harvest fills, also while it does, and says what there is
    of the project. With --to the samples are written as raw data, labelled by the ensemble's
    answers: npz and csv can be named in data.source of ensemble.yaml, and in the csv a column
    "label" is left empty for your corrections, which count more than the answer. png makes a
    picture of each, in a folder per class, and index.csv.

      upcall gateway examples/digits --serial /dev/ttyACM0 --harvest kept
      upcall harvest examples/digits --from kept
      upcall harvest examples/digits --from kept --disagree --to csv --out hard.csv
      upcall harvest examples/digits --from "jdbc:postgresql://db/upcall?user=me" --to npz --out all.npz
    """;
  }

  @Override
  public Options options() {
    return HarvestQuestion.add(new Options())
        .addOption(
            option(
                "from",
                "store",
                "the store: a folder, or jdbc:postgresql://host/database?user=name"))
        .addOption(
            option(
                "password",
                "file",
                "file with the database's password (default: the variable "
                    + HarvestPlace.PASSWORD
                    + ")"))
        .addOption(flag("list", "print the table of classes only (so it is without --to)"))
        .addOption(option("to", "format", "npz, csv or png"))
        .addOption(option("out", "path", "file, or for png folder, to write; must not exist"))
        .addOption(option("limit", "n", "with --to: at most n samples, the newest (default: all)"))
        .addOption(option("zoom", "n", "with --to png: n x n pixels for each value (default 1)"));
  }

  /** What is printed under {@code --json}. */
  private record Result(
      String store, String project, List<HarvestTable.Row> classes, Optional<Written> written) {}

  @Override
  public void run(CommandLine line, Console console) {
    Manifest manifest = ProjectLoader.load(Arguments.onePath(line, "<project>")).manifest();
    HarvestFilter filter = HarvestQuestion.filter(line, manifest, Instant.now());
    int limit = Arguments.integer(line, "limit", 1, Integer.MAX_VALUE, Integer.MAX_VALUE);
    int zoom = Arguments.integer(line, "zoom", 1, 64, 1);
    String format = Arguments.choice(line, "to", FORMATS, "");
    Optional<SecretSource> password =
        Optional.ofNullable(line.getOptionValue("password"))
            .map(file -> SecretSource.file(Path.of(file)));
    HarvestPlace place =
        HarvestPlace.of(required(line, "from", "the store"), password, System.getenv());
    try (HarvestReader reader = HarvestReader.open(place)) {
      List<HarvestCount> counts = reader.counts(filter);
      if (counts.isEmpty()) {
        throw nothing(place, reader, manifest);
      }
      HarvestTable.print(counts, manifest.classes(), console);
      Optional<Written> written = Optional.empty();
      if (!format.isEmpty() && !line.hasOption("list")) {
        Path out = Path.of(required(line, "out", "a name for what is written"));
        written =
            Optional.of(new HarvestFiles(manifest).write(reader, filter, limit, format, out, zoom));
        tell(written.get(), console);
      }
      console.json(
          new Result(
              place.toString(),
              manifest.name(),
              HarvestTable.rows(counts, manifest.classes()),
              written));
    }
  }

  private static void tell(Written written, Console console) {
    console.line("%d samples in %s", written.samples(), written.out());
    if (written.inexact() > 0) {
      console.line(
          "%d of them hold values that preprocessing gives for no raw value, and have the nearest",
          written.inexact());
    }
  }

  private static String required(CommandLine line, String option, String what) {
    return Optional.ofNullable(line.getOptionValue(option))
        .filter(text -> !text.isBlank())
        .orElseThrow(
            () ->
                Diagnostic.of(CliCode.MISSING_ARGUMENT, "--" + option)
                    .need("%s", what)
                    .toException());
  }

  private static UpcallException nothing(
      HarvestPlace place, HarvestReader reader, Manifest manifest) {
    Map<String, Long> projects = reader.projects();
    Diagnostic nothing = Diagnostic.of(HostCode.HARVEST_EMPTY, place, manifest.name());
    return (projects.isEmpty()
            ? nothing.found("no samples at all")
            : nothing
                .found("samples of %s", projects)
                .need("the same name, classes and input as now, and what the options ask for"))
        .toException();
  }
}
