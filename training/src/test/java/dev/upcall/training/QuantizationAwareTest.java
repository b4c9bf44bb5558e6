package dev.upcall.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import ai.djl.ndarray.NDManager;
import dev.upcall.compiler.CompileRequest;
import dev.upcall.compiler.Compiler;
import dev.upcall.compiler.Ladder;
import dev.upcall.compiler.board.BoardCatalogue;
import dev.upcall.compiler.ir.Graph;
import dev.upcall.compiler.ir.op.Conv2D;
import dev.upcall.compiler.ir.op.Op;
import dev.upcall.compiler.quant.QuantGraph;
import dev.upcall.compiler.quant.QuantOptions;
import dev.upcall.compiler.quant.WeightBits;
import dev.upcall.compiler.report.QuantStudy;
import dev.upcall.core.data.Dataset;
import dev.upcall.core.data.ProjectData;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.project.Preprocessor;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.Split;
import dev.upcall.training.FoldReport.QuantReport;
import dev.upcall.training.arch.MapShape;
import dev.upcall.training.arch.Weights;
import dev.upcall.training.data.Samples;
import dev.upcall.training.fit.Checkpoints;
import dev.upcall.training.fit.FitListener;
import dev.upcall.training.mel.MelNetwork;
import dev.upcall.training.settings.SettingsLoader;
import dev.upcall.training.settings.TrainingSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The device's member from training to the integers that the compiler makes of its file. */
class QuantizationAwareTest {
  private static final String SETTINGS =
      """
      method: single
      train: [small]
      epochs: 6
      batch: 32
      quantizationAware: {epochs: 2, weights: int4}
      members:
        small: {architecture: separable, width: 6}
        wide: {architecture: plain, width: 2}
        deep: {architecture: residual, width: 2}
        full: {architecture: residual, width: 3}
      """;

  @TempDir Path temporary;

  private Project project(String settings) throws IOException {
    return TestProject.with(settings, temporary);
  }

  @Test
  void theCompilerFindsTheWeightsThatTrainingRounded() throws IOException {
    Project project = project(SETTINGS);
    FoldReport report = TestProject.train(project, new ProgressListener() {});
    QuantReport quantized = report.quantized().get("small");
    assertEquals("int4", quantized.weights());
    assertTrue(quantized.kept(), quantized.toString());
    assertEquals(1, report.exported().outputs());
    assertEquals(0, report.exported().points(), 0.01);
    assertTrue(quantized.tuned().value() > quantized.plain().value(), quantized.toString());

    Compiler compiler = new Compiler(new BoardCatalogue());
    Ladder<Graph> floats =
        compiler.legalise(
            compiler.load(
                CompileRequest.of(project.folder(), "posix", temporary)
                    .withQuantization(QuantOptions.STANDARD.withWeights(WeightBits.INT4))));
    Graph real = floats.members().get(0).model();
    QuantGraph integers = compiler.quantize(floats).members().get(0).model();
    int layers = 0;
    for (int i = 0; i < real.ops().size(); i++) {
      Op op = integers.graph().ops().get(i);
      if (op instanceof Conv2D conv) {
        float[] trained = real.constant(((Conv2D) real.ops().get(i)).weights()).toFloats();
        int[] steps = integers.graph().constant(conv.weights()).toInts();
        for (int w = 0; w < steps.length; w++) {
          float scale = conv.weights().type().quantization().get(conv.outputChannel(w)).scale();
          assertEquals(trained[w], steps[w] * scale, 1e-5 * Math.abs(trained[w]), op.toString());
        }
        layers++;
      }
    }
    assertEquals(3, layers);
    QuantStudy.Accuracy accuracy = accuracy(project, real, integers);
    assertTrue(accuracy.loss().points() < 5, accuracy.toString());
  }

  private static QuantStudy.Accuracy accuracy(Project project, Graph real, QuantGraph integers) {
    Preprocessor preprocessor = new Preprocessor(project.manifest().input());
    Dataset select = ProjectData.load(project).of(Split.SELECT);
    List<byte[]> inputs = select.raw().stream().map(preprocessor::quantize).toList();
    return QuantStudy.accuracy(real, integers, inputs, select.labels());
  }

  @Test
  void membersAreTheDevicesIfNoneIsNamed() throws IOException {
    assertEquals(
        List.of("small"),
        List.copyOf(SettingsLoader.load(project(SETTINGS)).quantization().get().members()));
  }

  /** A project without samples to choose ranges by need not have them for the others' sake. */
  @Test
  void nobodyAsksForSamplesWhereTheMemberIsNotTrained() throws IOException {
    Project project = project(SETTINGS.replace("train: [small]", "train: [wide]"));
    TrainingSettings settings = SettingsLoader.load(project);
    MelNetwork network = new MelNetwork(settings.trained(), new MapShape(1, 8, 8), 10);
    Samples none = new Samples(network.input(), new float[0][], new int[0], new float[1]);
    try (NDManager manager = Engine.newManager();
        Weights weights = new Weights(manager, 1)) {
      network.declare(weights);
      QuantPhase phase =
          new QuantPhase(
              new FoldFits(project, settings, none, none, 1, manager, Checkpoints.none()),
              () -> fail("there are none"),
              new FitListener() {});
      assertEquals(Map.of(), phase.run(network, weights));
    }
  }

  @Test
  void aMemberThatIsNoneIsRefused() throws IOException {
    Project unknown = project(SETTINGS.replace("epochs: 2,", "members: [smal],"));
    UpcallException refused =
        assertThrows(UpcallException.class, () -> SettingsLoader.load(unknown));
    assertTrue(refused.getMessage().contains("small"), refused.getMessage());
  }
}
