package dev.upcall.training.export;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import dev.upcall.training.Engine;
import dev.upcall.training.arch.Architecture;
import dev.upcall.training.arch.Architectures;
import dev.upcall.training.arch.Knobs;
import dev.upcall.training.arch.MapShape;
import dev.upcall.training.arch.Pictures;
import dev.upcall.training.arch.Weights;
import dev.upcall.training.data.Samples;
import dev.upcall.training.distil.FileTeacher;
import dev.upcall.training.distil.Teacher;
import dev.upcall.training.fit.Objective;
import dev.upcall.training.mel.FeatureTable;
import dev.upcall.training.mel.HeadDesign;
import dev.upcall.training.mel.HeadDesign.Kind;
import dev.upcall.training.mel.HeadObjective;
import dev.upcall.training.mel.Inference;
import dev.upcall.training.mel.LinearHead;
import dev.upcall.training.mel.MelNetwork;
import dev.upcall.training.mel.MelObjective;
import dev.upcall.training.mel.Score;
import dev.upcall.training.mel.Subset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Heads with hidden layers: on pooled features, and on maps of which one is four times as large.
 */
class HeadTypesTest {
  private static final MapShape INPUT = new MapShape(2, 8, 8);
  private static final Subset PAIR = Subset.of("half+whole");

  @TempDir Path folder;

  private final NDManager manager = Engine.newManager();
  private final Samples samples = samples();

  /** Told apart by where a patch is, which pooling forgets. */
  private static Samples samples() {
    return Trained.samples(60, INPUT, 0.3, (value, label) -> value % 8 / 3 == label);
  }

  private static MelNetwork network(HeadDesign design) {
    TreeMap<String, Architecture> members = new TreeMap<>();
    members.put("half", Architectures.standard().build("plain", new Knobs(4, 1, 2, 1)));
    members.put("whole", Architectures.standard().build("residual", new Knobs(3, 1, 1, 1)));
    return new MelNetwork(members, members.keySet(), design, INPUT, Trained.CLASSES);
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private void fit(Objective objective, int epochs) {
    Trained.fit(objective, epochs, 20, samples, manager);
  }

  @Test
  void exportsComputeWhatTheNetworkComputes() throws IOException {
    for (Kind kind : List.of(Kind.FC, Kind.CONV)) {
      MelNetwork network = network(new HeadDesign(kind, 5));
      try (Weights weights = new Weights(manager, 1)) {
        network.declare(weights);
        fit(new MelObjective(network, weights, new float[] {1, 1, 1}, 0.1), 2);
        Inference inference = new Inference(network, weights);
        FeatureTable table = inference.features(manager, samples);
        FeatureTable sent = inference.sent(manager, samples);
        assertEquals(5, table.of(PAIR).values()[0].length);
        assertEquals(kind == Kind.FC ? 8 + 3 : 8 * 16 + 3 * 64, sent.of(PAIR).values()[0].length);

        Map<Subset, LinearHead> heads = Trained.heads(network);
        TrainedEnsemble trained =
            new TrainedEnsemble(network, weights.snapshot(), heads, Map.of(), Map.of());
        ModelWriter writer = new ModelWriter(trained);
        for (String name : network.members().keySet()) {
          Subset alone = Subset.of(name);
          byte[] model = writer.member(name, "gap").toByteArray();
          double difference =
              ExportCheck.member(
                  name, model, "gap", samples, sent.of(alone), table.of(alone), heads.get(alone));
          assertTrue(difference < 5e-5, kind + " " + name + " differs by " + difference);
          teaches(model, heads.get(alone), table.of(alone).values());
        }
        byte[] model = writer.head(PAIR).toByteArray();
        double difference =
            ExportCheck.head("pair", model, sent.of(PAIR), table.of(PAIR), heads.get(PAIR));
        assertTrue(difference < 5e-5, kind + " head differs by " + difference);
      }
    }
  }

  /** Samples come to a teacher as they lie in the engine, channels last. */
  private void teaches(byte[] model, LinearHead exit, float[][] features) throws IOException {
    Path file = Files.write(folder.resolve("teacher.onnx"), model);
    float[] two = Arrays.copyOf(samples.values()[0], 2 * INPUT.size());
    System.arraycopy(samples.values()[1], 0, two, INPUT.size(), INPUT.size());
    try (Teacher teacher = FileTeacher.open(file, INPUT, Trained.CLASSES)) {
      float[] logits = teacher.logits(Pictures.of(manager, two, 2, INPUT)).toFloatArray();
      assertArrayEquals(
          exit.logits(features[1]),
          Arrays.copyOfRange(logits, Trained.CLASSES, 2 * Trained.CLASSES),
          1e-4f);
    }
  }

  @Test
  void headsLearnWhereMembersStandStill() {
    MelNetwork network = network(new HeadDesign(Kind.CONV, 5));
    try (Weights frozen = new Weights(manager, 1);
        Weights weights = new Weights(manager, 2)) {
      network.declare(frozen);
      float[] before = frozen.snapshot().values("half.0.weight");
      HeadObjective objective = new HeadObjective(network, frozen, weights, 0);
      assertEquals(List.of("half+whole"), objective.terms());
      Score untrained = objective.judge(manager, samples).combined();
      fit(objective, 10);
      Score trained = objective.judge(manager, samples).combined();
      assertTrue(trained.loss() < untrained.loss() / 2, untrained + " to " + trained);
      assertArrayEquals(before, frozen.snapshot().values("half.0.weight"));
      assertFalse(weights.snapshot().values("head.half+whole.weight").length == 0);
    }
  }

  @Test
  void mapsThatDoNotFitAreRefused() {
    TreeMap<String, Architecture> members = new TreeMap<>();
    members.put("a", Architectures.standard().build("plain", new Knobs(4, 1, 2, 1)));
    members.put("b", Architectures.standard().build("residual", new Knobs(3, 1, 2, 1)));
    MapShape odd = new MapShape(2, 9, 9);
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new MelNetwork(
                    members, members.keySet(), new HeadDesign(Kind.CONV, 5), odd, Trained.CLASSES)
                .head(Subset.of("a+b"))
                .joined());
  }
}
