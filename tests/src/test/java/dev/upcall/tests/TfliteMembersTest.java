package dev.upcall.tests;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.upcall.compiler.ir.op.Softmax;
import dev.upcall.compiler.quant.QuantGraph;
import dev.upcall.compiler.reference.Interpreter;
import dev.upcall.compiler.testing.TfliteFile;
import dev.upcall.compiler.tflite.TfliteImporter;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.ProjectLoader;
import dev.upcall.core.tensor.QParams;
import dev.upcall.host.ensemble.EnsembleModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gateway's ensemble with a TFLite file among its members, run by the compiler's reference. */
class TfliteMembersTest {
  private static final int SAMPLE_BYTES = 50;

  @TempDir Path folder;

  @BeforeEach
  void writeProject() throws IOException {
    Files.createDirectory(folder.resolve("members"));
    Files.write(folder.resolve("members/a.tflite"), TfliteFile.everything().bytes());
    Files.writeString(
        folder.resolve("ensemble.yaml"),
        """
        name: mixed
        classes: [x, y, z]
        input: {shape: [5, 5, 2], raw: uint8, preprocess: {scale: 0.05, offset: -6}}
        members:
          a: {model: members/a.tflite}
        device:
          stages:
            - {run: a}
        host:
          members: [a]
          combine: {order: [meanLogits], deadlineMs: 1000}
        """);
  }

  /** Requantised from the manifest's steps to the model's own, then as a device would. */
  @Test
  void givesTheLogitsOfTheReference() {
    Project project = ProjectLoader.load(folder);
    QuantGraph model =
        TfliteImporter.read(folder.resolve("members/a.tflite")).integers().orElseThrow();
    Softmax last = (Softmax) model.graph().ops().get(model.graph().ops().size() - 1);
    QParams in = model.graph().inputs().get(0).type().qparams();
    QParams out = last.input().type().qparams();
    byte[] sample = new byte[SAMPLE_BYTES];
    new Random(9).nextBytes(sample);
    try (EnsembleModels models = EnsembleModels.load(project)) {
      float[] logits = models.outputs(List.of(sample), List.of("a")).get("a").get(0).logits();
      byte[] own = in.quantize(models.preprocessor().dequantize(sample));
      byte[] expected = new Interpreter().runAll(model, own).get(last.input().id());
      assertArrayEquals(out.dequantize(expected), logits);
    }
  }

  @Test
  void namesWhatIsWrongWithAFile() throws IOException {
    Files.writeString(folder.resolve("members/a.tflite"), "no model at all");
    Project project = ProjectLoader.load(folder);
    UpcallException e = assertThrows(UpcallException.class, () -> EnsembleModels.load(project));
    assertEquals("UP27", e.diagnostics().get(0).code().id().substring(0, 4));
    Files.delete(folder.resolve("members/a.tflite"));
    e = assertThrows(UpcallException.class, () -> EnsembleModels.load(project));
    assertEquals("UP3001", e.diagnostics().get(0).code().id());
  }
}
