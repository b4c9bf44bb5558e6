package dev.upcall.training.export;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.onnx.ModelProto;
import dev.upcall.core.onnx.ValueInfoProto;
import dev.upcall.training.Engine;
import dev.upcall.training.arch.Architecture;
import dev.upcall.training.arch.Architectures;
import dev.upcall.training.arch.Knobs;
import dev.upcall.training.arch.MapShape;
import dev.upcall.training.arch.Weights;
import dev.upcall.training.data.Samples;
import dev.upcall.training.mel.FeatureTable;
import dev.upcall.training.mel.Features;
import dev.upcall.training.mel.Inference;
import dev.upcall.training.mel.LinearHead;
import dev.upcall.training.mel.MelNetwork;
import dev.upcall.training.mel.MelObjective;
import dev.upcall.training.mel.Subset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Three architectures, trained for a moment so that its running statistics are not 0 and 1. */
class ExportTest {
  private static final MapShape INPUT = new MapShape(2, 9, 8);

  private final NDManager manager = Engine.newManager();
  private final Samples samples = samples();
  private TrainedEnsemble trained;
  private FeatureTable table;

  private static Samples samples() {
    return Trained.samples(48, INPUT, 1, (value, label) -> value % Trained.CLASSES == label);
  }

  @BeforeEach
  void train() {
    TreeMap<String, Architecture> members = new TreeMap<>();
    for (String name : List.of("plain", "residual", "separable")) {
      members.put(name, Architectures.standard().build(name, new Knobs(4, 2, 2, 1)));
    }
    MelNetwork network = new MelNetwork(members, INPUT, Trained.CLASSES);
    try (Weights weights = new Weights(manager, 1)) {
      network.declare(weights);
      float[] lambda = new float[network.subsets().size()];
      Arrays.fill(lambda, 1);
      Trained.fit(new MelObjective(network, weights, lambda, 0.1), 3, 12, samples, manager);
      table = new Inference(network, weights).features(manager, samples);
      trained =
          new TrainedEnsemble(
              network, weights.snapshot(), Trained.heads(network), Map.of(), Map.of());
    }
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void membersComputeInOnnxRuntimeWhatTheNetworkComputes() {
    for (String name : trained.network().members().keySet()) {
      Subset alone = Subset.of(name);
      byte[] model = new ModelWriter(trained).member(name, "gap").toByteArray();
      double difference =
          ExportCheck.member(
              name,
              model,
              "gap",
              samples,
              table.of(alone),
              table.of(alone),
              trained.heads().get(alone));
      assertTrue(difference < 5e-5, name + " differs by " + difference);
    }
  }

  @Test
  void headsComputeInOnnxRuntimeWhatTheyAre() {
    for (Subset subset : trained.network().subsets()) {
      byte[] model = new ModelWriter(trained).head(subset).toByteArray();
      LinearHead head = trained.heads().get(subset);
      double difference =
          ExportCheck.head(subset.key(), model, table.of(subset), table.of(subset), head);
      assertTrue(difference < 5e-5, subset + " differs by " + difference);
    }
  }

  /** Each member's file says its parts of all heads; whoever has them adds them up. */
  @Test
  void partsOfLogitsAddUpToTheHeads() {
    TrainedEnsemble parts =
        new TrainedEnsemble(
            trained.network(), trained.weights(), trained.heads(), Map.of(), Map.of(), true);
    Map<String, byte[]> models = new TreeMap<>();
    for (String name : parts.network().members().keySet()) {
      ModelProto model = new ModelWriter(parts).member(name, "gap");
      models.put(name, model.toByteArray());
      var output = model.getGraph().getOutput(2);
      assertEquals("partialLogits", output.getName());
      // With each of the two others, and with both.
      assertEquals(
          3 * Trained.CLASSES, output.getType().getTensorType().getShape().getDim(1).getDimValue());
    }
    assertEquals(
        List.of("plain+residual", "residual+separable", "plain+residual+separable"),
        parts.parts().subsets("residual").stream().map(Subset::key).toList());
    double difference = ExportCheck.parts(models, samples, table, parts);
    assertTrue(difference < 5e-5, "differs by " + difference);

    models.put("plain", models.get("residual"));
    assertThrows(UpcallException.class, () -> ExportCheck.parts(models, samples, table, parts));
  }

  @Test
  void declaresWhatHostAndCompilerRely() {
    ModelProto model = new ModelWriter(trained).member("residual", "gap");
    assertEquals(8, model.getIrVersion());
    assertEquals(17, model.getOpsetImport(0).getVersion());
    assertEquals(
        List.of("logits", "gap"),
        model.getGraph().getOutputList().stream().map(ValueInfoProto::getName).toList());
    var dimensions = model.getGraph().getInput(0).getType().getTensorType().getShape();
    assertEquals("batch", dimensions.getDim(0).getDimParam());
    assertArrayEquals(
        new long[] {2, 9, 8},
        dimensions.getDimList().stream().skip(1).mapToLong(d -> d.getDimValue()).toArray());
    assertTrue(
        model.getGraph().getNodeList().stream()
            .noneMatch(node -> node.getOpType().equals("BatchNormalization")));
  }

  @Test
  void aModelThatComputesSomethingElseIsRefused() {
    Subset alone = Subset.of("plain");
    byte[] model = new ModelWriter(trained).member("plain", "gap").toByteArray();
    Features features = table.of(alone);
    features.values()[7][0] += 0.01f;
    UpcallException refused =
        assertThrows(
            UpcallException.class,
            () ->
                ExportCheck.member(
                    "plain",
                    model,
                    "gap",
                    samples,
                    features,
                    features,
                    trained.heads().get(alone)));
    assertEquals("UP4009", refused.diagnostics().get(0).code().id());
  }
}
