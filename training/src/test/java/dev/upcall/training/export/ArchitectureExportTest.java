package dev.upcall.training.export;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import dev.upcall.training.Engine;
import dev.upcall.training.arch.Architecture;
import dev.upcall.training.arch.Architectures;
import dev.upcall.training.arch.MapShape;
import dev.upcall.training.arch.NarrowNetworks;
import dev.upcall.training.arch.Snapshot;
import dev.upcall.training.arch.Weights;
import dev.upcall.training.data.Samples;
import dev.upcall.training.mel.FeatureTable;
import dev.upcall.training.mel.Inference;
import dev.upcall.training.mel.LinearHead;
import dev.upcall.training.mel.MelNetwork;
import dev.upcall.training.mel.Subset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every architecture's ONNX file computes what the engine computes, and is the one that {@code
 * tests} compiles to C: they lie there, so that no PyTorch is needed. {@code
 * -Dupcall.updateGoldens=true} writes them anew.
 */
class ArchitectureExportTest {
  private static final Path FILES =
      Path.of(System.getProperty("upcall.home", ".."), "tests/src/test/resources/architectures");

  private static final int CLASSES = 4;
  private static final int SAMPLES = 16;

  /** Narrow, the deeper ResNets are the least one. */
  static Stream<String> names() {
    return Architectures.standard().names().stream().filter(name -> !name.matches("resnet[23].*"));
  }

  @ParameterizedTest
  @MethodSource("names")
  void computesWhatTheNetworkComputesAndIsTheFileThatIsCompiled(String name) throws IOException {
    MapShape input = NarrowNetworks.input(name);
    TreeMap<String, Architecture> members = new TreeMap<>();
    members.put(name, NarrowNetworks.named(name));
    MelNetwork network = new MelNetwork(members, input, CLASSES);
    Subset alone = Subset.of(name);
    try (NDManager manager = Engine.newManager();
        Weights weights = new Weights(manager, 1)) {
      network.declare(weights);
      Snapshot trained = weights.snapshot().with(NarrowNetworks.weights(manager, name, name));
      weights.restore(trained);
      Samples samples = samples(input);
      FeatureTable features = new Inference(network, weights).features(manager, samples);
      LinearHead head = head(network.features(alone));
      byte[] model =
          new ModelWriter(
                  new TrainedEnsemble(network, trained, Map.of(alone, head), Map.of(), Map.of()))
              .member(name, "gap")
              .toByteArray();
      double difference =
          ExportCheck.member(
              name, model, "gap", samples, features.of(alone), features.of(alone), head);
      assertTrue(difference < 5e-5, name + " differs by " + difference);
      Path file = FILES.resolve(name + ".onnx");
      if (Boolean.getBoolean("upcall.updateGoldens")) {
        Files.createDirectories(FILES);
        Files.write(file, model);
      }
      assertArrayEquals(Files.readAllBytes(file), model, name);
    }
  }

  private static Samples samples(MapShape shape) {
    Random random = new Random(3);
    float[][] values = new float[SAMPLES][shape.size()];
    for (float[] sample : values) {
      for (int i = 0; i < sample.length; i++) {
        sample[i] = (float) random.nextGaussian();
      }
    }
    return new Samples(shape, values, new int[SAMPLES], new float[shape.channels()]);
  }

  private static LinearHead head(int features) {
    Random random = new Random(7);
    float[] weight = new float[CLASSES * features];
    for (int i = 0; i < weight.length; i++) {
      weight[i] = (float) random.nextGaussian();
    }
    return new LinearHead(weight, new float[] {0.1f, -0.2f, 0.3f, 0});
  }
}
