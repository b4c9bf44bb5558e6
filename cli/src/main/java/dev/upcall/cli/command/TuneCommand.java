package dev.upcall.cli.command;

import static dev.upcall.cli.Arguments.option;

import dev.upcall.cli.Arguments;
import dev.upcall.cli.Command;
import dev.upcall.cli.Console;
import dev.upcall.cli.books.FrontTable;
import dev.upcall.cli.books.ProfileCosts;
import dev.upcall.cli.books.StageCycles;
import dev.upcall.cli.firmware.Home;
import dev.upcall.cli.ladder.Folds;
import dev.upcall.cli.ladder.Replay;
import dev.upcall.cli.ladder.Tuning;
import dev.upcall.cli.picture.FrontPicture;
import dev.upcall.compiler.CompileRequest;
import dev.upcall.compiler.Firmware;
import dev.upcall.compiler.Precision;
import dev.upcall.compiler.board.PowerProfile;
import dev.upcall.compiler.board.PowerProfiles;
import dev.upcall.compiler.quant.QuantOptions;
import dev.upcall.core.decision.Policy;
import dev.upcall.core.decision.Verdict;
import dev.upcall.core.decision.tune.Guarantee;
import dev.upcall.core.decision.tune.LadderCosts;
import dev.upcall.core.decision.tune.LadderCount;
import dev.upcall.core.decision.tune.LadderSamples;
import dev.upcall.core.decision.tune.OperatingPoint;
import dev.upcall.core.decision.tune.TunedLadder;
import dev.upcall.core.project.Manifest.StageSpec;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.ProjectLoader;
import dev.upcall.core.project.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code upcall tune}: fits a project's decision policies for a stated target. */
public final class TuneCommand implements Command {
  /** Points of accuracy that int8 may cost, 0..1, before a warning says so. */
  private static final double QUANTISATION_LOSS = 0.05;

  /** Points of a front on the screen, and in JSON. */
  private static final int SHOWN = 12;

  private static final int LISTED = 60;

  @Override
  public String name() {
    return "tune";
  }

  @Override
  public String summary() {
    return "fit the decision policies for a stated accuracy, cost or guarantee";
  }

  @Override
  public String arguments() {
    return "<project>";
  }

  @Override
  public String description() {
    return """
    Fits the parameters that ensemble.yaml calls "tuned" and writes them to tuned.yaml beside the
    models, those of all stages together. Temperatures come from the select split, everything else
    from the tune split (one half fits, the other chooses); the test split is not touched. Device
    scores are the firmware's, bit for bit, where tune and compile are given the same options of
    quantisation. Several targets are kept at once; one that cannot be reached is an error that
    says what can. The Pareto front is printed, and drawn to firmware-out/<project>.

      upcall tune examples/digits --max-upcalls 0.2
      upcall tune examples/digits --target-accuracy 0.98
      upcall tune examples/fashion --max-energy 0.2 --profile nrf52840-ble
      upcall tune examples/fashion --offload-cost 0.1 --error-cost 1
      upcall tune examples/fashion --guarantee 0.05,0.1
    """;
  }

  @Override
  public Options options() {
    return TuneOptions.add(QuantizationOptions.add(new Options()))
        .addOption(option("fold", "k|all", "cross-fitting fold to tune (default 0)"))
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
    // What is wrong with the options is said before anything takes time.
    Tuning.Wish asked =
        new Tuning.Wish(
            TuneOptions.target(line),
            TuneOptions.fit(line),
            Optional.empty(),
            TuneOptions.guarantee(line));
    Optional<PowerProfile> profile =
        Optional.ofNullable(line.getOptionValue("profile")).map(new PowerProfiles()::load);
    List<Result> results = new ArrayList<>();
    for (Project fold : Folds.of(project, line.getOptionValue("fold", "0"))) {
      try (Replay replay = new Replay(fold, numbers, precision)) {
        Optional<LadderCosts> costs =
            profile.map(known -> costs(known, replay, numbers, precision));
        Tuning tuning = Tuning.fit(replay, asked.with(costs));
        tuning.save(replay, numbers, precision);
        Alone alone = Alone.of(replay);
        print(tuning, alone, fold, console);
        Path picture = draw(tuning.ladder(), fold, profile);
        console.line("  written to %s; front drawn to %s", fold.resolve("tuned.yaml"), picture);
        results.add(Result.of(fold, tuning, alone));
      }
    }
    console.json(results);
  }

  private static LadderCosts costs(
      PowerProfile profile, Replay replay, QuantOptions numbers, Precision precision) {
    Project fold = replay.project();
    try (Firmware firmware = new Firmware()) {
      CompileRequest request =
          new CompileRequest(
                  fold.folder(),
                  fold.fold(),
                  profile.cyclesOf(),
                  Home.path("firmware-out/cycles"),
                  Optional.empty(),
                  numbers,
                  Optional.empty())
              .with(precision);
      List<Long> cycles = new StageCycles(firmware).of(request);
      return ProfileCosts.of(profile, fold.manifest(), replay.upcallBytes()).ladder(cycles);
    }
  }

  private static void print(Tuning tuning, Alone alone, Project fold, Console console) {
    TunedLadder ladder = tuning.ladder();
    console.line("fold %d, for %s:", fold.fold(), tuning.wish().target());
    for (int k = 0; k < ladder.stages().size(); k++) {
      TunedLadder.Stage stage = ladder.stages().get(k);
      StageSpec spec = fold.manifest().stages().get(k);
      boolean wrapped = spec.policy().map(p -> p.wrappersAroundTuned() > 0).orElse(false);
      console.line(
          "  stage %d, %s, %s%s",
          k, spec.name(), stage.use(), wrapped ? ", counted here without its wrappers" : "");
      ParameterText.lines(stage.parameters()).forEach(text -> console.line("    " + text));
    }
    LadderCount count = ladder.count();
    String costs =
        tuning.wish().costs().isEmpty()
            ? ""
            : ", %.4g ms and %.4g mJ a sample"
                .formatted(ladder.cost().latencyMs(), ladder.cost().energyMj());
    console.line(
        "  on the tune split: %.1f %% right with %.1f %% upcalls%s (n = %d)",
        100 * count.accuracy(), 100 * count.upcallFraction(), costs, count.samples());
    console.line(
        "  there the device alone %.1f %% (as float %.1f %%), the host alone %.1f %% (n = %d)",
        100 * alone.device(), 100 * alone.deviceAsFloat(), 100 * alone.host(), alone.n());
    if (alone.deviceAsFloat() - alone.device() > QUANTISATION_LOSS) {
      console.step(
          "warning: int8 costs the device's member much of its accuracy; members trained too"
              + " briefly do that: see epochs in training.yaml");
    }
    ladder
        .guarantee()
        .ifPresent(
            result -> {
              console.line("  guaranteed: %s", result.guarantee());
              console.line(
                  "    on the guarantee split %s; %d settings passed",
                  result.chosen().orElseThrow(), result.passed().size());
            });
    console.line("  front:");
    FrontTable.lines(FrontTable.rows(ladder, frontOf(ladder), SHOWN))
        .forEach(text -> console.line("    " + text));
  }

  /** Of energy where it is known, else of upcalls. */
  private static List<OperatingPoint> frontOf(TunedLadder ladder) {
    return ladder.energyFront().isEmpty() ? ladder.upcallFront() : ladder.energyFront();
  }

  private static Path draw(TunedLadder ladder, Project fold, Optional<PowerProfile> profile)
      throws IOException {
    boolean energy = !ladder.energyFront().isEmpty();
    List<OperatingPoint> front = frontOf(ladder);
    String name = fold.manifest().name();
    Path folder = Home.path("firmware-out").resolve(name);
    Files.createDirectories(folder);
    return new FrontPicture(
            name + " on its tune split" + profile.map(p -> ", " + p.name()).orElse(""),
            energy ? "energy of the device, mJ a sample" : "samples upcalled, %")
        .front(
            "reachable",
            front.stream().map(p -> takes(p, energy)).toList(),
            front.stream().map(p -> 100 * p.accuracy()).toList())
        .point("chosen", takes(ladder.chosen(), energy), 100 * ladder.chosen().accuracy())
        .write(folder.resolve("front" + profile.map(p -> "-" + p.id()).orElse("")));
  }

  private static double takes(OperatingPoint point, boolean energy) {
    return energy ? point.cost().energyMj() : 100 * point.upcallFraction();
  }

  private record Result(
      int fold,
      List<String> policies,
      List<Map<String, Double>> parameters,
      double accuracy,
      double upcallFraction,
      Double latencyMs,
      Double energyMj,
      int n,
      Alone alone,
      Guaranteed guarantee,
      List<FrontTable.Row> front) {
    static Result of(Project fold, Tuning tuning, Alone alone) {
      TunedLadder ladder = tuning.ladder();
      boolean known = tuning.wish().costs().isPresent();
      return new Result(
          fold.fold(),
          ladder.stages().stream().map(TunedLadder.Stage::use).toList(),
          ladder.stages().stream().map(TunedLadder.Stage::parameters).toList(),
          ladder.count().accuracy(),
          ladder.count().upcallFraction(),
          known ? ladder.cost().latencyMs() : null,
          known ? ladder.cost().energyMj() : null,
          ladder.count().samples(),
          alone,
          ladder.guarantee().map(Guaranteed::of).orElse(null),
          FrontTable.rows(ladder, frontOf(ladder), LISTED));
    }
  }

  /** What was tested on the guarantee split, and what of it was chosen. */
  private record Guaranteed(
      double alpha, double delta, int accepted, int wrong, double upper, int settingsPassed) {
    static Guaranteed of(Guarantee.Result result) {
      Guarantee.Step chosen = result.chosen().orElseThrow();
      return new Guaranteed(
          result.guarantee().alpha(),
          result.guarantee().delta(),
          chosen.accepted(),
          chosen.wrong(),
          chosen.upper(),
          result.passed().size());
    }
  }

  /**
   * Accuracies, 0..1, of each tier by itself on the whole tune split: what the ladder is made of.
   */
  private record Alone(double device, double deviceAsFloat, double host, int n) {
    static Alone of(Replay replay) {
      LadderSamples samples = replay.samples(Split.TUNE).ungated();
      int n = samples.size();
      return new Alone(
          LadderCount.of(toTheEnd(samples), samples).accuracy(),
          (double) replay.floatRight(Split.TUNE) / n,
          LadderCount.of(List.of(), samples).accuracy(),
          n);
    }

    /** The device's last stage answers everything. */
    private static List<Policy> toTheEnd(LadderSamples samples) {
      List<Policy> policies =
          new ArrayList<>(Collections.nCopies(samples.stages().size(), scores -> Verdict.CONTINUE));
      policies.set(policies.size() - 1, scores -> Verdict.ACCEPT);
      return policies;
    }
  }
}
