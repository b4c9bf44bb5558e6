package dev.upcall.cli.books;

import dev.upcall.cli.books.Evaluation.Calibration;
import dev.upcall.cli.firmware.Home;
import dev.upcall.cli.ladder.DeployedLadder;
import dev.upcall.cli.ladder.LadderKind;
import dev.upcall.cli.ladder.Replay;
import dev.upcall.compiler.CompileRequest;
import dev.upcall.compiler.Firmware;
import dev.upcall.compiler.Precision;
import dev.upcall.compiler.board.PowerProfile;
import dev.upcall.compiler.quant.QuantOptions;
import dev.upcall.core.decision.Calibrated;
import dev.upcall.core.decision.Policy;
import dev.upcall.core.decision.tune.CalibrationError;
import dev.upcall.core.decision.tune.Isotonic;
import dev.upcall.core.decision.tune.LabelledScores;
import dev.upcall.core.decision.tune.LadderCosts;
import dev.upcall.core.decision.tune.LadderRun;
import dev.upcall.core.decision.tune.LadderSamples;
import dev.upcall.core.decision.tune.LadderTuner;
import dev.upcall.core.decision.tune.StageTuning;
import dev.upcall.core.decision.tune.Target;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.Split;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps the books of one fold of a project, on its test split. */
public final class Evaluator {
  private static final List<String> BUILT_IN =
      List.of("Threshold", "Margin", "Entropy", "LogisticRegression");

  private final Firmware firmware;
  private final QuantOptions numbers;
  private final Precision precision;

  /**
   * @param numbers of the firmware's integers
   * @param precision of networks that are not quantised yet
   */
  public Evaluator(Firmware firmware, QuantOptions numbers, Precision precision) {
    this.firmware = firmware;
    this.numbers = numbers;
    this.precision = precision;
  }

  /**
   * Evaluates.
   *
   * @param profiles devices whose time and energy count
   * @param withMembers whether each member is tried alone on the device
   */
  public Evaluation evaluate(Replay replay, List<PowerProfile> profiles, boolean withMembers) {
    Project project = replay.project();
    List<String> skipped = new ArrayList<>();
    List<ProfileCosts> devices =
        profiles.stream()
            .map(p -> ProfileCosts.of(p, project.manifest(), replay.upcallBytes()))
            .toList();
    Map<String, LadderCosts> costs = costs(project, devices, skipped);
    if (!costs.isEmpty()) {
      project
          .manifest()
          .before()
          .ifPresent(gate -> skipped.add("time and energy of %s itself".formatted(gate.use())));
    }
    LadderSamples test = replay.samples(Split.TEST);
    Systems systems = new Systems(test, costs);
    DeployedLadder ladder = DeployedLadder.of(project);
    LadderRun run = LadderRun.of(ladder.policies(), test);
    String kind = LadderKind.of(project.manifest());
    Map<String, String> names = new LinkedHashMap<>();
    profiles.forEach(profile -> names.put(profile.id(), profile.name()));
    names.keySet().retainAll(costs.keySet());
    return new Evaluation(
        project.manifest().name(),
        project.fold(),
        kind,
        systems.all(kind, run.count()),
        others(replay, ladder, systems),
        withMembers ? members(replay, costs.isEmpty() ? List.of() : devices, skipped) : List.of(),
        project.manifest().classes(),
        confusion(replay, run),
        calibration(test, run, ladder),
        Evaluation.Habits.of(run),
        names,
        skipped);
  }

  private Map<String, LadderCosts> costs(
      Project project, List<ProfileCosts> devices, List<String> skipped) {
    Map<String, LadderCosts> costs = new LinkedHashMap<>();
    for (ProfileCosts device : devices) {
      try {
        CompileRequest request =
            new CompileRequest(
                    project.folder(),
                    project.fold(),
                    device.profile().cyclesOf(),
                    Home.path("firmware-out/cycles"),
                    Optional.empty(),
                    numbers,
                    Optional.empty())
                .with(precision);
        costs.put(device.profile().id(), device.ladder(new StageCycles(firmware).of(request)));
      } catch (UpcallException e) {
        skipped.add(device.profile().id() + ": " + e.diagnostics().get(0).title());
      }
    }
    return costs;
  }

  /** In the place of a ladder of one stage: what another score would do with the same upcalls. */
  private static List<SystemBook> others(Replay replay, DeployedLadder ladder, Systems systems) {
    LadderSamples tune = replay.samples(Split.TUNE);
    Target target = Target.maxUpcalls(ladder.on(replay, Split.TUNE).upcallFraction());
    List<SystemBook> books = new ArrayList<>();
    for (String use : ladder.parameters().size() == 1 ? BUILT_IN : List.<String>of()) {
      LadderTuner.Task task =
          new LadderTuner.Task(
              List.of(StageTuning.of(use, Map.of())),
              replay.begunScores(Split.SELECT),
              tune,
              target);
      books.add(systems.ladder(use, new LadderTuner().tune(task).policies()));
    }
    return books;
  }

  private List<SystemBook> members(
      Replay replay, List<ProfileCosts> devices, List<String> skipped) {
    DeviceModels models = new DeviceModels(firmware, replay.project(), replay.data());
    List<SystemBook> books = new ArrayList<>();
    for (String name : replay.project().manifest().members().keySet()) {
      try {
        models
            .of(name, List.of(Split.TEST))
            .ifPresent(model -> books.add(model.book(Split.TEST, devices)));
      } catch (UpcallException e) {
        skipped.add(name + " alone on the device: " + e.diagnostics().get(0).title());
      }
    }
    return books;
  }

  private static int[][] confusion(Replay replay, LadderRun run) {
    LadderSamples test = replay.samples(Split.TEST);
    int classes = replay.project().manifest().classes().size();
    int[] labels = replay.labels(Split.TEST);
    int[] host = replay.hostClasses(Split.TEST, replay.project().manifest().host().members());
    int[][] confusion = new int[classes][classes];
    for (int i = 0; i < labels.length; i++) {
      int by = run.acceptedBy(i);
      int answer = by < 0 ? host[i] : test.scores(by, i).top1();
      confusion[labels[i]][answer]++;
    }
    return confusion;
  }

  private static List<Calibration> calibration(
      LadderSamples test, LadderRun run, DeployedLadder ladder) {
    List<Map<String, Double>> parameters = ladder.parameters();
    List<Policy> policies = ladder.policies();
    List<Calibration> all = new ArrayList<>();
    for (int k = 0; k < parameters.size(); k++) {
      int stage = k;
      LabelledScores reached = test.where(i -> run.reaches(i, stage)).stages().get(stage);
      double temperature = parameters.get(k).getOrDefault("temperature", 1.0);
      if (reached.size() > 0) {
        all.add(
            new Calibration(
                reached.size(),
                CalibrationError.of(reached, 1f),
                temperature,
                policies.get(k) instanceof Calibrated,
                policies.get(k) instanceof Calibrated byTable
                    ? CalibrationError.of(reached, s -> byTable.table()[Isotonic.lead(s)])
                    : CalibrationError.of(reached, (float) temperature)));
      } else {
        all.add(new Calibration(0, 0, temperature, policies.get(k) instanceof Calibrated, 0));
      }
    }
    return Collections.unmodifiableList(all);
  }
}
