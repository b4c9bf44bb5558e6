package dev.upcall.cli.bench;

import dev.upcall.cli.Console;
import dev.upcall.cli.books.DeviceModel;
import dev.upcall.cli.books.DeviceModels;
import dev.upcall.cli.books.ProfileCosts;
import dev.upcall.cli.books.StageCycles;
import dev.upcall.cli.firmware.Home;
import dev.upcall.cli.ladder.LadderKind;
import dev.upcall.cli.ladder.Replay;
import dev.upcall.cli.ladder.Tuning;
import dev.upcall.compiler.CompileRequest;
import dev.upcall.compiler.Firmware;
import dev.upcall.compiler.board.PowerProfiles;
import dev.upcall.core.data.ProjectData;
import dev.upcall.core.decision.tune.LabelledScores;
import dev.upcall.core.decision.tune.LadderSamples;
import dev.upcall.core.decision.tune.StageTuning;
import dev.upcall.core.project.Manifest;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.ProjectLoader;
import dev.upcall.core.project.Split;
import dev.upcall.host.ensemble.CombinedAnswer;
import dev.upcall.host.ensemble.EnsembleModels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Records ladders: runs device and host over the splits once. */
final class DecisionCases {
  private static final String BOARD = "mps2-an386";
  private static final List<Split> SCORED = List.of(Split.SELECT, Split.TUNE, Split.TEST);

  private final Firmware firmware;
  private final Console console;

  DecisionCases(Firmware firmware, Console console) {
    this.firmware = firmware;
    this.console = console;
  }

  /** A project as it is, its members as rivals. */
  DecisionCase of(String data, Path folder) {
    Project project = ProjectLoader.load(folder);
    console.step("%s: the device's stages and the host over the splits", data);
    try (Replay replay = new Replay(project)) {
      CompileRequest request =
          CompileRequest.of(project.folder(), BOARD, Home.path("firmware-out/cycles"));
      return new DecisionCase(
          data,
          LadderKind.of(project.manifest()),
          Tuning.stages(project),
          replay.begunScores(Split.SELECT),
          replay.samples(Split.TUNE),
          replay.samples(Split.TEST),
          new StageCycles(firmware).of(request),
          members(
              project, replay.data(), project.manifest().members().keySet(), List.of(Split.TEST)),
          profiles(project.manifest()),
          replay.data().indices(Split.GUARANTEE).length);
    }
  }

  /** ResNet-8 on the device, larger ones above it and as rivals. */
  DecisionCase ofResnets(String data, ResnetPair pair) {
    Project device = ProjectLoader.load(pair.device());
    Project host = ProjectLoader.load(pair.host());
    ProjectData samples = ProjectData.load(device);
    console.step("%s: networks of others, thousands of samples each", data);
    DeviceModel small =
        members(device, samples, device.manifest().members().keySet(), SCORED).get(0);
    List<DeviceModel> rivals = new ArrayList<>(List.of(small));
    ProjectData same = ProjectData.load(host);
    rivals.addAll(members(host, same, ResnetPair.RIVALS, List.of(Split.TEST)));
    try (EnsembleModels ensemble = EnsembleModels.load(host)) {
      return new DecisionCase(
          data,
          "hi",
          List.of(StageTuning.of("LogisticRegression", Map.of())),
          List.of(small.scores().get(Split.SELECT)),
          ladder(small, ensemble, same, Split.TUNE),
          ladder(small, ensemble, same, Split.TEST),
          List.of(small.cycles()),
          rivals,
          profiles(device.manifest()),
          samples.indices(Split.GUARANTEE).length);
    }
  }

  private LadderSamples ladder(
      DeviceModel device, EnsembleModels ensemble, ProjectData data, Split split) {
    console.step("  the host over split %s", split.key());
    Collection<String> all = ensemble.members().keySet();
    List<byte[]> inputs =
        data.of(split).raw().stream().map(ensemble.preprocessor()::quantize).toList();
    List<CombinedAnswer> answers = ensemble.combine(ensemble.outputs(inputs, all), all);
    LabelledScores scores = device.scores().get(split);
    int[] classes = answers.stream().mapToInt(CombinedAnswer::classIndex).toArray();
    boolean[] right = new boolean[classes.length];
    for (int i = 0; i < right.length; i++) {
      right[i] = classes[i] == scores.labels()[i];
    }
    return new LadderSamples(List.of(scores), right, classes, new boolean[right.length]);
  }

  private List<DeviceModel> members(
      Project project, ProjectData data, Collection<String> names, List<Split> splits) {
    DeviceModels models = new DeviceModels(firmware, project, data);
    return names.stream()
        .flatMap(
            name -> {
              console.step("  %s alone on the device", name);
              return models.of(name, splits).stream();
            })
        .sorted(Comparator.comparingLong(DeviceModel::cycles))
        .toList();
  }

  private static List<ProfileCosts> profiles(Manifest manifest) {
    PowerProfiles profiles = new PowerProfiles();
    return profiles.ids().stream().map(id -> ProfileCosts.of(profiles.load(id), manifest)).toList();
  }
}
