package dev.upcall.cli.command;

import static dev.upcall.cli.Arguments.flag;
import static dev.upcall.cli.Arguments.option;

import dev.upcall.cli.Arguments;
import dev.upcall.cli.Command;
import dev.upcall.cli.Console;
import dev.upcall.cli.books.Evaluation;
import dev.upcall.cli.books.EvaluationText;
import dev.upcall.cli.books.Evaluator;
import dev.upcall.cli.books.SystemBook;
import dev.upcall.cli.firmware.Home;
import dev.upcall.cli.ladder.DeployedLadder;
import dev.upcall.cli.ladder.Folds;
import dev.upcall.cli.ladder.Replay;
import dev.upcall.cli.picture.FrontPicture;
import dev.upcall.compiler.Firmware;
import dev.upcall.compiler.Precision;
import dev.upcall.compiler.board.PowerProfile;
import dev.upcall.compiler.board.PowerProfiles;
import dev.upcall.compiler.quant.QuantOptions;
import dev.upcall.core.decision.tune.OperatingPoint;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.ProjectLoader;
import dev.upcall.core.project.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code upcall evaluate}: the books of a project's ladder on its test split. */
public final class EvaluateCommand implements Command {
  private static final String ALL = "all";
  private static final String NONE = "none";

  @Override
  public String name() {
    return "evaluate";
  }

  @Override
  public String summary() {
    return "accuracy, latency and energy of a ladder beside its rivals";
  }

  @Override
  public String arguments() {
    return "<project>";
  }

  @Override
  public String description() {
    return """
    Replays the test split, which nothing else uses, and says what the ladder of ensemble.yaml and
    tuned.yaml gives: accuracy with its 95 % interval, upcalls, the share of samples that each stage
    runs on and answers, confusion, calibration error; and on each device of boards/profiles mean
    latency and energy of a sample. Beside it: the device or the host alone, asking at random, an
    oracle that knows who is right, other policies tuned for as many upcalls, and each member alone
    on the device. A picture goes to firmware-out/<project>.

      upcall tune examples/digits && upcall evaluate examples/digits
      upcall evaluate examples/fashion --profile my-board.yaml --json
    """;
  }

  @Override
  public Options options() {
    return QuantizationOptions.add(new Options())
        .addOption(
            option(
                "profile",
                "id|file|all|none",
                "device whose time and energy count (default all): nrf52840-ble, stm32l4r5-uart,"
                    + " stm32h743-wifi, or a profile.yaml of your own"))
        .addOption(flag("no-members", "leave out the members alone on the device; quicker"))
        .addOption(option("fold", "k|all", "cross-fitting fold to evaluate (default 0)"))
        .addOption(
            option(
                "precision",
                "type",
                "of the device's networks: int8 (default), or float32 as it will be compiled"));
  }

  @Override
  public void run(CommandLine line, Console console) throws IOException {
    Project project = ProjectLoader.load(Arguments.onePath(line, "<project>"));
    QuantOptions numbers = QuantizationOptions.of(line);
    Precision precision = FirmwareOptions.precision(line);
    List<PowerProfile> profiles = profiles(line.getOptionValue("profile", ALL));
    boolean members = !line.hasOption("no-members");
    List<Evaluation> all = new ArrayList<>();
    try (Firmware firmware = new Firmware()) {
      for (Project fold : Folds.of(project, line.getOptionValue("fold", "0"))) {
        try (Replay replay = new Replay(fold, numbers, precision)) {
          Evaluation books =
              new Evaluator(firmware, numbers, precision).evaluate(replay, profiles, members);
          EvaluationText.lines(books).forEach(text -> console.line("%s", text));
          console.line("drawn to %s", draw(books, replay));
          all.add(books);
        }
      }
    }
    console.json(all);
  }

  private static List<PowerProfile> profiles(String name) {
    PowerProfiles profiles = new PowerProfiles();
    return switch (name) {
      case ALL -> profiles.ids().stream().map(profiles::load).toList();
      case NONE -> List.of();
      default -> List.of(profiles.load(name));
    };
  }

  /** Against the first device's energy; against upcalls where there is none. */
  private static Path draw(Evaluation books, Replay replay) throws IOException {
    Optional<String> profile = books.profiles().keySet().stream().findFirst();
    Path folder = Home.path("firmware-out").resolve(books.project());
    Files.createDirectories(folder);
    FrontPicture picture =
        new FrontPicture(
            books.project() + " on its test split" + profile.map(id -> ", " + id).orElse(""),
            profile.isPresent() ? "energy of the device, mJ a sample" : "samples upcalled, %");
    if (profile.isEmpty()) {
      List<OperatingPoint> curve = DeployedLadder.of(replay.project()).curve(replay, Split.TEST);
      picture.front(
          "other thresholds",
          curve.stream().map(point -> 100 * point.upcallFraction()).toList(),
          curve.stream().map(point -> 100 * point.accuracy()).toList());
    }
    Stream.concat(books.systems().stream(), books.members().stream())
        .forEach(book -> picture.point(book.system(), takes(book, profile), 100 * book.accuracy()));
    return picture.write(folder.resolve("evaluation"));
  }

  private static double takes(SystemBook book, Optional<String> profile) {
    return profile.map(id -> book.costs().get(id).energyMj()).orElse(100 * book.upcallFraction());
  }
}
